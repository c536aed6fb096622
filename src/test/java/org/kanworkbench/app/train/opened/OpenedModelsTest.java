package org.kanworkbench.app.train.opened;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.train.PeerFile;
import org.kanworkbench.app.train.TrainViewModel;
import org.kanworkbench.app.train.run.Scores;
import org.kanworkbench.app.work.BackgroundWork;
import org.kanworkbench.app.work.Threads;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Examples;
import org.kanworkbench.data.FloatFeatures;
import org.kanworkbench.data.Target;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.engine.InitialModel;
import org.kanworkbench.engine.Predictor;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.files.model.ModelFile;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.files.tensors.SafetensorsWriter;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.Preset;
import org.kanworkbench.training.Evaluation;
import org.kanworkbench.training.Evaluator;

/** Opens files and scores models, without a window. */
class OpenedModelsTest {

    private static final int ROWS = 150;

    @TempDir
    private Path folder;

    private final Workspace workspace = new Workspace();
    // What the background's threads find out is for nobody: run by them, it would change what a test is reading.
    private final TrainViewModel viewModel =
            new TrainViewModel(workspace, (_, _, _) -> null, new Threads(workspace.background(), _ -> {}));
    private final OpenedModels opened = new OpenedModels(
            viewModel,
            workspace,
            new BackgroundWork(new Threads(Runnable::run, Runnable::run), viewModel.problem::set));
    private Dataset dataset;

    @BeforeEach
    void useData() {
        dataset = dataset(4, "a", "b", "c");
        viewModel.editor.use(new DataSource.Mnist(), dataset);
    }

    @AfterEach
    void close() {
        workspace.close();
    }

    private static Dataset dataset(int inputs, String... classes) {
        SplittableRandom random = new SplittableRandom(8);
        float[] x = new float[ROWS * inputs];
        int[] labels = new int[ROWS];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextDouble(-1, 1);
        }
        for (int r = 0; r < ROWS; r++) {
            labels[r] = random.nextInt(classes.length);
        }
        Examples examples = new Examples(new FloatFeatures(x, inputs), labels);
        return new Dataset("table", examples, examples, Optional.empty(), List.of(classes));
    }

    private static Model model(String preset) {
        return InitialModel.of(preset, 4, List.of(5), 3, 6);
    }

    private static Preset preset(String name) {
        return Preset.named(name).orElseThrow();
    }

    @Test
    void a_file_that_fits_two_networks_waits_for_an_answer() throws IOException {
        Model model = model("kac-net-faithful");
        opened.open(PeerFile.write(model, folder.resolve("peer.safetensors")));

        assertThat(opened.models()).isEmpty();
        assertThat(opened.questionProperty().get().candidates())
                .extracting(Preset::name)
                .containsExactly("kal-net-faithful", "kac-net-faithful");
        opened.reopen(folder.resolve("gone.kan"), () -> {});

        opened.answer(preset("kac-net-faithful"));

        assertThat(opened.questionProperty().get()).isNull();
        assertThat(opened.models()).singleElement().satisfies(m -> {
            assertThat(m.saved().model().tensors()).isEqualTo(model.tensors());
            assertThat(m.facts())
                    .isEqualTo("kac-net-faithful · 4 → 5 → 3 · Chebyshev 3 · input scaling batch min–max · "
                            + model.network().parameters() + " parameters");
        });
        assertThat(workspace.models()).singleElement().satisfies(shared -> {
            assertThat(shared.name()).isEqualTo("peer");
            assertThat(shared.outputs()).containsExactly("0", "1", "2");
        });
    }

    @Test
    void a_dismissed_question_opens_nothing() throws IOException {
        opened.open(PeerFile.write(model("kal-net-faithful"), folder.resolve("peer.safetensors")));
        opened.dismissQuestion();

        assertThat(opened.questionProperty().get()).isNull();
        assertThat(workspace.models()).isEmpty();
    }

    @Test
    void weights_under_our_names_ask_among_the_presets_that_they_fit() throws IOException {
        Model model = model("mlp");
        Path file = folder.resolve("mine.safetensors");
        try (OutputStream out = Files.newOutputStream(file)) {
            SafetensorsWriter.write(model.tensors(), Map.of(), out);
        }

        opened.open(file);

        assertThat(opened.questionProperty().get().candidates())
                .extracting(Preset::name)
                .contains("mlp", "mlp-faithful")
                .doesNotContain("kal-net", "torchkan", "kanvolver");
    }

    @Test
    void scores_are_those_of_the_test_examples_in_batches_as_it_was_trained() throws IOException {
        Model model = model("kal-net-faithful");
        opened.open(PeerFile.write(model, folder.resolve("peer.safetensors")));
        opened.answer(preset("kal-net-faithful"));
        OpenedModel open = opened.models().getFirst();

        opened.evaluate(open);

        Evaluation expected;
        try (Workers workers = new Workers(1)) {
            expected = new Evaluator(dataset.test(), dataset.target(), 64).evaluate(new Predictor(model, 64, workers));
        }
        Scores scores = open.scoresProperty().get();
        assertThat(scores.evaluation())
                .usingRecursiveComparison()
                .ignoringFields("seconds")
                .isEqualTo(expected);
        assertThat(viewModel.shown.scoresProperty().get()).isEqualTo(scores);
        assertThat(open.scoringProperty().get()).isFalse();

        opened.close(open);
        assertThat(viewModel.shown.scoresProperty().get()).isNull();
    }

    @Test
    void data_of_another_size_is_refused_in_one_line() throws IOException {
        opened.open(saved("mine.kan"));
        viewModel.editor.use(new DataSource.Mnist(), dataset(7, "a", "b"));

        opened.evaluate(opened.models().getFirst());

        assertThat(viewModel.problem.get().details())
                .isEqualTo(
                        "mine is a network of 4 → 5 → 3 but table has 7 inputs and 2 classes: choose the data that it was"
                                + " trained on");
        assertThat(opened.models().getFirst().scoringProperty().get()).isFalse();
    }

    private Path saved(String name) throws IOException {
        Path file = folder.resolve(name);
        SavedModel saved = new SavedModel(
                model("kag-net"),
                "kag-net",
                preset("kag-net").recipe(),
                1,
                "table",
                new Target.Classes(List.of("a", "b", "c")),
                Optional.empty(),
                Optional.empty(),
                OptionalDouble.of(0.5),
                Optional.empty());
        ModelFile.write(saved, file);
        return file;
    }

    @Test
    void our_own_files_need_no_answer_and_close_everywhere() throws IOException {
        opened.open(saved("mine.kan"));

        OpenedModel open = opened.models().getFirst();
        assertThat(open.facts()).contains("kag-net · 4 → 5 → 3", "test accuracy 50.00 % when it was saved");
        assertThat(open.shared().outputs()).containsExactly("a", "b", "c");

        opened.close(open);

        assertThat(opened.models()).isEmpty();
        assertThat(workspace.models()).isEmpty();
    }

    @Test
    void files_that_hold_no_model_are_refused_in_one_line() throws IOException {
        for (String name : List.of("a.kan", "b.pth", "c.safetensors", "d.onnx")) {
            Path file = Files.writeString(folder.resolve(name), "nothing that could be read");

            opened.open(file);

            assertThat(viewModel.problem.get().what()).isEqualTo("The model could not be opened");
            assertThat(viewModel.problem.get().details())
                    .contains(file.toString())
                    .doesNotContain("\n", "Exception");
            viewModel.problem.set(null);
        }
        assertThat(workspace.models()).isEmpty();
    }
}

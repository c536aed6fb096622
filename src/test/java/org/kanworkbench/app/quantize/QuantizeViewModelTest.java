package org.kanworkbench.app.quantize;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.app.quantize.QuantizeViewModel.Compared;
import org.kanworkbench.app.quantize.scheme.SchemeRow;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.work.Threads;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.ToyShape;
import org.kanworkbench.files.model.ModelFile;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.Preset;
import org.kanworkbench.quantize.compare.Comparison.Timing;
import org.kanworkbench.quantize.compare.ComparisonEvent;
import org.kanworkbench.quantize.compare.ComparisonFile;
import org.kanworkbench.quantize.compare.ComparisonResult;
import org.kanworkbench.quantize.compare.ComparisonRun;
import org.kanworkbench.quantize.compare.SchemeResult;
import org.kanworkbench.quantize.compare.Score;
import org.kanworkbench.quantize.compare.Sensitivity;
import org.kanworkbench.runs.RunFiles;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.RunQuery;
import org.kanworkbench.runs.RunState;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.store.RunStore;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.TrainingEvent;
import org.kanworkbench.training.loop.TrainingRun;

/** Quantises a small network that has been trained for a moment, without a window. */
@Timeout(60)
class QuantizeViewModelTest {

    @TempDir
    private Path folder;

    private final DataSource source = new DataSource.Toy(ToyShape.MOONS, 0.1, 200, 0);
    private final Workspace workspace = new Workspace();
    private final ExecutorService background = Executors.newSingleThreadExecutor();
    /** Stands for the interface thread. */
    private final ExecutorService ui = Executors.newSingleThreadExecutor();

    private final AtomicBoolean otherWork = new AtomicBoolean();
    private QuantizeViewModel viewModel;
    private WrittenViewModel files;

    @BeforeEach
    void make() throws Exception {
        onUi(() -> {
            viewModel = new QuantizeViewModel(workspace, new Threads(background, ui), otherWork::get);
            files = new WrittenViewModel(workspace, viewModel);
        });
    }

    @AfterEach
    void close() {
        background.shutdownNow();
        ui.shutdownNow();
        workspace.close();
    }

    private void onUi(Runnable work) throws Exception {
        ui.submit(work).get(30, TimeUnit.SECONDS);
    }

    private OpenModel open(String preset) throws Exception {
        Dataset dataset = source.load();
        Preset small = Preset.named(preset).orElseThrow().forSmallData();
        Configuration configuration = new Configuration(
                preset,
                source,
                small.network(dataset.inputs(), dataset.outputs()),
                small.recipe().withEpochs(20),
                0,
                1,
                Configuration.VECTOR);
        CompletableFuture<Model> trained = new CompletableFuture<>();
        TrainingRun.start(configuration, dataset, event -> {
                    if (event instanceof TrainingEvent.Finished finished) {
                        trained.complete(finished.model());
                    }
                })
                .await();
        OpenModel[] made = new OpenModel[1];
        onUi(() -> {
            made[0] = workspace.open(preset + " #1", dataset);
            made[0].describe(weights -> SavedModel.trained(weights, configuration, dataset, OptionalDouble.empty()));
            made[0].update(trained.join());
        });
        return made[0];
    }

    /** Does something that starts a job, and waits for the job's end. */
    private void untilDone(Runnable start) throws Exception {
        CompletableFuture<Void> done = new CompletableFuture<>();
        onUi(() -> {
            start.run();
            viewModel.jobProperty().subscribe(job -> {
                if (job == null) {
                    done.complete(null);
                }
            });
        });
        done.get(50, TimeUnit.SECONDS);
    }

    private SchemeRow row(String name) {
        return viewModel.rows.all().stream()
                .filter(r -> r.scheme.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void says_what_stands_in_the_way() throws Exception {
        assertThat(viewModel.obstacle())
                .hasValueSatisfying(reason -> assertThat(reason).contains("No model"));
        OpenModel open = open("kal-net");
        assertThat(viewModel.chosen.get()).isSameAs(open);
        assertThat(viewModel.obstacle()).isEmpty();
        onUi(() -> viewModel.rows.all().forEach(row -> row.wanted.set(false)));
        assertThat(viewModel.obstacle())
                .hasValueSatisfying(reason -> assertThat(reason).contains("tick one"));
        untilDone(viewModel::startSensitivity);
        assertThat(viewModel.effects).as("of parts, not of schemes").isNotEmpty();
        onUi(() -> workspace.close(open));
        onUi(viewModel::startSensitivity);
        assertThat(viewModel.problem.get().details()).contains("No model");
    }

    @Test
    void measures_what_is_ticked_and_nothing_else() throws Exception {
        open("kal-net");
        onUi(() -> {
            viewModel.timing.set(Timing.QUICK);
            viewModel.rows.all().forEach(row -> row.wanted.set(false));
            row("float32").wanted.set(true);
            row("w4").wanted.set(true);
        });

        untilDone(viewModel::start);

        assertThat(viewModel.problem.get()).isNull();
        SchemeResult float32 = row("float32").resultProperty().get();
        SchemeResult four = row("w4").resultProperty().get();
        assertThat(float32.score().value())
                .isEqualTo(viewModel.referenceProperty().get().score());
        assertThat(((Score.Classes) float32.score()).agreement()).isEqualTo(1);
        assertThat(four.bytes()).isLessThan(float32.bytes());
        assertThat(four.latencies()).hasSize(3);
        assertThat(row("w2").resultProperty().get()).isNull();
    }

    @Test
    void times_that_were_measured_beside_other_work_are_known_with_their_model() throws Exception {
        OpenModel first = open("kal-net");
        onUi(() -> {
            viewModel.timing.set(Timing.QUICK);
            viewModel.rows.all().forEach(row -> row.wanted.set(false));
            row("w4").wanted.set(true);
        });
        otherWork.set(true);
        untilDone(viewModel::start);
        assertThat(viewModel.disturbedProperty().get()).isTrue();

        otherWork.set(false);
        OpenModel second = open("mlp");
        onUi(() -> viewModel.choose(second));
        assertThat(viewModel.disturbedProperty().get()).as("of the other model").isFalse();
        onUi(() -> viewModel.choose(first));
        assertThat(viewModel.disturbedProperty().get()).as("as it was").isTrue();
        untilDone(viewModel::start);
        assertThat(viewModel.disturbedProperty().get()).as("measured again").isFalse();

        otherWork.set(true);
        onUi(() -> viewModel.timing.set(Timing.NONE));
        untilDone(viewModel::start);
        assertThat(viewModel.disturbedProperty().get()).as("without times").isFalse();
    }

    @Test
    void a_comparison_is_kept_and_comes_back_as_it_was_measured() throws Exception {
        RunStore store = openStore();
        OpenModel open = open("kal-net");
        onUi(() -> {
            open.rename("mine");
            viewModel.timing.set(Timing.QUICK);
            viewModel.rows.all().forEach(row -> row.wanted.set(false));
            row("float32").wanted.set(true);
            row("w4").wanted.set(true);
            viewModel.add("w4;layer0=w8");
        });
        untilDone(viewModel::start);
        SchemeResult four = row("w4").resultProperty().get();
        StoredRun run = kept(store);
        assertThat(run.state()).isEqualTo(RunState.FINISHED);
        assertThat(run.description().kind()).isEqualTo(RunKind.QUANTISATION);
        assertThat(run.description().preset()).isEqualTo("kal-net");
        assertThat(run.shownName()).as("of a model that is no run").isEqualTo("mine #" + run.id());
        assertThat(run.message()).contains(" pp").doesNotContain("points");

        Path files = store.files(run.description().name()).folder();
        SavedModel model = ModelFile.read(files.resolve(RunFiles.MODEL));
        ComparisonResult result = ComparisonFile.read(files.resolve(RunFiles.RESULT), model);
        onUi(() -> {
            viewModel.add("w4/layer2=8");
            viewModel.open(model, result, "again");
        });
        assertThat(viewModel.rows.all())
                .filteredOn(SchemeRow::own)
                .extracting(r -> r.scheme.name())
                .as("written before and after the comparison")
                .contains("w4/layer2=8");
        assertThat(workspace.models()).as("it was open").containsExactly(open);
        assertThat(row("w4").resultProperty().get()).isEqualTo(four);
        assertThat(row("w2").resultProperty().get()).isNull();
        assertThat(workspace.session.shown(EnumSet.of(RunKind.QUANTISATION))).containsExactly(run.id());
        onUi(() -> workspace.close(open));
        assertThat(workspace.session.shown(EnumSet.of(RunKind.QUANTISATION)))
                .as("of a closed model")
                .isEmpty();
        onUi(() -> viewModel.open(model, result, "again"));

        assertThat(viewModel.chosen.get().name()).isEqualTo("again");
        assertThat(row("w4").resultProperty().get()).isEqualTo(four);
        assertThat(viewModel.referenceProperty().get().score())
                .isEqualTo(result.float32().score());
        onUi(() -> assertThat(this.files.about()).as("its data are not chosen").isEmpty());
        assertThat(viewModel.problem.get().details()).contains("choose them in Train");
    }

    @Test
    void a_comparison_that_still_times_is_not_all_done() throws Exception {
        RunStore store = openStore();
        OpenModel open = open("kal-net");
        SavedModel saved =
                open.description().orElseThrow().apply(open.modelProperty().get());
        ComparisonRun running = new ComparisonRun(workspace.library.records, saved, "", "kal-net", "Moons", 2);
        running.begin();
        while (store.list(RunQuery.NEWEST).isEmpty()
                || store.list(RunQuery.NEWEST).getFirst().epochs() == 0) {
            running.accept(new ComparisonEvent.Progress(0.75, "timing batch size 1"));
        }
        assertThat(store.list(RunQuery.NEWEST).getFirst().epochs()).isEqualTo(1.5);
        running.end(Optional.empty(), true);
        workspace.library.records.finish();
        assertThat(kept(store).message()).as("nothing was scored").isEmpty();
    }

    private RunStore openStore() throws Exception {
        CompletableFuture<RunStore> opened = new CompletableFuture<>();
        onUi(() -> {
            workspace.library.storeProperty().subscribe(store -> {
                if (store != null) {
                    opened.complete(store);
                }
            });
            workspace.library.open(folder, ui);
        });
        return opened.get(50, TimeUnit.SECONDS);
    }

    /** The store's only run, once it has ended. */
    private static StoredRun kept(RunStore store) throws Exception {
        for (; ; LockSupport.parkNanos(1_000_000)) {
            List<StoredRun> all = store.list(RunQuery.NEWEST);
            if (!all.isEmpty() && all.getFirst().state() != RunState.RUNNING) {
                return all.getFirst();
            }
        }
    }

    @Test
    void a_scheme_of_ones_own_is_measured_and_can_be_taken_away() throws Exception {
        OpenModel about = open("kal-net");
        onUi(() -> {
            viewModel.timing.set(Timing.NONE);
            viewModel.rows.all().forEach(row -> row.wanted.set(false));
            assertThat(viewModel.add("w4/layer2=8")).isTrue();
            assertThat(viewModel.add("w4/layer2=8")).isFalse();
        });
        open("mlp");
        assertThat(viewModel.rows.all()).noneMatch(SchemeRow::own);
        onUi(() -> viewModel.choose(about));
        assertThat(viewModel.rows.all()).filteredOn(SchemeRow::own).hasSize(1);

        untilDone(viewModel::start);

        SchemeRow own = row("w4/layer2=8");
        assertThat(own.resultProperty().get().score().total()).isEqualTo(50);
        onUi(() -> viewModel.remove(own));
        assertThat(viewModel.rows.all()).doesNotContain(own);
    }

    @Test
    void a_scheme_that_is_not_understood_is_told_of_in_one_line() throws Exception {
        open("kal-net");
        onUi(() -> {
            assertThat(viewModel.add("w9")).isFalse();
            assertThat(viewModel.problem.get().details()).contains("w9").doesNotContain("\n");
            assertThat(viewModel.add("w4/layer7=8")).isFalse();
            assertThat(viewModel.problem.get().details()).contains("layer7");
            viewModel.problem.set(null);
            assertThat(viewModel.problem.get()).isNull();
        });
    }

    @Test
    void finds_where_it_hurts_part_by_part() throws Exception {
        OpenModel open = open("kal-net");

        untilDone(viewModel::startSensitivity);

        assertThat(viewModel.effects)
                .extracting(Sensitivity.Effect::part)
                .isEqualTo(Sensitivity.parts(open.modelProperty().get().network()));
    }

    @Test
    void a_cancelled_comparison_ends_without_a_problem() throws Exception {
        open("kal-net");
        onUi(() -> viewModel.jobProperty().addListener((_, before, job) -> {
            if (before == null && job != null) {
                viewModel.cancel();
            }
        }));

        untilDone(viewModel::start);

        assertThat(viewModel.problem.get()).isNull();
        assertThat(viewModel.rows.all()).anyMatch(row -> row.resultProperty().get() == null);
    }

    @Test
    void another_model_shows_nothing_of_the_one_before_even_what_was_on_its_way() throws Exception {
        RunStore store = openStore();
        open("kal-net");
        onUi(() -> {
            viewModel.timing.set(Timing.QUICK);
            row("float32").resultProperty().addListener((_, _, result) -> {
                if (result != null && workspace.models().size() == 1) {
                    // As a person closes it, while results come in.
                    workspace.close(viewModel.chosen.get());
                }
            });
        });

        untilDone(viewModel::start);

        assertThat(viewModel.chosen.get()).isNull();
        assertThat(viewModel.rows.all()).allMatch(row -> row.resultProperty().get() == null);
        assertThat(viewModel.referenceProperty().get()).isNull();
        assertThat(viewModel.problem.get()).isNull();
        StoredRun run = kept(store);
        assertThat(run.state()).isEqualTo(RunState.STOPPED);
        assertThat(run.epochs()).as("schemes that were scored").isEqualTo(1);
    }

    @Test
    void sensitivities_go_when_bits_or_model_change() throws Exception {
        open("kal-net");
        untilDone(viewModel::startSensitivity);
        onUi(() -> viewModel.sensitivityBits.set(3));
        assertThat(viewModel.effects).isEmpty();
        untilDone(viewModel::startSensitivity);
        open("efficient-kan");
        onUi(() -> viewModel.choose(workspace.models().getLast()));
        assertThat(viewModel.effects).isEmpty();
    }

    @Test
    void a_new_name_is_followed() throws Exception {
        OpenModel open = open("kal-net");
        onUi(() -> open.rename("mine"));
        assertThat(viewModel.name.getValue()).isEqualTo("mine");
    }

    @Test
    void times_that_are_not_there_are_awaited_until_the_comparison_ends_or_is_cancelled() throws Exception {
        open("kal-net");
        List<SchemeRow.Figures> shown = new ArrayList<>();
        onUi(() -> row("float32").figuresProperty().addListener((_, _, figures) -> {
            if (figures != null) {
                shown.add(figures);
                viewModel.cancel();
            }
        }));

        untilDone(viewModel::start);

        assertThat(shown.getFirst().timesFollow()).isTrue();
        assertThat(shown.getLast())
                .isEqualTo(new SchemeRow.Figures(row("float32").resultProperty().get(), false));
    }

    @Test
    void rounded_weights_are_one_more_model_and_a_file() throws Exception {
        open("kal-net");
        onUi(() -> {
            viewModel.timing.set(Timing.NONE);
            viewModel.rows.all().forEach(row -> row.wanted.set(row == row("w3")));
        });
        untilDone(viewModel::start);
        CompletableFuture<String> failure = new CompletableFuture<>();
        Path file = folder.resolve("small.kan");

        Compared about = viewModel.comparedProperty().get();
        onUi(() -> files.openRounded(about, row("w3")));
        onUi(() -> {
            files.fileProperty().subscribe(written -> {
                if (written != null) {
                    failure.complete("");
                }
            });
            viewModel.problem.subscribe(problem -> {
                if (problem != null) {
                    failure.complete(problem.details());
                }
            });
            files.export(about, row("w3"), file);
            workspace.close(about.open());
        });

        assertThat(failure.get(30, TimeUnit.SECONDS)).isEmpty();
        Model read = ModelFile.read(file).model();
        assertThat(files.fileProperty().get().about())
                .as("of a model that was closed meanwhile")
                .isSameAs(about);
        assertThat(workspace.models()).hasSize(1);
        OpenModel rounded = workspace.models().getLast();
        assertThat(rounded.name()).isEqualTo("kal-net #1 w3");
        assertThat(rounded.modelProperty().get().tensors()).isEqualTo(read.tensors());
        Model changed = about.model().model();
        assertThat(rounded.description().orElseThrow().apply(changed).model())
                .as("what a file of it would hold once it is changed by hand")
                .isSameAs(changed);
    }
}

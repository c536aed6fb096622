package org.kanworkbench.app.activations.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.app.activations.ActivationsViewModel;
import org.kanworkbench.app.activations.EditedModels;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.work.Threads;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Target;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.ToyShape;
import org.kanworkbench.engine.InitialModel;
import org.kanworkbench.engine.Predictor;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.explain.Edge;
import org.kanworkbench.explain.EdgeFunctions;
import org.kanworkbench.explain.SnapshotSeries.Snapshot;
import org.kanworkbench.files.model.ModelFile;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.files.model.SavedModels;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.recipe.RecipeField;
import org.kanworkbench.training.Evaluation;
import org.kanworkbench.training.Evaluator;

class EditViewModelTest {

    private final Workspace workspace = new Workspace();
    private final Dataset data = DataSource.Toy.of(ToyShape.XOR).load();
    private final Model original = InitialModel.of("kal-net", 2, List.of(8), 2, 1);
    private ActivationsViewModel activations;
    private EditedModels kept;
    private EditViewModel edits;
    private OpenModel open;
    private final List<String> told = new ArrayList<>();

    @BeforeEach
    void open() {
        activations = new ActivationsViewModel(workspace, new Threads(Runnable::run, Runnable::run));
        activations.inView.set(true);
        kept = new EditedModels(activations, new Threads(Runnable::run, Runnable::run), told::add);
        edits = new EditViewModel(activations, kept, new Threads(Runnable::run, Runnable::run));
        open = workspace.open("net", data);
        open.update(original);
        activations.selection.inspect(1);
    }

    @AfterEach
    void close() {
        workspace.close();
    }

    private double accuracy(Model model) {
        return new Evaluator(data.test(), data.target(), 50)
                .evaluate(new Predictor(model, 50, new Workers(1)))
                .score();
    }

    private float[] coefficients() {
        return activations.inspectionProperty().get().coefficients();
    }

    @Test
    void a_dragged_coefficient_changes_curve_and_test_accuracy_but_not_the_model() {
        edits.set(2, 40);

        assertThat(coefficients()[2]).isEqualTo(40);
        assertThat(open.modelProperty().get()).isSameAs(original);
        assertThat(edits.scoresProperty().get().was().score()).isEqualTo(accuracy(original));
        assertThat(edits.scoresProperty().get().is().score())
                .isEqualTo(accuracy(edits.steps().getLast()));
    }

    @Test
    void a_network_that_scales_by_its_batch_is_scored_in_batches_as_it_was_trained_in() {
        Model scaled = InitialModel.of("kal-net-faithful", 2, List.of(8), 2, 1);
        OpenModel trained = workspace.open("scaled", data);
        trained.describe(weights -> SavedModel.ofWeights(
                weights,
                "kal-net-faithful",
                Preset.named("kal-net-faithful").orElseThrow().recipe().with(RecipeField.BATCH, 3),
                1));
        trained.update(scaled);
        activations.choice.choose(trained);
        activations.selection.inspect(1);
        edits.set(2, 40);

        double inThrees = Evaluator.ofTest(scaled, data, 3, 1).loss();
        assertThat(inThrees).isNotEqualTo(Evaluator.ofTest(scaled, data, 64, 1).loss());
        assertThat(edits.scoresProperty().get().was().loss()).isEqualTo(inThrees);
    }

    @Test
    void both_scores_are_of_the_data_that_are_chosen_now() {
        OpenModel read = workspace.open("read", new Target.Classes(List.of("a", "b")), Optional.empty());
        read.update(original);
        workspace.datasetProperty().set(DataSource.Toy.of(ToyShape.SPIRAL).load());
        activations.choice.choose(read);
        activations.selection.inspect(1);
        edits.set(2, 40);
        edits.release();

        workspace.datasetProperty().set(data);
        edits.set(1, 3);
        assertThat(edits.scoresProperty().get().was().score()).isEqualTo(accuracy(original));
    }

    @Test
    void a_drag_is_one_step_and_undo_takes_back_step_by_step() {
        float first = coefficients()[1];
        edits.set(1, 2);
        edits.set(1, 3);
        edits.release();
        edits.set(2, 5);
        edits.release();
        assertThat(edits.steps()).hasSize(2);

        edits.undo();
        assertThat(coefficients()[1]).isEqualTo(3);
        edits.undo();
        assertThat(coefficients()[1]).isEqualTo(first);
        assertThat(edits.scoresProperty().get()).isNull();
        assertThat(activations.shownProperty().get()).isSameAs(original);

        edits.redo();
        edits.redo();
        edits.redo();
        assertThat(coefficients()[1]).isEqualTo(3);
        assertThat(coefficients()[2]).isEqualTo(5);
        edits.undo();
        edits.set(1, 4);
        edits.release();
        edits.redo();
        assertThat(coefficients()[2]).as("another step since").isNotEqualTo(5);
        assertThat(coefficients()[1]).isEqualTo(4);
    }

    @Test
    void what_was_discarded_or_left_for_another_model_can_be_brought_back() {
        edits.set(1, 7);
        edits.release();
        edits.set(2, 5);
        edits.discard();
        assertThat(coefficients()[1]).isNotEqualTo(7);
        edits.restore();
        assertThat(coefficients()[1]).isEqualTo(7);
        assertThat(coefficients()[2]).isEqualTo(5);
        assertThat(edits.restorable.get()).isFalse();
        edits.undo();
        assertThat(coefficients()[1]).as("steps stay steps").isEqualTo(7);

        OpenModel other = workspace.open("other", data);
        other.update(original);
        activations.choice.choose(other);
        assertThat(edits.restorable.get()).as("of another model").isFalse();
        activations.choice.choose(open);
        edits.restore();
        assertThat(edits.steps()).hasSize(1);
    }

    @Test
    void what_another_snapshot_discarded_comes_back_on_its_own() {
        Snapshot first = new Snapshot(1, 0.5, original, OptionalDouble.empty());
        activations.showSnapshot(first);
        edits.set(1, 7);
        edits.release();
        activations.showSnapshot(null);
        assertThat(activations.isEdited()).isFalse();
        assertThat(edits.restorable.get()).isTrue();
        edits.undo();
        assertThat(activations.snapshotProperty().get()).isSameAs(first);
        assertThat(coefficients()[1]).isEqualTo(7);
        assertThat(edits.restorable.get()).isFalse();
    }

    @Test
    void what_is_kept_becomes_a_model_of_its_own() {
        Edge edge = activations.inspectionProperty().get().edge();
        edits.set(1, 7);
        edits.keep();
        assertThat(activations.selection.pointedAt())
                .as("what was changed stays in front")
                .contains(edge);

        OpenModel kept = activations.chosen.get();
        assertThat(kept).isNotSameAs(open);
        assertThat(kept.name()).isEqualTo("net edited");
        assertThat(workspace.models()).containsExactly(open, kept);
        assertThat(kept.modelProperty().get()).isNotEqualTo(original);
        assertThat(edits.steps()).isEmpty();
    }

    @Test
    void looking_at_another_model_discards_the_changes() {
        edits.set(1, 7);
        OpenModel other = workspace.open("other", data);
        other.update(original);
        assertThat(activations.chosen.get()).as("stays where a hand is at work").isSameAs(open);
        assertThat(edits.steps()).hasSize(1);

        activations.choice.choose(other);
        assertThat(edits.steps()).isEmpty();
        assertThat(activations.shownProperty().get()).isSameAs(original);
    }

    @Test
    void a_step_stays_with_the_edge_that_it_began_with_when_another_becomes_the_strongest() {
        OpenModel other = workspace.open("unpinned", data);
        other.update(original);
        activations.choice.choose(other);
        Edge edge = activations.inspectionProperty().get().edge();
        int terms = coefficients().length;
        edits.hold();
        for (int t = 0; t < terms; t++) {
            edits.set(t, 0);
        }
        assertThat(activations.inspectionProperty().get().edge()).isEqualTo(edge);
        edits.release();
        assertThat(activations.inspectionProperty().get().edge()).isEqualTo(edge);
    }

    @Test
    void what_the_edge_meets_stays_known_while_changed_weights_are_measured() {
        List<Runnable> waiting = new ArrayList<>();
        ActivationsViewModel slow = new ActivationsViewModel(workspace, new Threads(waiting::add, Runnable::run));
        slow.inView.set(true);
        while (!waiting.isEmpty()) {
            waiting.removeFirst().run();
        }
        EditViewModel byHand = new EditViewModel(slow, kept, new Threads(waiting::add, Runnable::run));
        assertThat(slow.inspectionProperty().get().inputs()).isPresent();

        byHand.set(1, 3);
        // The curve comes before the measurement.
        waiting.removeFirst().run();

        assertThat(slow.inspectionProperty().get().coefficients()[1]).isEqualTo(3);
        assertThat(slow.inspectionProperty().get().inputs()).isPresent();
    }

    @Test
    void a_value_that_is_not_a_number_is_refused_in_one_line() {
        edits.set(1, Float.NaN);

        assertThat(activations.problem.get().details()).contains("finite").doesNotContain("\n");
        assertThat(coefficients()).doesNotContain(Float.NaN);
        edits.set(1, 2);
        assertThat(activations.problem.get())
                .as("of a change that was made since")
                .isNull();
    }

    @Test
    void a_drag_that_never_ended_is_a_step_of_its_own() {
        edits.hold();
        edits.set(1, 2);
        // The bars show another edge, and forget what they held.
        edits.hold();
        edits.set(2, 5);
        assertThat(edits.steps()).hasSize(2);
    }

    @Test
    void a_pulled_curve_goes_through_the_point_and_a_whole_pull_is_one_step() {
        Inspection before = activations.inspectionProperty().get();
        int p = before.x().length / 3;
        edits.pull(before.x()[p], before.values()[p] + 1);
        edits.pull(before.x()[p], before.values()[p] + 2);
        edits.release();

        assertThat(activations.inspectionProperty().get().values()[p]).isCloseTo(before.values()[p] + 2, within(1e-3f));
        assertThat(edits.steps()).hasSize(1);
        edits.undo();
        assertThat(activations.inspectionProperty().get().values()[p]).isEqualTo(before.values()[p]);
    }

    @Test
    void the_confusion_matrix_follows_a_change() {
        edits.set(2, 40);

        int[][] confusion =
                ((Evaluation.Classification) edits.scoresProperty().get().is()).confusion();
        int right = confusion[0][0] + confusion[1][1];
        int all = right + confusion[0][1] + confusion[1][0];
        assertThat(all).isEqualTo(data.test().size());
        assertThat((double) right / all)
                .isEqualTo(edits.scoresProperty().get().is().score());
    }

    @Test
    void a_kept_model_would_be_lost_until_it_is_in_a_file_that_says_where_it_came_from(@TempDir Path folder)
            throws Exception {
        Preset preset = Preset.named("kal-net").orElseThrow();
        open.describe(weights -> SavedModels.of(weights, preset.name(), 5, data.name(), data.target()));
        assertThat(kept.losses()).isEmpty();
        Edge edge = activations.inspectionProperty().get().edge();
        assertThat(edits.loss()).isEmpty();
        edits.set(1, 7);
        assertThat(edits.loss()).hasValueSatisfying(loss -> assertThat(loss).contains("are not kept"));
        edits.keep();
        assertThat(edits.loss()).isEmpty();
        assertThat(kept.losses()).containsExactly("net edited is changed by hand but not saved.");

        Path file = folder.resolve("kept.kan");
        kept.save(activations.chosen.get(), file);

        assertThat(kept.losses()).isEmpty();
        assertThat(told).containsExactly("Model saved: " + file);
        SavedModel read = ModelFile.read(file);
        assertThat(read.seed()).isEqualTo(5);
        assertThat(new EdgeFunctions(read.model()).layer(0).coefficients(edge.output(), edge.input())[1])
                .isEqualTo(7);
    }

    @Test
    void a_kept_model_that_cannot_be_written_stays_unsaved_and_says_why(@TempDir Path folder) {
        edits.set(1, 7);
        edits.keep();
        kept.save(activations.chosen.get(), folder.resolve("kept.kan"));

        assertThat(activations.problem.get().details()).contains("origin").doesNotContain("\n");
        assertThat(kept.losses()).hasSize(1);

        workspace.close(activations.chosen.get());
        assertThat(kept.unsaved()).isEmpty();
    }
}

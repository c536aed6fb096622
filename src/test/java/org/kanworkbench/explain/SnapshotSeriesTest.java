package org.kanworkbench.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.kanworkbench.explain.SnapshotSeries.Snapshot;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.Model;
import org.kanworkbench.training.Evaluation;
import org.kanworkbench.training.GridCoverage;
import org.kanworkbench.training.Selected;
import org.kanworkbench.training.TrainingEvent;

class SnapshotSeriesTest {

    private static final int STEPS_PER_EPOCH = 100;
    /** Of one layer of 5 × 4 weights and 4 biases. */
    private static final long MODEL_BYTES = 24 * 4;

    @Test
    void keeps_what_a_run_tells_in_order_with_accuracies_where_it_was_scored() {
        SnapshotSeries series = new SnapshotSeries();

        assertThat(series.fold(snapshot(0))).isTrue();
        assertThat(series.fold(progress(7))).isFalse();
        assertThat(series.fold(snapshot(10))).isTrue();
        assertThat(series.fold(evaluated(100))).isTrue();

        assertThat(series.snapshots()).extracting(Snapshot::step).containsExactly(0L, 10L, 100L);
        assertThat(series.snapshots()).extracting(Snapshot::epoch).containsExactly(0.0, 0.1, 1.0);
        assertThat(series.snapshots())
                .extracting(Snapshot::score)
                .containsExactly(OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.of(0.75));
    }

    @Test
    void memory_is_bounded_and_first_newest_and_epoch_ends_stay_longest() {
        SnapshotSeries series = new SnapshotSeries(12 * MODEL_BYTES);
        series.fold(snapshot(0));
        series.fold(snapshot(25));
        for (int half = 1; half <= 20; half++) {
            series.fold(evaluated(half * STEPS_PER_EPOCH / 2));
            assertThat(series.snapshots()).hasSizeLessThanOrEqualTo(12);
            assertThat(series.snapshots().getFirst().step()).isZero();
            assertThat(series.snapshots().getLast().step()).isEqualTo(half * STEPS_PER_EPOCH / 2);
        }

        assertThat(series.snapshots().stream().filter(m -> m.epoch() > 1))
                .as("nothing within later epochs while whole ones went")
                .allMatch(m -> m.epoch() == Math.rint(m.epoch()));
        assertThat(series.snapshots()).hasSize(12);
    }

    @Test
    void a_long_run_is_thinned_to_even_gaps_on_a_logarithmic_scale() {
        SnapshotSeries series = new SnapshotSeries(10 * MODEL_BYTES);
        series.fold(snapshot(0));
        for (int epoch = 1; epoch <= 400; epoch++) {
            series.fold(evaluated(epoch * STEPS_PER_EPOCH));
        }

        List<Snapshot> snapshots = series.snapshots();
        assertThat(snapshots).hasSize(10);
        assertThat(snapshots.getLast().epoch()).isEqualTo(400);
        for (int m = 2; m < snapshots.size() - 1; m++) {
            assertThat(snapshots.get(m).epoch() / snapshots.get(m - 1).epoch()).isBetween(1.2, 5.0);
        }
    }

    @Test
    void the_last_weights_of_a_stopped_run_are_a_moment_unless_they_are_one_already() {
        SnapshotSeries series = new SnapshotSeries();
        series.fold(snapshot(0));
        TrainingEvent.Evaluated scored = evaluated(100);
        series.fold(scored);

        assertThat(series.fold(finished(scored.model()))).isFalse();
        series.fold(progress(130));
        assertThat(series.fold(finished(model()))).isTrue();
        assertThat(series.snapshots().getLast().step()).isEqualTo(130);
    }

    @Test
    void a_best_epoch_that_a_stopped_run_keeps_is_no_snapshot_of_its_last_step() {
        SnapshotSeries series = new SnapshotSeries();
        series.fold(snapshot(0));
        TrainingEvent.Evaluated best = evaluated(100);
        series.fold(progress(230));

        assertThat(series.fold(new TrainingEvent.Finished(
                        true,
                        best.model(),
                        Optional.of(best.test()),
                        Optional.of(new Selected(1, best.test(), 2, false, true)),
                        Duration.ZERO)))
                .isFalse();
        assertThat(series.snapshots()).hasSize(1);
    }

    @Test
    void a_run_stopped_where_a_snapshot_was_due_has_one_of_that_step_with_its_score() {
        SnapshotSeries series = new SnapshotSeries();
        series.fold(snapshot(0));
        series.fold(snapshot(100));
        series.fold(evaluated(100));
        series.fold(evaluated(100));
        assertThat(series.snapshots()).extracting(Snapshot::step).containsExactly(0L, 100L);
        assertThat(series.snapshots().getLast().score()).hasValue(0.75);
        assertThat(series.fold(snapshot(100))).isTrue();
        assertThat(series.snapshots().getLast().score()).hasValue(0.75);
    }

    private static Model model() {
        return Layers.random(LayerSpec.dense(Layers.INPUTS, Layers.OUTPUTS, Activation.IDENTITY), 1);
    }

    private static TrainingEvent snapshot(int step) {
        return new TrainingEvent.Snapshot(step, (double) step / STEPS_PER_EPOCH, model());
    }

    private static TrainingEvent progress(int step) {
        return new TrainingEvent.Progress(
                step, (double) step / STEPS_PER_EPOCH, 1, 0.5, 0.1, 1, 1, Duration.ZERO, Duration.ZERO);
    }

    private static TrainingEvent.Evaluated evaluated(int step) {
        Evaluation test = new Evaluation.Classification(3, 4, 1, new int[4][4], new int[4], new float[4], 0);
        return new TrainingEvent.Evaluated(
                step,
                (double) step / STEPS_PER_EPOCH,
                step % STEPS_PER_EPOCH == 0,
                1,
                0.5,
                test,
                Optional.empty(),
                0.1,
                1,
                1,
                new GridCoverage(Collections.nCopies(1, OptionalDouble.empty())),
                model());
    }

    private static TrainingEvent finished(Model model) {
        return new TrainingEvent.Finished(true, model, Optional.empty(), Optional.empty(), Duration.ZERO);
    }
}

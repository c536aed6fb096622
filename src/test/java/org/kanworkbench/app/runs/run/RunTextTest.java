package org.kanworkbench.app.runs.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.app.runs.KeptToyRuns;
import org.kanworkbench.app.runs.compare.RunAxis;
import org.kanworkbench.runs.Metric;
import org.kanworkbench.runs.RunDescription;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.RunState;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.recording.WorkRecorder;
import org.kanworkbench.runs.store.RunStore;

class RunTextTest {

    @TempDir
    private Path folder;

    @Test
    void a_sweep_has_no_parameters_and_tells_how_far_it_is() throws Exception {
        try (RunStore store = RunStore.open(folder)) {
            long id = new WorkRecorder(store)
                    .begin(RunDescription.begun(RunKind.SWEEP, "mlp", "sine", 0, "vector", 0, "{}", "sweep", 1680));
            StoredRun sweep = store.run(id).orElseThrow();
            assertThat(RunColumn.PARAMETERS.text(sweep)).isEmpty();
            assertThat(RunColumn.PARAMETERS.value(sweep)).isEmpty();
            assertThat(RunText.fate(sweep)).isEqualTo("Running: 0 of 1,680 fits.");
            store.end(id, RunState.STOPPED, 1, "");
            assertThat(RunText.fate(store.run(id).orElseThrow()))
                    .isEqualTo("Stopped after 0 of 1,680 fits; can be resumed.");
            assertThat(RunText.plural(RunKind.SWEEP)).isEqualTo("Sweeps");
            assertThat(RunText.plural(RunKind.SEARCH)).isEqualTo("Searches");
        }
    }

    @Test
    void a_learning_rate_is_shown_where_the_optimiser_has_one() throws Exception {
        try (RunStore store = RunStore.open(folder)) {
            for (String kind : List.of("lbfgs", "adamw")) {
                String text = "{\"recipe\":{\"learningRate\":0.01,\"optimizer\":{\"kind\":\"" + kind + "\"}}}";
                long id = new WorkRecorder(store)
                        .begin(RunDescription.begun(
                                RunKind.TRAINING, "kal-net", "moons", 0, "vector", 9, text, kind, 15));
                assertThat(RunColumn.LEARNING_RATE.text(store.run(id).orElseThrow()))
                        .isEqualTo(kind.equals("lbfgs") ? "" : "0.01");
            }
        }
    }

    @Test
    void scores_on_validation_samples_say_so() throws Exception {
        try (RunStore store = RunStore.open(folder)) {
            long id = new WorkRecorder(store)
                    .begin(RunDescription.begun(RunKind.TRAINING, "kal-net", "moons", 0, "vector", 9, "{}", "key", 1));
            OptionalDouble none = OptionalDouble.empty();
            store.add(
                    id,
                    new Metric(
                            10,
                            1,
                            true,
                            1,
                            0.5,
                            0.1,
                            0.9,
                            OptionalDouble.of(0.1),
                            OptionalDouble.of(0.9),
                            none,
                            0,
                            0,
                            0));
            StoredRun run = store.run(id).orElseThrow();
            assertThat(RunColumn.BEST.text(run)).isEqualTo("val 90.00 %");
            assertThat(RunColumn.LOSS.text(run)).isEqualTo("val 0.1000");
            assertThat(RunColumn.LAST_RMSE.text(run)).isEmpty();
            assertThat(RunAxis.of(RunColumn.BEST, List.of(run)).name()).isEqualTo("Best accuracy (val), %");
        }
    }

    @Test
    void what_can_be_resumed_says_so() throws Exception {
        KeptToyRuns.interrupt(folder, "kal-net", 1);
        try (RunStore store = RunStore.open(folder)) {
            assertThat(RunText.fate(store.run(1).orElseThrow()))
                    .isEqualTo("Interrupted after 2 of 4 epochs; can be resumed.");
        }
    }

    /** Of what a search has pruned there is no checkpoint; one's own tag of that name means something else. */
    @Test
    void a_pruned_trial_cannot_be_resumed() throws Exception {
        KeptToyRuns.interrupt(folder, "kal-net", 1);
        try (RunStore store = RunStore.open(folder)) {
            store.end(1, RunState.STOPPED, 1, "");
            store.annotate(1, "", List.of("pruned"));
            assertThat(store.run(1).orElseThrow().resumable()).isTrue();

            store.annotate(1, "", List.of("search-0af1", "pruned"));
            StoredRun trial = store.run(1).orElseThrow();
            assertThat(trial.resumable()).isFalse();
            assertThat(RunText.state(trial)).isEqualTo("Pruned");
            assertThat(RunText.fate(trial)).isEqualTo("Pruned by its search after 2 of 4 epochs.");
        }
    }

    @Test
    void measured_columns_are_numbers_in_tables_whatever_their_texts() throws Exception {
        KeptToyRuns.interrupt(folder, "kal-net", 1);
        try (RunStore store = RunStore.open(folder)) {
            List<StoredRun> runs = List.of(store.run(1).orElseThrow());
            assertThat(RunColumn.EPOCHS.text(runs.getFirst())).isEqualTo("2 / 4");
            assertThat(RunAxis.csv(List.of("kal-net"), List.of(RunAxis.of(RunColumn.EPOCHS, runs))))
                    .endsWith("kal-net,2.0\n");
        }
    }
}

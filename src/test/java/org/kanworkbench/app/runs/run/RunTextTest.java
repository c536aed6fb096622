package org.kanworkbench.app.runs.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.app.runs.KeptToyRuns;
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
    void what_can_be_resumed_says_so() throws Exception {
        KeptToyRuns.interrupt(folder, "kal-net", 1);
        try (RunStore store = RunStore.open(folder)) {
            assertThat(RunText.fate(store.run(1).orElseThrow()))
                    .isEqualTo("Interrupted after 2 of 4 epochs; can be resumed.");
        }
    }
}

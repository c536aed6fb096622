package org.kanworkbench.app.quantize;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.kanworkbench.app.KeptWork;
import org.kanworkbench.app.RunLibrary;
import org.kanworkbench.app.quantize.QuantizeViewModel.Compared;
import org.kanworkbench.quantize.compare.ComparisonFile;
import org.kanworkbench.quantize.compare.SchemeResult;
import org.kanworkbench.runs.AtomicFile;
import org.kanworkbench.runs.ModelFile;
import org.kanworkbench.runs.SavedModel;
import org.kanworkbench.runs.store.NewRun;
import org.kanworkbench.runs.store.RunFiles;
import org.kanworkbench.runs.store.RunKind;
import org.kanworkbench.runs.store.RunState;
import org.kanworkbench.runs.store.WorkRecorder.Outcome;
import org.kanworkbench.training.Evaluation;

/** A comparison of schemes in the run store, with the model that was compared and everything that was measured. */
record KeptComparison(KeptWork work, SavedModel model, Instant began) {

    /** Accuracy that a scheme may lose to be named as the smallest that holds. */
    private static final double SMALL_LOSS_POINTS = 0.1;

    static KeptComparison begin(RunLibrary library, Compared about, int schemes) {
        SavedModel model = about.model();
        NewRun run = NewRun.ofWork(
                RunKind.QUANTISATION,
                model.preset().isEmpty() ? about.open().name() : model.preset(),
                about.dataset().name(),
                model.seed(),
                model.model().network().parameters(),
                "{}",
                "quantisation",
                schemes);
        return new KeptComparison(library.keep(run, false), model, Instant.now());
    }

    /**
     * @param float32 null where the comparison ended before that was scored
     * @param wanted schemes that were to be measured and fit the model
     */
    void end(Evaluation float32, List<SchemeResult> results, long wanted, Optional<String> failure) {
        double seconds = Duration.between(began, Instant.now()).toMillis() / 1e3;
        RunState state =
                failure.isPresent() ? RunState.FAILED : results.size() < wanted ? RunState.STOPPED : RunState.FINISHED;
        work.end(() -> {
            Map<String, AtomicFile.Content> files = float32 == null ? Map.of() : files(float32, results);
            return new Outcome(state, results.size(), seconds, failure.orElseGet(() -> sentence(results)), files);
        });
    }

    private Map<String, AtomicFile.Content> files(Evaluation float32, List<SchemeResult> results) throws IOException {
        byte[] measured = ComparisonFile.write(float32, results);
        Map<String, AtomicFile.Content> files = new LinkedHashMap<>();
        files.put(RunFiles.MODEL, out -> ModelFile.write(model, out));
        files.put(RunFiles.RESULT, out -> out.write(measured));
        return files;
    }

    private static String sentence(List<SchemeResult> results) {
        return results.stream()
                .filter(r -> r.score().deltaPoints() >= -SMALL_LOSS_POINTS)
                .min(Comparator.comparingLong(SchemeResult::bytes))
                .map(r -> String.format(
                        Locale.ROOT,
                        "Smallest without a loss over %.1f points: %s, %.0f kB, %.2f %% (%+.2f).",
                        SMALL_LOSS_POINTS,
                        r.scheme().name(),
                        r.bytes() / 1e3,
                        100 * r.score().accuracy(),
                        r.score().deltaPoints()))
                .orElse("No scheme kept the accuracy within " + SMALL_LOSS_POINTS + " points.");
    }
}

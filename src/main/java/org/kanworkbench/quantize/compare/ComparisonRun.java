package org.kanworkbench.quantize.compare;

import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.kanworkbench.files.AtomicFile;
import org.kanworkbench.files.model.ModelFile;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.runs.RunDescription;
import org.kanworkbench.runs.RunFiles;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.RunState;
import org.kanworkbench.runs.recording.WorkRecorder.Outcome;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Evaluation;

/** What a comparison is in the run store: the model that was compared, and everything that was measured. */
public final class ComparisonRun {

    /** Accuracy that a scheme may lose to be named as the smallest that holds. */
    private static final double SMALL_LOSS_POINTS = 0.1;

    private ComparisonRun() {}

    /**
     * A comparison that begins.
     *
     * @param name what a person calls the model, for one whose preset is not known
     * @param dataset name of what it is scored on
     * @param schemes how many
     */
    public static RunDescription begun(SavedModel model, String name, String dataset, int schemes) {
        return RunDescription.begun(
                RunKind.QUANTISATION,
                model.preset().isEmpty() ? name : model.preset(),
                dataset,
                model.seed(),
                Configuration.VECTOR,
                model.model().network().parameters(),
                "{}",
                "quantisation",
                schemes);
    }

    /**
     * What it came to.
     *
     * @param float32 null where the comparison ended before that was scored
     * @param wanted schemes that were to be measured and fit the model
     */
    public static Outcome ended(
            SavedModel model,
            Evaluation float32,
            List<SchemeResult> results,
            long wanted,
            double seconds,
            Optional<String> failure)
            throws IOException {
        RunState state =
                failure.isPresent() ? RunState.FAILED : results.size() < wanted ? RunState.STOPPED : RunState.FINISHED;
        Map<String, AtomicFile.Content> files = new LinkedHashMap<>();
        if (float32 != null) {
            byte[] measured = ComparisonFile.write(float32, results);
            files.put(RunFiles.MODEL, out -> ModelFile.write(model, out));
            files.put(RunFiles.RESULT, out -> out.write(measured));
        }
        return new Outcome(state, results.size(), seconds, failure.orElseGet(() -> sentence(results)), files);
    }

    private static String sentence(List<SchemeResult> results) {
        return results.stream()
                .filter(r -> r.score().deltaPoints() >= -SMALL_LOSS_POINTS)
                .min(Comparator.comparingLong(SchemeResult::bytes))
                .map(r -> String.format(
                        Locale.ROOT,
                        "Smallest without a loss over %.1f points: %s, %.0f kB, %.2f %% (%s).",
                        SMALL_LOSS_POINTS,
                        r.scheme().name(),
                        r.bytes() / 1e3,
                        100 * r.score().accuracy(),
                        String.format(Locale.ROOT, "%+.2f", r.score().deltaPoints())
                                .replace('-', '−')))
                .orElse("No scheme kept the accuracy within " + SMALL_LOSS_POINTS + " points.");
    }
}

package org.kanworkbench.quantize.compare;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.kanworkbench.files.AtomicFile;
import org.kanworkbench.files.model.ModelFile;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.runs.RunDescription;
import org.kanworkbench.runs.RunFiles;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.RunState;
import org.kanworkbench.runs.recording.Records;
import org.kanworkbench.runs.recording.WorkRecord;
import org.kanworkbench.runs.recording.WorkRecorder.Outcome;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Evaluation;
import org.kanworkbench.training.Measure;
import org.kanworkbench.training.ScoreText;

/** What a comparison is in the experiment store: the model that was compared, and everything that was measured, as far as it comes. */
public final class ComparisonRun implements Consumer<ComparisonEvent> {

    /** Maximum accuracy drop [pp] of the recommended smallest scheme. */
    private static final double SMALL_LOSS_POINTS = 0.1;

    /** Maximum growth of the error [%] of the same. */
    private static final double SMALL_GROWTH = 1;

    private final Records records;
    private final SavedModel model;
    private final String title;
    private final String name;
    private final String dataset;
    private final Map<String, SchemeResult> results = new LinkedHashMap<>();
    private int wanted;

    /** Null before float32 was scored. */
    private Evaluation float32;

    /** Null before the comparison was entered. */
    private WorkRecord work;

    /**
     * @param title of the comparison: the display name of a model that is no run; empty for its preset
     * @param name of the model
     * @param dataset name of the test data set
     * @param schemes that are to be measured
     */
    public ComparisonRun(Records records, SavedModel model, String title, String name, String dataset, int schemes) {
        this.records = records;
        this.model = model;
        this.title = title;
        this.name = name;
        this.dataset = dataset;
        wanted = schemes;
    }

    /** Enters the comparison. Otherwise that is done when float32 is scored and schemes are known to fit: a refused one is no run. */
    public void begin() {
        RunDescription run = RunDescription.begun(
                RunKind.QUANTISATION,
                model.preset().isEmpty() ? title : model.preset(),
                dataset,
                model.seed(),
                Configuration.VECTOR,
                model.model().network().parameters(),
                "{}",
                "quantisation",
                wanted);
        work = records.work(recorder -> recorder.begin(run, title));
    }

    /** @param then gets the number of a comparison that is entered, on any thread; not where nothing is recorded */
    public void number(LongConsumer then) {
        work.number(then);
    }

    @Override
    public void accept(ComparisonEvent event) {
        switch (event) {
            case ComparisonEvent.Refused _ -> wanted--;
            case ComparisonEvent.Reference r -> {
                float32 = r.float32();
                if (work == null) {
                    begin();
                }
            }
            case ComparisonEvent.Scored s -> keep(List.of(s.result()));
            case ComparisonEvent.Timed t -> keep(t.results());
            case ComparisonEvent.Progress p -> {
                if (work != null) {
                    work.progress(p.share() * wanted);
                }
            }
        }
    }

    private void keep(List<SchemeResult> measured) {
        measured.forEach(result -> results.put(result.scheme().name(), result));
    }

    /**
     * Records what was measured, be it all or not; nothing if it was not entered.
     *
     * @param failure why it failed
     * @param stopped whether it was ended before everything was measured
     */
    public void end(Optional<String> failure, boolean stopped) {
        if (work == null) {
            return;
        }
        List<SchemeResult> measured = List.copyOf(results.values());
        RunState state = failure.isPresent() ? RunState.FAILED : stopped ? RunState.STOPPED : RunState.FINISHED;
        Evaluation reference = float32;
        work.end(seconds -> {
            Map<String, AtomicFile.Content> files = new LinkedHashMap<>();
            if (reference != null) {
                byte[] file = ComparisonFile.write(reference, measured);
                files.put(RunFiles.MODEL, out -> ModelFile.write(model, out));
                files.put(RunFiles.RESULT, out -> out.write(file));
            }
            return new Outcome(state, measured.size(), seconds, failure.orElseGet(() -> sentence(measured)), files);
        });
    }

    /** Empty if nothing was measured. */
    private String sentence(List<SchemeResult> results) {
        if (results.isEmpty()) {
            return "";
        }
        boolean classes = results.stream().allMatch(r -> r.score().measure() == Measure.ACCURACY);
        double most = classes ? SMALL_LOSS_POINTS : SMALL_GROWTH;
        String limit = classes ? most + " pp" : Math.round(most) + " %";
        return results.stream()
                .filter(r -> r.score().lost() <= most)
                .min(Comparator.comparingLong(SchemeResult::bytes))
                .map(r -> String.format(
                        Locale.ROOT,
                        "Smallest of %s without a loss over %s on the test set, by which it is chosen: %s, %s, %s.",
                        name,
                        limit,
                        r.scheme().name(),
                        r.size(),
                        text(r.score())))
                .orElse("No scheme kept the " + (classes ? "accuracy" : "error") + " of " + name + " within " + limit
                        + ".");
    }

    private static String text(Score score) {
        return switch (score) {
            case Score.Classes c ->
                String.format(Locale.ROOT, "%.2f %% (%+.2f pp)", 100 * c.value(), c.deltaPoints())
                        .replace('-', '−');
            case Score.Numbers n ->
                String.format(Locale.ROOT, "RMSE %s (%+.1f %%)", ScoreText.of(Measure.RMSE, n.rmse()), n.growth())
                        .replace('-', '−');
        };
    }
}

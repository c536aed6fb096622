package org.kanworkbench.search;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.runs.RunDescription;
import org.kanworkbench.runs.RunFiles;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.RunState;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.recording.Records;
import org.kanworkbench.runs.recording.WorkRecord;
import org.kanworkbench.runs.recording.WorkRecorder.Outcome;
import org.kanworkbench.search.space.Domain;
import org.kanworkbench.training.Measure;
import org.kanworkbench.training.ScoreText;
import org.kanworkbench.training.trials.TrialsEvent;

/** A search in the experiment store: one run, however often it was resumed. Its trials are runs of their own, with its tag. */
public final class SearchRun {

    private static final String CONFIRMED = ". ";

    private SearchRun() {}

    /**
     * Records a search that begins or resumes.
     *
     * @param dataset its name
     * @param done trials that ended earlier
     */
    public static WorkRecord record(
            Records records, SearchConfiguration configuration, String dataset, int done, int trials) {
        return records.work(recorder -> recorder.takeUp(
                RunDescription.begun(
                        RunKind.SEARCH,
                        configuration.base().preset(),
                        dataset,
                        configuration.base().seed(),
                        configuration.base().engine(),
                        0,
                        configuration.text(),
                        configuration.name(),
                        trials),
                done));
    }

    /** Records what a search came to. */
    public static void end(
            WorkRecord record, SearchConfiguration configuration, TrialsEvent<SearchTrial> last, Search search) {
        List<SearchTrial> trials = search.results();
        record.end(seconds -> new Outcome(
                RunState.of(last),
                search.kept(),
                seconds,
                last instanceof TrialsEvent.Failed<SearchTrial> failed
                        ? failed.message()
                        : search.confirmed()
                                .map(found -> sentence(
                                        configuration,
                                        configuration.best(trials).orElseThrow(),
                                        found))
                                .orElse(sentence(configuration, trials)),
                Map.of(RunFiles.RESULT, out -> out.write(configuration.text().getBytes(StandardCharsets.UTF_8)))));
    }

    /** Adds to what a search came to whether its best is better than the given settings. Waits for the disk. */
    static void confirmed(Records records, SearchConfiguration configuration, SearchTrial best, Confirmation found) {
        records.result(RunKind.SEARCH, configuration.name(), sentence(configuration, best, found));
    }

    private static String sentence(SearchConfiguration configuration, SearchTrial best, Confirmation found) {
        return sentence(configuration, best) + CONFIRMED + found.sentence();
    }

    /** What a confirmation of a stored search came to; empty without one, and if others have become the best since. */
    public static String confirmed(StoredRun run, SearchConfiguration configuration, List<SearchTrial> trials) {
        return configuration
                .best(trials)
                .map(best -> sentence(configuration, best) + CONFIRMED)
                .filter(run.message()::startsWith)
                .map(best -> run.message().substring(best.length()))
                .orElse("");
    }

    /** What a stored run searched. */
    public static SearchConfiguration configuration(StoredRun run) throws ModelFileException {
        return SearchConfiguration.parse(run.description().configuration(), "run " + run.id());
    }

    /** The best trial in a sentence. */
    public static String sentence(SearchConfiguration configuration, List<SearchTrial> trials) {
        return configuration
                .best(trials)
                .map(best -> sentence(configuration, best) + alike(best, trials))
                .orElse("No trial is complete.");
    }

    private static String sentence(SearchConfiguration configuration, SearchTrial best) {
        return "Best: " + score(configuration.measure(), best.score()) + " in trial " + best.trial() + " ("
                + written(best.params()) + ")";
    }

    /** For instance {@code , the first of 4 with this score}; empty where the best trial has it alone. */
    public static String alike(SearchTrial best, List<SearchTrial> trials) {
        long alike = trials.stream()
                .filter(trial -> trial.complete() && trial.score() == best.score())
                .count();
        return alike < 2 ? "" : String.format(Locale.ROOT, ", the first of %,d with this score", alike);
    }

    /** The complete trials of which none is better in one objective and as good in the other, a line for each. */
    public static String front(SearchConfiguration configuration, List<SearchTrial> trials) {
        return configuration.front(trials).stream()
                .map(trial -> "Pareto front: " + score(configuration.measure(), trial.score())
                        + configuration
                                .secondObjective()
                                .map(second -> ", " + second.text(trial.values().get(1)) + second.unit())
                                .orElse("")
                        + " in trial " + trial.trial() + " (" + written(trial.params()) + ")")
                .collect(Collectors.joining("\n"));
    }

    /** A validation score as people read it. */
    private static String score(Measure measure, double score) {
        return (measure == Measure.RMSE ? "RMSE " : "") + ScoreText.of(measure, score);
    }

    /** Values by setting, for instance {@code lr 0.01, order 3}. */
    public static String written(Map<String, Object> values) {
        return values.entrySet().stream()
                .map(value -> value.getKey() + " " + Domain.written(value.getValue()))
                .collect(Collectors.joining(", "));
    }
}

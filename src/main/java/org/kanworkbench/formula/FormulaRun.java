package org.kanworkbench.formula;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.kanworkbench.data.source.TaskKind;
import org.kanworkbench.expression.Notation;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.json.VersionedJson;
import org.kanworkbench.formula.FormulaSearch.Stage;
import org.kanworkbench.formula.network.MultKan;
import org.kanworkbench.runs.RunDescription;
import org.kanworkbench.runs.RunFiles;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.RunState;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.recording.Records;
import org.kanworkbench.runs.recording.WorkRecord;
import org.kanworkbench.runs.recording.WorkRecorder.Outcome;
import org.kanworkbench.training.Configuration;

/** A search for a formula in the experiment store: what was asked for, its stages, and the formulas that it found. */
public final class FormulaRun implements FormulaSearch.Listener {

    private static final int FORMAT = 1;
    private static final String CHANGED = "changed.json";

    /**
     * What was asked for, as it is typed; empty texts for what was not.
     *
     * @param target column of a table
     * @param others its columns that are no inputs either
     * @param task what the target of a table is for
     * @param model file of a network that was there already
     * @param shape of the networks, inputs first
     * @param preset whose edges the networks have
     * @param functions names of those that edges may become
     */
    public record Question(
            String data,
            String target,
            @JsonProperty(defaultValue = "[]") List<String> others,
            @JsonProperty(defaultValue = "\"AUTO\"") TaskKind task,
            String model,
            String shape,
            @JsonProperty(defaultValue = "\"\"") String preset,
            int maxComplexity,
            List<String> functions) {}

    /** What a run in the store was asked for. */
    public static Question question(StoredRun run) throws ModelFileException {
        return VersionedJson.read(run.description().configuration(), "run " + run.id(), FORMAT, Question.class);
    }

    /** @param samples digest of those that were trained on; empty from older versions */
    private record Content(
            List<Line> stages,
            List<Kept> formulas,
            @JsonProperty(defaultValue = "\"\"") String samples) {}

    private record Line(
            String stage, String shape, double trainRmse, double validationRmse, int edges, double seconds) {}

    /** @param networks of functions, and of the splines that they were made of; none from older versions */
    private record Kept(
            String formula,
            String latex,
            int complexity,
            double validationRmse,
            @JsonProperty(defaultValue = "[]") List<KeptNetwork> networks) {}

    /**
     * @param networks that was changed, and of the splines that it was made of; none where that was undone
     * @param given as in {@link Step}
     */
    private record ChangedNetwork(
            String step,
            List<KeptNetwork> networks,
            @JsonProperty(defaultValue = "false") boolean given) {}

    /** A network that a run has kept, and that of splines that it was made of. */
    public record Networks(MultKan network, MultKan splines) {

        private static Networks of(List<KeptNetwork> kept) {
            return new Networks(kept.getFirst().network(), kept.getLast().network());
        }

        private List<KeptNetwork> kept() {
            return List.of(KeptNetwork.of(network), KeptNetwork.of(splines));
        }
    }

    /**
     * A network that somebody has changed.
     *
     * @param title of the last step
     * @param given whether its numbers are as they are to be, not fitted again for the formula
     */
    public record Step(String title, Networks networks, boolean given) {}

    /**
     * What a run has kept.
     *
     * @param formulas those of the search, the simplest first; none of a run of an older version
     * @param changed what was made of them by hand
     * @param samples digest of those that were trained on; empty if nobody knows
     */
    public record Remains(List<Networks> formulas, Optional<Step> changed, String samples) {

        /** Whether these are the samples that the search was trained on, as far as is known. */
        public boolean of(Samples train) {
            return samples.isEmpty() || samples.equals(train.digest());
        }

        /** @param folder the run's; one without a result is of a search that did not end */
        public static Remains read(Path folder) throws ModelFileException {
            Path file = folder.resolve(RunFiles.RESULT);
            Path changed = folder.resolve(CHANGED);
            if (!Files.exists(file)) {
                return new Remains(List.of(), Optional.empty(), "");
            }
            try {
                Content content = VersionedJson.read(file, FORMAT, Content.class);
                List<Networks> formulas = content.formulas.stream()
                        .filter(kept -> kept.networks.size() == 2)
                        .map(kept -> Networks.of(kept.networks))
                        .toList();
                if (!Files.exists(changed)) {
                    return new Remains(formulas, Optional.empty(), content.samples);
                }
                file = changed;
                ChangedNetwork last = VersionedJson.read(changed, FORMAT, ChangedNetwork.class);
                return new Remains(
                        formulas,
                        last.networks.size() == 2
                                ? Optional.of(new Step(last.step, Networks.of(last.networks), last.given))
                                : Optional.empty(),
                        content.samples);
            } catch (RuntimeException e) {
                throw new ModelFileException(file + " holds no network (" + e.getMessage() + "): repeat the search", e);
            }
        }
    }

    private final WorkRecord work;
    private final List<Line> stages = new ArrayList<>();

    /** @param dataset what the rows are, for display */
    public FormulaRun(Records records, Question question, String dataset, long seed) {
        work = records.work(recorder -> {
            String text = VersionedJson.text(question, FORMAT);
            return recorder.begin(RunDescription.begun(
                    RunKind.FORMULA,
                    "formula",
                    dataset,
                    seed,
                    Configuration.VECTOR,
                    0,
                    text,
                    "formula-" + UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)),
                    0));
        });
    }

    /** @param then gets its number in the store, on any thread; not where nothing is recorded */
    public void number(LongConsumer then) {
        work.number(then);
    }

    /** A search that has ended. */
    public FormulaRun(Records records, long run) {
        work = records.ended(run);
    }

    @Override
    public void stage(Stage stage) {
        stages.add(new Line(
                stage.kind().name().toLowerCase(Locale.ROOT),
                stage.network().toString(),
                stage.trainRmse(),
                stage.validationRmse(),
                stage.network().edges(),
                stage.seconds()));
        work.progress(stages.size());
    }

    /**
     * @param found formulas, of which the best of each complexity are kept
     * @param train what the search was trained on
     * @param stopped whether the search was
     */
    public void end(Optional<Found> best, List<Found> found, Samples train, boolean stopped) {
        List<Kept> kept = Found.front(found).stream()
                .map(one -> new Kept(
                        Notation.SYMPY.print(one.formula().expression()),
                        Notation.LATEX.print(one.formula().expression()),
                        one.complexity(),
                        one.validationRmse(),
                        new Networks(one.functions(), one.splines()).kept()))
                .toList();
        String sentence = best.map(one -> String.format(
                        Locale.ROOT,
                        "%s (complexity %d, validation %s %.3g)",
                        Notation.SYMPY.print(one.formula().expression()),
                        one.complexity(),
                        train.classes() ? "hinge loss" : "RMSE",
                        one.validationRmse()))
                .orElse("No formula was found.");
        Content content = new Content(List.copyOf(stages), kept, train.digest());
        work.end(seconds -> new Outcome(
                stopped ? RunState.STOPPED : RunState.FINISHED,
                content.stages().size(),
                seconds,
                sentence,
                Map.of(RunFiles.RESULT, out -> out.write(text(content)))));
    }

    /**
     * Keeps what was made of its network by hand, in the place of what was kept before. Returns at once.
     *
     * @param changed empty where that was undone
     */
    public void keep(Optional<Step> changed) {
        ChangedNetwork last = changed.map(step -> new ChangedNetwork(step.title, step.networks.kept(), step.given))
                .orElse(new ChangedNetwork("", List.of(), false));
        work.add(CHANGED, out -> out.write(text(last)));
    }

    /** For a search that ended without a result. */
    public void fail(String reason) {
        work.end(seconds -> new Outcome(RunState.FAILED, stages.size(), seconds, reason, Map.of()));
    }

    private static byte[] text(Object content) {
        return VersionedJson.write(content, FORMAT);
    }
}

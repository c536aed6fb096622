package org.kanworkbench.formula;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.kanworkbench.expression.Notation;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.json.JsonText;
import org.kanworkbench.formula.FormulaSearch.Stage;
import org.kanworkbench.runs.RunDescription;
import org.kanworkbench.runs.RunFiles;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.RunState;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.recording.Records;
import org.kanworkbench.runs.recording.WorkRecord;
import org.kanworkbench.runs.recording.WorkRecorder.Outcome;
import org.kanworkbench.training.Configuration;

/** A search for a formula in the run store: what was asked for, its stages, and the formulas that it found. */
public final class FormulaRun implements FormulaSearch.Listener {

    private static final int FORMAT = 1;

    /**
     * What was asked for, as it is typed; empty texts for what was not.
     *
     * @param target column of a table
     * @param others its columns that are no inputs either
     * @param model file of a network that was there already
     * @param shape of the networks, inputs first
     * @param preset whose edges the networks have
     * @param functions names of those that edges may become
     */
    public record Question(
            String data,
            String target,
            List<String> others,
            String model,
            String shape,
            String preset,
            int maxComplexity,
            List<String> functions) {
        public Question {
            // Older runs lack them.
            others = others == null ? List.of() : others;
            preset = preset == null ? "" : preset;
        }
    }

    /** What a run in the store was asked for. */
    public static Question question(StoredRun run) throws ModelFileException {
        return JsonText.read(run.description().configuration(), "run " + run.id(), FORMAT, Question.class);
    }

    private record Content(List<Line> stages, List<Kept> formulas) {}

    private record Line(
            String stage, String shape, double trainRmse, double validationRmse, int edges, double seconds) {}

    private record Kept(String formula, String latex, int complexity, double validationRmse) {}

    private final WorkRecord work;
    private final List<Line> stages = new ArrayList<>();

    /** @param dataset what the rows are, for display */
    public FormulaRun(Records records, Question question, String dataset, long seed) {
        work = records.work(recorder -> {
            String text = JsonText.write(question, FORMAT);
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
     * @param stopped whether the search was
     */
    public void end(Optional<Found> best, List<Found> found, boolean stopped) {
        List<Kept> kept = Found.front(found).stream()
                .map(one -> new Kept(
                        Notation.SYMPY.print(one.formula().expression()),
                        Notation.LATEX.print(one.formula().expression()),
                        one.complexity(),
                        one.validationRmse()))
                .toList();
        String sentence = best.map(one -> String.format(
                        Locale.ROOT,
                        "%s (complexity %d, validation RMSE %.3g)",
                        Notation.SYMPY.print(one.formula().expression()),
                        one.complexity(),
                        one.validationRmse()))
                .orElse("No formula was found.");
        Content content = new Content(List.copyOf(stages), kept);
        work.end(seconds -> new Outcome(
                stopped ? RunState.STOPPED : RunState.FINISHED,
                content.stages().size(),
                seconds,
                sentence,
                Map.of(RunFiles.RESULT, out -> out.write(text(content)))));
    }

    /** For a search that ended without a result. */
    public void fail(String reason) {
        work.end(seconds -> new Outcome(RunState.FAILED, stages.size(), seconds, reason, Map.of()));
    }

    private static byte[] text(Content content) throws IOException {
        return JsonText.write(content, FORMAT).getBytes(StandardCharsets.UTF_8);
    }
}

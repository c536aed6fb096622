package org.kanworkbench.app.formulas;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.kanworkbench.expression.Notation;
import org.kanworkbench.files.AtomicFile;
import org.kanworkbench.formula.FormulaSearch.Stage;
import org.kanworkbench.formula.Found;
import org.kanworkbench.formula.Listing;
import org.kanworkbench.runs.RunDescription;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.RunState;
import org.kanworkbench.runs.recording.Records;
import org.kanworkbench.runs.recording.WorkRecord;
import org.kanworkbench.runs.recording.WorkRecorder.Outcome;
import org.kanworkbench.training.Configuration;

/** A search in the run store: its settings, its stages, and the formula. For the search's thread alone. */
final class FormulaRun {

    private static final String SETTINGS = "formula.txt";
    private static final String STAGES = "stages.csv";

    private final FormulaTask task;
    private final String settings;
    private final WorkRecord record;
    private final StringBuilder stages = new StringBuilder("stage,shape,train_rmse,validation_rmse,edges,seconds\n");
    private int count;

    /** @param settings as {@link FormulaSettings#text} */
    FormulaRun(Records records, FormulaTask task, String settings) {
        this.task = task;
        this.settings = settings;
        RunDescription run = RunDescription.begun(
                RunKind.FORMULA,
                "formula",
                task.label(),
                task.settings().seed(),
                Configuration.VECTOR,
                0,
                "{}",
                "formula",
                0);
        record = records.work(recorder -> recorder.begin(run));
    }

    void stage(Stage stage) {
        stages.append(String.format(
                Locale.ROOT,
                "%s,\"%s\",%s,%s,%d,%.3f%n",
                stage.kind().name().toLowerCase(Locale.ROOT),
                stage.network(),
                stage.trainRmse(),
                stage.validationRmse(),
                stage.network().edges(),
                stage.seconds()));
        record.progress(++count);
    }

    void end(Optional<Found> best, boolean stopped) {
        Map<String, AtomicFile.Content> files = new LinkedHashMap<>();
        files.put(SETTINGS, content(settings));
        files.put(STAGES, content(stages.toString()));
        best.ifPresent(found -> files.put(
                "formula" + Listing.PYTHON.ending(), content(Listing.PYTHON.write(found.formula(), "formula"))));
        RunState state = stopped ? RunState.STOPPED : RunState.FINISHED;
        String result = best.map(this::told).orElse("No formula.");
        record.end(seconds -> new Outcome(state, count, seconds, result, files));
    }

    /** @param reason why it failed */
    void fail(String reason) {
        record.end(
                seconds -> new Outcome(RunState.FAILED, count, seconds, reason, Map.of(SETTINGS, content(settings))));
    }

    private String told(Found found) {
        return Notation.SYMPY.print(found.formula().expression()) + ", complexity " + found.complexity() + ", RMSE "
                + Words.number(found.formula().rmse(task.data().test())) + " on unseen rows";
    }

    private static AtomicFile.Content content(String text) {
        return out -> out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The settings of a search that the store has.
     *
     * @param files the run's folder
     */
    static String settings(Path files) throws IOException {
        return Files.readString(files.resolve(SETTINGS));
    }
}

package org.kanworkbench.cli.train;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.kanworkbench.cli.command.CommandFailure;
import org.kanworkbench.cli.command.CommandRecords;
import org.kanworkbench.cli.command.CommonOptions;
import org.kanworkbench.cli.command.Rows;
import org.kanworkbench.files.SaveException;
import org.kanworkbench.files.model.ModelFile;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.network.Model;
import org.kanworkbench.training.Evaluation;
import org.kanworkbench.training.GridCoverage;
import org.kanworkbench.training.Selected;
import org.kanworkbench.training.TrainingEvent;

/** What becomes of a training's result: the file, the last line, or why there is none. */
record TrainingEnd(TrainOptions.Work work, Optional<Path> out, CommonOptions common) {

    void tell(TrainReport report, Rows<?> rows, CommandRecords records) throws CommandFailure, SaveException {
        switch (report.last()) {
            case TrainingEvent.Failed failed ->
                throw CommandFailure.failed(failed.message() + saveLastGood(report, failed));
            case TrainingEvent.Finished finished
            when finished.stopped() ->
                throw CommandFailure.interrupted("interrupted: no model was written" + hint(records, out));
            case TrainingEvent.Finished finished -> {
                report.newest().map(TrainingEvent.Evaluated::grids).ifPresent(this::tellCoverage);
                finished.selected().map(Selected::sentence).ifPresent(common::tell);
                if (out.isPresent()) {
                    save(finished.model(), finished.test());
                }
                done(finished, rows, records.ended());
            }
            case null, default -> throw CommandFailure.failed("training ended without saying why");
        }
    }

    /** How to resume a stopped run, after a semicolon; empty if it was not stored. */
    static String hint(CommandRecords records, Optional<Path> out) {
        List<Long> all = records.all();
        if (all.size() > 1) {
            return "; `runs resume N` resumes each of the runs "
                    + all.stream().sorted().map(String::valueOf).collect(Collectors.joining(", "));
        }
        OptionalLong run = records.ended();
        return run.isPresent()
                ? "; `runs resume " + run.getAsLong()
                        + out.map(file -> " --out " + quoted(file)).orElse("") + "` resumes it"
                : "";
    }

    /** For a shell. */
    private static String quoted(Path file) {
        String name = file.toString();
        return name.matches("[\\p{Alnum}_./\\\\:~-]+") ? name : '"' + name + '"';
    }

    private void tellCoverage(GridCoverage grids) {
        if (!grids.exists()) {
            return;
        }
        common.tell(grids.sentence() + (grids.poor() ? ": let --grid-update 1 move the grids there" : ""));
    }

    private void done(TrainingEvent.Finished finished, Rows<?> rows, OptionalLong run) {
        long parameters = finished.model().network().parameters();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("done", true);
        fields.put("parameters", parameters);
        fields.put("model", out.map(Path::toString).orElse(null));
        run.ifPresent(number -> fields.put("run", number));
        rows.printOther(
                fields,
                String.format(
                        Locale.ROOT,
                        "done, %,d parameters%s",
                        parameters,
                        out.map(file -> ", written to " + file).orElse("")));
    }

    /** Saves the fallback weights of a failed run, if any, and reports the path. */
    private String saveLastGood(TrainReport report, TrainingEvent.Failed failed) throws SaveException {
        if (out.isEmpty() || failed.lastGood().isEmpty() || report.newest().isEmpty()) {
            return "";
        }
        if (Files.exists(out.get())) {
            // It may be what --from read, or a model that was trained to its end.
            return "; " + out.get() + " is as it was: name a new file with --out for the last good weights";
        }
        Model model = failed.lastGood().get();
        save(model, report.newest().filter(e -> e.model() == model).map(TrainingEvent.Evaluated::test));
        return "; the last good weights are in " + out.get();
    }

    private void save(Model model, Optional<Evaluation> test) throws SaveException {
        SavedModel saved = SavedModel.trained(model, work.configuration(), work.dataset(), Evaluation.score(test));
        ModelFile.write(saved, out.orElseThrow());
    }
}

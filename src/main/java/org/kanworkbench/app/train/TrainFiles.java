package org.kanworkbench.app.train;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.kanworkbench.app.controls.ExportMenu;
import org.kanworkbench.app.controls.FilePrompts;
import org.kanworkbench.app.train.run.RunTrace;
import org.kanworkbench.app.work.BackgroundWork;
import org.kanworkbench.app.work.Problem;
import org.kanworkbench.data.source.TableRows;
import org.kanworkbench.engine.Predictor;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.files.TablePredictions;
import org.kanworkbench.files.model.ConfigurationFile;
import org.kanworkbench.files.model.ModelFile;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.training.Configuration;

/** Opens and saves configurations, and saves models and pictures of the pane, in the background. */
public record TrainFiles(TrainViewModel viewModel, BackgroundWork background) {

    void openConfiguration(Path file) {
        String failure = "The configuration could not be opened";
        background.run(failure, () -> {
            Configuration configuration = ConfigurationFile.read(file);
            return () -> {
                try {
                    viewModel.edit(configuration);
                } catch (IllegalArgumentException e) {
                    viewModel.problem.set(new Problem(failure, file + ": " + e.getMessage()));
                }
            };
        });
    }

    void saveConfiguration(Configuration configuration, Path file) {
        background.run("The configuration could not be saved", () -> {
            ConfigurationFile.write(configuration, file);
            return () -> viewModel.workspace.tell("Configuration saved as " + file);
        });
    }

    boolean canSaveModel() {
        RunTrace trace = viewModel.shown.runProperty().get();
        return trace != null && trace.model.modelProperty().get() != null;
    }

    /** What the newest run's file would be called, without extension. */
    String modelName() {
        Configuration configuration = viewModel.shown.runProperty().get().configuration;
        return configuration.preset() + "-seed" + configuration.seed();
    }

    /** Saves a run's weights as they are now. */
    void saveModel(RunTrace trace, Path file) {
        SavedModel saved = saved(trace);
        save(saved, file, () -> trace.saved(saved.model()));
    }

    /** Asks for a file and writes the newest run's weights, as they are now, for another program. */
    void export(ExportMenu.Format format, FilePrompts prompts) {
        RunTrace run = viewModel.shown.runProperty().get();
        export(() -> saved(run), modelName(), format, prompts);
    }

    /** Asks for a file and writes a model of some name for another program. */
    public void export(Supplier<SavedModel> model, String name, ExportMenu.Format format, FilePrompts prompts) {
        prompts.save(
                        "Export the model",
                        format.label(),
                        format.extension(),
                        format.naming().apply(name))
                .ifPresent(file -> {
                    SavedModel saved = model.get();
                    background.run("The model could not be exported", () -> {
                        String remark = format.writing().write(saved, file);
                        return () -> viewModel.workspace.tell("Model exported to " + file + after(remark));
                    });
                });
    }

    private static String after(String remark) {
        return remark.isEmpty() ? "" : ". " + remark;
    }

    private static SavedModel saved(RunTrace trace) {
        trace.publish();
        return SavedModel.trained(
                trace.model.modelProperty().get(), trace.configuration, trace.dataset, trace.testScore());
    }

    /** Whether the newest run is of a table, so that it can predict others. */
    boolean canPredict() {
        return canSaveModel()
                && viewModel.shown.runProperty().get().dataset.scaling().isPresent();
    }

    /** Asks for a table and writes its rows with what the newest run's weights predict for them. */
    void predict(FilePrompts prompts) {
        if (canPredict()) {
            RunTrace run = viewModel.shown.runProperty().get();
            predict(saved(run), run.model.name(), prompts);
        }
    }

    /** Asks for a table and writes its rows with what a model of some name predicts for them. */
    public void predict(SavedModel saved, String name, FilePrompts prompts) {
        Optional<Path> table = prompts.open("Choose a table to predict", "CSV", List.of(".csv"));
        table.flatMap(rows -> prompts.save("Save the predicted table", "CSV", ".csv", named(rows) + "-predicted"))
                .ifPresent(out -> predict(saved, name, table.get(), out));
    }

    private static String named(Path table) {
        return table.getFileName().toString().replaceFirst("\\.[^.]*$", "");
    }

    private void predict(SavedModel saved, String name, Path table, Path out) {
        int threads = viewModel.editor.threads.get();
        background.run("The table could not be predicted", () -> {
            if (Files.exists(out) && Files.isSameFile(table, out)) {
                throw new IllegalArgumentException(out + " is what is to be predicted: choose another name to save to");
            }
            TableRows rows = TableRows.read(table, saved.scaling().orElseThrow());
            int batch = saved.evaluationBatch();
            TablePredictions predictions;
            try (Workers workers = new Workers(threads)) {
                Predictor network =
                        new Predictor(saved.model(), batch, rows.features().background(), workers);
                predictions = new TablePredictions(
                        rows,
                        network,
                        saved.target(),
                        batch,
                        !saved.model().network().scalesByBatch());
            }
            predictions.write(out);
            return () -> viewModel.workspace.tell(named(table) + " predicted with " + name + ", saved as " + out
                    + predictions.notes().stream().map(note -> "; " + note).collect(Collectors.joining()));
        });
    }

    public void save(SavedModel saved, Path file) {
        save(saved, file, () -> {});
    }

    private void save(SavedModel saved, Path file, Runnable done) {
        background.run("The model could not be saved", () -> {
            ModelFile.write(saved, file);
            return () -> {
                done.run();
                viewModel.workspace.tell("Model saved as " + file);
            };
        });
    }
}

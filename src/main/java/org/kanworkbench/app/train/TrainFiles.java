package org.kanworkbench.app.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.concurrent.Executor;
import org.kanworkbench.app.OpenModel;
import org.kanworkbench.app.Workspace;
import org.kanworkbench.network.Model;
import org.kanworkbench.runs.AtomicFile;
import org.kanworkbench.runs.ConfigurationFile;
import org.kanworkbench.runs.ModelFile;
import org.kanworkbench.runs.SavedModel;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Evaluation;

/** Opens and saves configurations, models and pictures of the pane, in the background. */
final class TrainFiles {

    /** Work on files that ends with something to do on the interface thread. */
    private interface FileWork {
        Runnable run() throws IOException;
    }

    private final TrainViewModel viewModel;
    private final Workspace workspace;
    private final Executor ui;

    TrainFiles(TrainViewModel viewModel, Workspace workspace, Executor ui) {
        this.viewModel = viewModel;
        this.workspace = workspace;
        this.ui = ui;
    }

    void openConfiguration(Path file) {
        String failure = "The configuration could not be opened";
        inBackground(failure, () -> {
            Configuration configuration = ConfigurationFile.read(file);
            return () -> {
                try {
                    viewModel.show(configuration);
                } catch (IllegalArgumentException e) {
                    viewModel.problemProperty().set(new Problem(failure, file + ": " + e.getMessage()));
                }
            };
        });
    }

    void saveConfiguration(Path file) {
        Configuration configuration = viewModel.editor().configurationProperty().get();
        if (configuration == null) {
            return;
        }
        inBackground("The configuration could not be saved", () -> {
            ConfigurationFile.write(configuration, file);
            return () -> viewModel.announce("Configuration saved as " + file);
        });
    }

    void openModel(Path file) {
        inBackground("The model could not be opened", () -> {
            SavedModel saved = ModelFile.read(file);
            return () -> {
                String name = file.getFileName().toString();
                OpenModel open = workspace.open(
                        name.endsWith(ModelFile.EXTENSION)
                                ? name.substring(0, name.length() - ModelFile.EXTENSION.length())
                                : name,
                        saved.classes());
                open.update(saved.model());
                viewModel.announce(
                        open.name() + " is open: " + saved.model().network().shape() + ", "
                                + Wording.count(saved.model().network().parameters()) + " parameters"
                                + accuracy(saved.testAccuracy()) + "; the Draw pane has it");
            };
        });
    }

    private static String accuracy(OptionalDouble share) {
        return share.isEmpty() ? "" : ", test accuracy " + Wording.percent(share.getAsDouble()) + " when it was saved";
    }

    boolean canSaveModel() {
        RunTrace trace = viewModel.currentProperty().get();
        return trace != null && trace.model().modelProperty().get() != null;
    }

    /** What the newest run's file would be called, without extension. */
    String modelName() {
        Configuration configuration = viewModel.currentProperty().get().configuration();
        return configuration.preset() + "-seed" + configuration.seed();
    }

    /** Saves the newest run's weights as they are now. */
    void saveModel(Path file) {
        RunTrace trace = viewModel.currentProperty().get();
        Model model = trace.model().modelProperty().get();
        Evaluation test = trace.evaluationProperty().get();
        Configuration c = trace.configuration();
        SavedModel saved = new SavedModel(
                model,
                c.preset(),
                c.recipe(),
                c.seed(),
                trace.dataset().name(),
                trace.dataset().classes(),
                test == null ? OptionalDouble.empty() : OptionalDouble.of(test.accuracy()));
        inBackground("The model could not be saved", () -> {
            ModelFile.write(saved, file);
            return () -> viewModel.announce("Model saved as " + file);
        });
    }

    void savePicture(byte[] bytes, Path file) {
        inBackground("The picture could not be saved", () -> {
            AtomicFile.write(file, out -> out.write(bytes));
            return () -> viewModel.announce("Saved as " + file);
        });
    }

    private void inBackground(String failure, FileWork work) {
        workspace.background().execute(() -> {
            try {
                Runnable after = work.run();
                ui.execute(() -> {
                    viewModel.problemProperty().set(null);
                    after.run();
                });
            } catch (IOException e) {
                ui.execute(() -> viewModel.problemProperty().set(new Problem(failure, e.getMessage())));
            }
        });
    }
}

package org.kanworkbench.app.train;

import java.nio.file.Path;
import java.util.OptionalDouble;
import org.kanworkbench.app.train.run.RunTrace;
import org.kanworkbench.app.work.BackgroundWork;
import org.kanworkbench.app.work.Problem;
import org.kanworkbench.files.model.ConfigurationFile;
import org.kanworkbench.files.model.ModelFile;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.network.Model;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Evaluation;

/** Opens and saves configurations, and saves models and pictures of the pane, in the background. */
public record TrainFiles(TrainViewModel viewModel, BackgroundWork background) {

    void openConfiguration(Path file) {
        String failure = "The configuration could not be opened";
        background.run(failure, () -> {
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
        background.run("The configuration could not be saved", () -> {
            ConfigurationFile.write(configuration, file);
            return () -> viewModel.workspace().tell("Configuration saved as " + file);
        });
    }

    boolean canSaveModel() {
        RunTrace trace = viewModel.shown().runProperty().get();
        return trace != null && trace.model().modelProperty().get() != null;
    }

    /** What the newest run's file would be called, without extension. */
    String modelName() {
        Configuration configuration = viewModel.shown().runProperty().get().configuration();
        return configuration.preset() + "-seed" + configuration.seed();
    }

    /** Saves the newest run's weights as they are now. */
    void saveModel(Path file) {
        RunTrace trace = viewModel.shown().runProperty().get();
        Model model = trace.model().modelProperty().get();
        Evaluation test = trace.evaluationProperty().get();
        SavedModel saved = SavedModel.trained(
                model,
                trace.configuration(),
                trace.dataset(),
                test == null ? OptionalDouble.empty() : OptionalDouble.of(test.score()));
        save(saved, file, () -> trace.saved(model));
    }

    public void save(SavedModel saved, Path file) {
        save(saved, file, () -> {});
    }

    private void save(SavedModel saved, Path file, Runnable done) {
        background.run("The model could not be saved", () -> {
            ModelFile.write(saved, file);
            return () -> {
                done.run();
                viewModel.workspace().tell("Model saved as " + file);
            };
        });
    }
}

package org.kanworkbench.app.activations;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.app.work.BackgroundWork;
import org.kanworkbench.app.work.Problem;
import org.kanworkbench.files.model.ModelFile;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.network.Model;

/** Models edited by hand and kept open, until saved to files. Use on the interface thread only. */
public final class EditedModels {

    private static final String UNSAVED = "The model could not be saved";

    private final ActivationsViewModel activations;
    private final BackgroundWork background;
    private final Consumer<String> tell;
    private final ObservableList<OpenModel> unsaved = FXCollections.observableList(new ArrayList<>());

    /** @param tell receives success messages */
    public EditedModels(ActivationsViewModel activations, Executor background, Executor ui, Consumer<String> tell) {
        this.tell = tell;
        this.activations = activations;
        this.background = new BackgroundWork(background, ui, activations.problemProperty()::set);
    }

    /** @param from the edited model */
    public void add(OpenModel kept, OpenModel from) {
        from.description().ifPresent(kept::describe);
        unsaved.add(kept);
    }

    /** Oldest first. */
    public ObservableList<OpenModel> unsaved() {
        return unsaved;
    }

    /** Unsaved work that closing the window would lose, one sentence each. */
    public List<String> losses() {
        return unsaved.stream()
                .filter(activations.models()::contains)
                .map(model -> model.name() + " is changed by hand but not saved.")
                .toList();
    }

    /** Saves a model's current weights to a .kan file. */
    public void save(OpenModel model, Path file) {
        Function<Model, SavedModel> description = model.description().orElse(null);
        if (description == null) {
            activations
                    .problemProperty()
                    .set(new Problem(
                            UNSAVED, model.name() + ": nothing is known of its origin, which a file must tell"));
            return;
        }
        SavedModel saved = description.apply(model.modelProperty().get());
        background.run(UNSAVED, () -> {
            ModelFile.write(saved, file);
            return () -> {
                unsaved.remove(model);
                tell.accept("Model saved: " + file);
            };
        });
    }
}

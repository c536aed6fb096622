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

/** The models that were changed by hand and kept, until they are in files. Every method is for the interface thread. */
public final class EditedModels {

    private static final String UNSAVED = "The model could not be saved";

    private final ActivationsViewModel activations;
    private final BackgroundWork background;
    private final Consumer<String> tell;
    private final ObservableList<OpenModel> unsaved = FXCollections.observableList(new ArrayList<>());

    /** @param tell gets what went well, in a sentence */
    public EditedModels(ActivationsViewModel activations, Executor background, Executor ui, Consumer<String> tell) {
        this.tell = tell;
        this.activations = activations;
        this.background = new BackgroundWork(background, ui, activations.problemProperty()::set);
    }

    /** @param from the model that was changed */
    public void add(OpenModel kept, OpenModel from) {
        from.description().ifPresent(kept::describe);
        unsaved.add(kept);
    }

    /** Oldest first. */
    public ObservableList<OpenModel> unsaved() {
        return unsaved;
    }

    /** What closing the window would lose, a sentence each. */
    public List<String> losses() {
        return unsaved.stream()
                .filter(activations.models()::contains)
                .map(model -> model.name() + " is changed by hand but not saved.")
                .toList();
    }

    /** Writes a model's weights, as they are now, into a .kan file. */
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

package org.kanworkbench.app.activations;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.app.session.RunLibrary;
import org.kanworkbench.app.work.BackgroundWork;
import org.kanworkbench.app.work.Problem;
import org.kanworkbench.app.work.Threads;
import org.kanworkbench.files.model.ModelFile;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.runs.recording.ModelImport;
import org.kanworkbench.runs.store.RunStore;

/** Models edited by hand and kept, open and in the experiment store, until saved to files. Use on the interface thread only. */
public final class EditedModels {

    private static final String UNSAVED = "The model could not be saved";

    private final ActivationsViewModel activations;
    private final BackgroundWork background;
    private final Consumer<String> tell;
    private final ObservableList<OpenModel> unsaved = FXCollections.observableList(new ArrayList<>());
    /** Open ones that closing the window does not lose. */
    private final Set<OpenModel> stored = new HashSet<>();

    /** @param tell receives success messages */
    public EditedModels(ActivationsViewModel activations, Threads threads, Consumer<String> tell) {
        this.tell = tell;
        this.activations = activations;
        this.background = new BackgroundWork(threads, activations.problem);
        ObservableList<OpenModel> open = activations.workspace.models();
        open.subscribe(() -> {
            unsaved.retainAll(open);
            stored.retainAll(open);
        });
    }

    /**
     * Takes in a model with its weights, and keeps it in the experiment store where that is open.
     *
     * @param from the edited model
     */
    public void add(OpenModel kept, OpenModel from) {
        unsaved.add(kept);
        RunLibrary library = activations.workspace.library;
        RunStore store = library.storeProperty().get();
        Optional<SavedModel> saved = kept.saved();
        if (store == null || saved.isEmpty()) {
            return;
        }
        String name = kept.name();
        String origin = "Changed by hand: " + from.name() + ".";
        background.run("The model could not be kept in Runs", () -> {
            long run = ModelImport.add(store, saved.get(), origin);
            store.rename(run, name);
            return () -> {
                stored.add(kept);
                library.changed();
                tell.accept(name + " is kept, in Runs as #" + run);
            };
        });
    }

    /** Oldest first. */
    public ObservableList<OpenModel> unsaved() {
        return unsaved;
    }

    /** Unsaved work that closing the window would lose, one sentence each. */
    public List<String> losses() {
        return unsaved.stream()
                .filter(model -> !stored.contains(model))
                .map(model -> model.name() + " is changed by hand but not saved.")
                .toList();
    }

    /** Saves a model's current weights to a .kan file. */
    public void save(OpenModel model, Path file) {
        Optional<SavedModel> saved = model.saved();
        if (saved.isEmpty()) {
            activations.problem.set(
                    new Problem(UNSAVED, model.name() + ": nothing is known of its origin, which a file must tell"));
            return;
        }
        background.run(UNSAVED, () -> {
            ModelFile.write(saved.get(), file);
            return () -> {
                unsaved.remove(model);
                tell.accept("Model saved: " + file);
            };
        });
    }
}

package org.kanworkbench.app.runs;

import java.nio.file.Path;
import java.util.Optional;
import org.kanworkbench.app.session.Notice;
import org.kanworkbench.app.work.BackgroundWork;
import org.kanworkbench.files.model.ModelReader;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.files.peer.PresetNeededException;
import org.kanworkbench.network.Preset;
import org.kanworkbench.runs.recording.ModelImport;
import org.kanworkbench.runs.store.RunStore;

/** Imports model files into the store, and asks for the preset of a file that does not specify it. */
final class ImportViewModel {

    private final RunsViewModel list;
    private final BackgroundWork background;

    ImportViewModel(RunsViewModel list, BackgroundWork background) {
        this.list = list;
        this.background = background;
    }

    void read(Path file) {
        read(file, Optional.empty());
    }

    private void read(Path file, Optional<Preset> preset) {
        RunStore store = list.library().storeProperty().get();
        background.run("The model could not be imported", () -> {
            try {
                SavedModel model = ModelReader.read(file, preset);
                long run = ModelImport.add(store, model, file);
                String name = store.run(run).orElseThrow().shownName();
                return () -> {
                    list.tell(Notice.of(file.getFileName() + " is now " + name + ". Open it to use it in all panes."));
                    list.library().changed();
                };
            } catch (PresetNeededException e) {
                return () -> list.tell(Notice.asking(
                        "Which network does " + file.getFileName() + " hold?",
                        e.candidates().stream()
                                .map(candidate ->
                                        new Notice.Action(candidate.name(), () -> read(file, Optional.of(candidate))))
                                .toArray(Notice.Action[]::new)));
            }
        });
    }
}

package org.kanworkbench.app.runs;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.kanworkbench.app.BackgroundWork;
import org.kanworkbench.network.Preset;
import org.kanworkbench.runs.ModelReader;
import org.kanworkbench.runs.PresetNeededException;
import org.kanworkbench.runs.SavedModel;
import org.kanworkbench.runs.store.ModelImport;
import org.kanworkbench.runs.store.RunStore;

/** Takes model files into the store, and asks which network a file holds that does not tell. */
final class ImportViewModel {

    /** Which of the candidates' networks does the file hold? */
    record Question(Path file, List<Preset> candidates) {}

    private final RunsViewModel list;
    private final BackgroundWork background;
    private final Consumer<String> notice;
    private final ReadOnlyObjectWrapper<Question> question = new ReadOnlyObjectWrapper<>();

    /** @param notice is told what went well */
    ImportViewModel(RunsViewModel list, BackgroundWork background, Consumer<String> notice) {
        this.list = list;
        this.background = background;
        this.notice = notice;
    }

    void read(Path file) {
        read(file, Optional.empty());
    }

    private void read(Path file, Optional<Preset> preset) {
        RunStore store = list.library().storeProperty().get();
        question.set(null);
        background.run("The model could not be imported", () -> {
            try {
                SavedModel model = ModelReader.read(file, preset);
                long run = ModelImport.add(store, model, file);
                return () -> {
                    notice.accept(file.getFileName() + " is run " + run + ": Open brings it into all panes.");
                    list.library().changed();
                };
            } catch (PresetNeededException e) {
                return () -> question.set(new Question(file, e.candidates()));
            }
        });
    }

    /** Answers the question. */
    void answer(Preset preset) {
        read(question.get().file(), Optional.of(preset));
    }

    /** Imports nothing after all. */
    void dismiss() {
        question.set(null);
    }

    /** Null while there is nothing to ask. */
    ReadOnlyObjectProperty<Question> questionProperty() {
        return question.getReadOnlyProperty();
    }
}

package org.kanworkbench.runs.recording;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kanworkbench.files.AtomicFile;
import org.kanworkbench.files.model.ModelFile;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.runs.RunDescription;
import org.kanworkbench.runs.RunFiles;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.RunState;
import org.kanworkbench.runs.recording.WorkRecorder.Outcome;
import org.kanworkbench.runs.store.RunStore;
import org.kanworkbench.training.Configuration;

/** Adds models that no run of the store has trained as they are: imported ones, and those changed by hand. */
public final class ModelImport {

    private ModelImport() {}

    /** Adds a model of a file as a run and returns its number. */
    public static long add(RunStore store, SavedModel model, Path from) throws IOException {
        return add(store, model, "Imported from " + from.getFileName() + ".");
    }

    /** @param origin where the model comes from, in a sentence */
    public static long add(RunStore store, SavedModel model, String origin) throws IOException {
        RunDescription run = RunDescription.begun(
                RunKind.IMPORTED,
                model.preset().isEmpty() ? "unknown" : model.preset(),
                model.dataset(),
                model.seed(),
                Configuration.VECTOR,
                model.model().network().parameters(),
                // The loss tells what the score is of.
                "{\"recipe\" : {\"loss\" : \"" + model.target().loss() + "\"}}",
                RunKind.IMPORTED.name(),
                0);
        WorkRecorder recorder = new WorkRecorder(store);
        long id = recorder.begin(run);
        Map<String, AtomicFile.Content> files = new LinkedHashMap<>();
        files.put(RunFiles.MODEL, out -> ModelFile.write(model, out));
        try {
            recorder.end(id, new Outcome(RunState.FINISHED, 0, 0, origin, files));
        } catch (IOException e) {
            // A run without its model would be one that never ends.
            store.delete(List.of(id));
            throw e;
        }
        if (model.testScore().isPresent()) {
            store.scored(id, model.testScore().getAsDouble());
        }
        return id;
    }
}

package org.kanworkbench.runs.recording;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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

/** Imports models that were trained elsewhere into the store. */
public final class ModelImport {

    private ModelImport() {}

    /** Adds a model as a run and returns its number. */
    public static long add(RunStore store, SavedModel model, Path from) throws IOException {
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
        recorder.end(id, new Outcome(RunState.FINISHED, 0, 0, "Imported from " + from.getFileName() + ".", files));
        if (model.testScore().isPresent()) {
            store.scored(id, model.testScore().getAsDouble());
        }
        return id;
    }
}

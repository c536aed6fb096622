package org.kanworkbench.runs.store;

import java.nio.file.Path;
import org.kanworkbench.runs.CheckpointFile;
import org.kanworkbench.runs.ModelFile;
import org.kanworkbench.runs.ModelFileException;
import org.kanworkbench.runs.WeightsFile;

/** Whether a file of a run's folder is what its name says. */
final class StoredContent {

    private StoredContent() {}

    static boolean readable(Path file) {
        String name = file.getFileName().toString();
        try {
            if (name.endsWith(ModelFile.EXTENSION)) {
                ModelFile.read(file);
            } else if (name.endsWith(CheckpointFile.EXTENSION)) {
                CheckpointFile.read(file);
            } else {
                WeightsFile.read(file);
            }
            return true;
        } catch (ModelFileException e) {
            return false;
        }
    }

    /** The steps that a moment's path tells; 0 for other files. */
    static long step(String path) {
        String digits = path.replaceAll("\\D", "");
        return path.startsWith(RunFiles.MOMENTS) && !digits.isEmpty() && digits.length() < 18
                ? Long.parseLong(digits)
                : 0;
    }
}

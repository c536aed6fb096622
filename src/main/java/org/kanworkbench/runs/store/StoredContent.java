package org.kanworkbench.runs.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.json.VersionedJson;
import org.kanworkbench.files.model.CheckpointFile;
import org.kanworkbench.files.model.ModelFile;
import org.kanworkbench.runs.SnapshotsFile;

/** Whether a file of a run's folder has the content that its name indicates. */
final class StoredContent {

    private StoredContent() {}

    static boolean readable(Path file) throws IOException {
        String name = file.getFileName().toString();
        try {
            if (name.endsWith(ModelFile.EXTENSION)) {
                ModelFile.read(file);
            } else if (name.endsWith(CheckpointFile.EXTENSION)) {
                CheckpointFile.read(file);
            } else if (name.endsWith(SnapshotsFile.EXTENSION)) {
                SnapshotsFile.read(file);
            } else if (name.endsWith(".json")) {
                VersionedJson.read(Files.readString(file), name, Integer.MAX_VALUE, JsonNode.class);
            } else {
                return Files.readString(file).endsWith("\n");
            }
            return true;
        } catch (ModelFileException | CharacterCodingException e) {
            return false;
        }
    }

    private static final Pattern LAST_STEP = Pattern.compile("-(\\d{12})\\.");

    /** The last step in a path of snapshots; 0 for other files. */
    static long step(String path) {
        Matcher matcher = LAST_STEP.matcher(path);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }
}

package org.kanworkbench.search;

import java.io.IOException;
import java.nio.file.Path;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.FileErrors;
import org.kanworkbench.data.WholeFile;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.json.VersionedJson;
import org.kanworkbench.search.space.Space;

/** Search spaces as JSON files that people write. */
public final class SpaceFile {

    private static final int MAX_BYTES = 1 << 20;

    private SpaceFile() {}

    public static Space read(Path file) throws DataException, ModelFileException {
        try {
            return VersionedJson.read(WholeFile.read(file, MAX_BYTES), file.toString(), Space.class);
        } catch (ModelFileException e) {
            throw e;
        } catch (IOException e) {
            throw new DataException(
                    file + " cannot be read (" + FileErrors.reason(e) + "): check it, or choose another file", e);
        }
    }
}

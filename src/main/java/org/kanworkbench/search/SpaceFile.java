package org.kanworkbench.search;

import com.fasterxml.jackson.core.JacksonException;
import java.io.IOException;
import java.nio.file.Path;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.FileErrors;
import org.kanworkbench.data.OneLine;
import org.kanworkbench.data.WholeFile;
import org.kanworkbench.files.json.JsonFormat;
import org.kanworkbench.search.space.Space;

/** Search spaces as JSON files that people write. */
public final class SpaceFile {

    private static final int MAX_BYTES = 1 << 20;

    private SpaceFile() {}

    public static Space read(Path file) throws DataException {
        try {
            return JsonFormat.STRICT.readValue(WholeFile.read(file, MAX_BYTES), Space.class);
        } catch (JacksonException e) {
            throw new DataException(
                    file + ": " + OneLine.of(e.getCause() instanceof IllegalArgumentException ours ? ours : e), e);
        } catch (IOException e) {
            throw new DataException(
                    file + " cannot be read (" + FileErrors.reason(e) + "): check it, or choose another file", e);
        }
    }
}

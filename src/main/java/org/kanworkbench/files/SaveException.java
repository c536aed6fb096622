package org.kanworkbench.files;

import java.io.IOException;
import java.nio.file.Path;
import org.kanworkbench.data.FileErrors;

/**
 * A file that could not be written; the old content is untouched. The message is one line with problem, location and
 * remedy.
 */
public class SaveException extends IOException {

    public SaveException(String message) {
        super(message);
    }

    public SaveException(String message, Throwable cause) {
        super(message, cause);
    }

    /** @param then what to do when there is room in the folder again */
    public static SaveException into(Path folder, IOException e, String then) {
        return new SaveException(
                "cannot write into " + folder + " (" + FileErrors.reason(e) + "): free some space, then " + then, e);
    }
}

package org.kanworkbench.files;

import java.io.IOException;

/**
 * A file that could not be written; the old content is untouched. The message is one line with problem, location and
 * remedy.
 */
public class SaveException extends IOException {

    private static final long serialVersionUID = 1;

    public SaveException(String message, Throwable cause) {
        super(message, cause);
    }
}

package org.kanworkbench.files;

import java.io.IOException;

/** A file that could not be written; what was there before is untouched. The message is one line: what, where, how to mend it. */
public class SaveException extends IOException {

    private static final long serialVersionUID = 1;

    public SaveException(String message, Throwable cause) {
        super(message, cause);
    }
}

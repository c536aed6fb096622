package org.kanworkbench.runs;

import java.io.IOException;

/** A model, tensor or configuration file that cannot be used. The message is one line: what, where, how to mend it. */
public class ModelFileException extends IOException {

    private static final long serialVersionUID = 1;

    public ModelFileException(String message) {
        super(message);
    }

    public ModelFileException(String message, Throwable cause) {
        super(message, cause);
    }
}

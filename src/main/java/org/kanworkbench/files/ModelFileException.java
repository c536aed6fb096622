package org.kanworkbench.files;

import java.io.IOException;
import org.kanworkbench.data.OneLine;

/**
 * A model, tensor, configuration or event file that cannot be used. The message is one line with problem, location and
 * remedy.
 */
public class ModelFileException extends IOException {

    public ModelFileException(String message) {
        super(OneLine.of(message));
    }

    public ModelFileException(String message, Throwable cause) {
        super(OneLine.of(message), cause);
    }
}

package org.kanworkbench.quantize.scheme;

import org.kanworkbench.data.OneLine;

/**
 * A model, a scheme or a file that cannot be quantised or run; the message is one line with problem, location and
 * remedy.
 */
public final class QuantizeException extends Exception {

    public QuantizeException(String message) {
        super(OneLine.of(message));
    }

    public QuantizeException(String message, Throwable cause) {
        super(OneLine.of(message), cause);
    }
}

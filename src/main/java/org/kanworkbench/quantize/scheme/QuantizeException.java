package org.kanworkbench.quantize.scheme;

import org.kanworkbench.data.OneLine;

/** A model, a scheme or a file that cannot be quantised or run; the message is one line: what, where, how to mend it. */
public final class QuantizeException extends Exception {

    private static final long serialVersionUID = 1L;

    public QuantizeException(String message) {
        super(OneLine.of(message));
    }

    public QuantizeException(String message, Throwable cause) {
        super(OneLine.of(message), cause);
    }
}

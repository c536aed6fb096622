package org.kanworkbench.quantize;

/** A model, a scheme or a file that cannot be quantised or run; the message is one line: what, where, how to mend it. */
public final class QuantizeException extends Exception {

    private static final long serialVersionUID = 1L;

    public QuantizeException(String message) {
        super(message);
    }

    public QuantizeException(String message, Throwable cause) {
        super(message, cause);
    }
}

package org.kanworkbench.runs;

/** A store that may be read but not written: the disk is full, or its rights do not allow it. */
public final class UnwritableException extends StoreException {

    private static final long serialVersionUID = 1;

    public UnwritableException(String message, Throwable cause) {
        super(message, cause);
    }
}

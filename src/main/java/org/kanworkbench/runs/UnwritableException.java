package org.kanworkbench.runs;

/** A read-only store: the disk is full, or permissions do not allow writing. */
public final class UnwritableException extends StoreException {

    public UnwritableException(String message, Throwable cause) {
        super(message, cause);
    }
}

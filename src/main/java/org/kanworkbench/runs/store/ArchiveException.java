package org.kanworkbench.runs.store;

/** An archive that cannot be taken in: damaged, of something else, or made to do harm. */
public final class ArchiveException extends StoreException {

    private static final long serialVersionUID = 1;

    ArchiveException(String message) {
        super(message);
    }

    ArchiveException(String message, Throwable cause) {
        super(message, cause);
    }
}

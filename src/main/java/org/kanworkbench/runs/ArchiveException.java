package org.kanworkbench.runs;

/** An archive that cannot be imported: damaged, of another kind, or malicious. */
public final class ArchiveException extends StoreException {

    public ArchiveException(String message) {
        super(message);
    }

    public ArchiveException(String message, Throwable cause) {
        super(message, cause);
    }
}

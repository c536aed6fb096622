package org.kanworkbench.runs;

import java.io.IOException;
import org.kanworkbench.data.OneLine;

/** A store that cannot be read or written; the message is one line with problem, location and remedy. */
public sealed class StoreException extends IOException
        permits UnwritableException, DamagedException, ArchiveException, UnexportableException {

    public StoreException(String message) {
        super(OneLine.of(message));
    }

    public StoreException(String message, Throwable cause) {
        super(OneLine.of(message), cause);
    }

    /** Of whatever kept a run from being stored. */
    public static StoreException of(Throwable e) {
        return switch (e) {
            case StoreException known -> known;
            case IOException io -> new StoreException(io.getMessage(), io);
            default -> new StoreException("the run could not be kept (" + e + "): run `runs check`", e);
        };
    }
}

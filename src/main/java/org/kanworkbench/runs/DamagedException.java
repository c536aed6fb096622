package org.kanworkbench.runs;

import org.kanworkbench.runs.store.StoreCheck;

/** The database is damaged: {@link StoreCheck} salvages what is readable. */
public final class DamagedException extends StoreException {

    public DamagedException(String message, Throwable cause) {
        super(message, cause);
    }
}

package org.kanworkbench.runs.store;

/** The database is damaged: {@link StoreCheck} saves what can be read of it. */
public final class DamagedException extends StoreException {

    private static final long serialVersionUID = 1;

    DamagedException(String message, Throwable cause) {
        super(message, cause);
    }
}

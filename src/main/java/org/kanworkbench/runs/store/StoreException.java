package org.kanworkbench.runs.store;

import java.io.IOException;

/** A store that cannot be read or written; the message is one line: what, where, how to mend it. */
public final class StoreException extends IOException {

    private static final long serialVersionUID = 1;

    public StoreException(String message) {
        super(message);
    }

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}

package org.kanworkbench.runs;

/** A run that has nothing of what is asked for. */
public final class UnexportableException extends StoreException {

    public UnexportableException(String message) {
        super(message);
    }
}

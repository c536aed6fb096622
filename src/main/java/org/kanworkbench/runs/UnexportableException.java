package org.kanworkbench.runs;

/** A run that has nothing of what is asked for. */
public final class UnexportableException extends StoreException {

    private static final long serialVersionUID = 1;

    public UnexportableException(String message) {
        super(message);
    }
}

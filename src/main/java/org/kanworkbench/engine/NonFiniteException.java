package org.kanworkbench.engine;

/** A loss or gradient became infinite or NaN. The message names the value and the layer. */
public class NonFiniteException extends Exception {

    private static final long serialVersionUID = 1;

    private final int undone;

    public NonFiniteException(String message) {
        this(message, 0);
    }

    /** @param undone steps, this one and those taken before it was noticed, that changed nothing */
    public NonFiniteException(String message, int undone) {
        super(message);
        this.undone = undone;
    }

    public int undone() {
        return undone;
    }
}

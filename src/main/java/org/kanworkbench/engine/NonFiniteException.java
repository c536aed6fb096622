package org.kanworkbench.engine;

/** A loss or gradient became infinite or NaN. The message names the value and the layer. */
public class NonFiniteException extends Exception {

    private static final long serialVersionUID = 1;

    public NonFiniteException(String message) {
        super(message);
    }
}

package org.kanworkbench.app.draw.reading;

/** One model's prediction for an image. */
public sealed interface Reading {

    /** There is nothing to read yet: no ink. */
    record Blank() implements Reading {}

    /**
     * The softmax of the model's outputs.
     *
     * @param probabilities one a class, sum 1; not to be changed
     * @param nanoseconds that the model took for this one picture
     */
    record Answer(double[] probabilities, long nanoseconds) implements Reading {}

    /** The model cannot read such a picture; one line says why. */
    record NotApplicable(String reason) implements Reading {}
}

package org.kanworkbench.noise.training;

import java.util.Arrays;

/** A fitted, immutable model. Thread-safe. */
public interface Fitted {

    /**
     * Predictions in the target's units.
     *
     * @param x rows × inputs, row-major, in the inputs' units
     * @return one per row
     */
    double[] predict(double[] x);

    /** A constant model. */
    static Fitted constant(int inputs, double value) {
        return x -> {
            double[] y = new double[x.length / inputs];
            Arrays.fill(y, value);
            return y;
        };
    }
}

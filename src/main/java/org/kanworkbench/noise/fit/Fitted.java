package org.kanworkbench.noise.fit;

import java.util.Arrays;

/** A fitted model that no longer changes. Thread-safe. */
public interface Fitted {

    /**
     * Predictions in the target's units.
     *
     * @param x rows × inputs, row-major, in the inputs' units
     * @return one per row
     */
    double[] predict(double[] x);

    /** What cannot do better than a number. */
    static Fitted constant(int inputs, double value) {
        return x -> {
            double[] y = new double[x.length / inputs];
            Arrays.fill(y, value);
            return y;
        };
    }
}

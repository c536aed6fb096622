package org.kanworkbench.network.basis.trained;

import java.util.ArrayList;
import java.util.List;
import org.kanworkbench.network.basis.DerivedBasis;
import org.kanworkbench.network.basis.Operations;

/**
 * A trained basis with values.
 *
 * @param own [kind][function]; frozen
 * @param seed the kind of values that derivatives are taken of, or {@link #OF_X}
 */
record ValuedBasis(TrainedBasis basis, double[] own, int seed) implements DerivedBasis {

    static final int OF_X = -1;

    @Override
    public <T> List<T> functions(T x, Operations<T> with) {
        // Of value 0, and of derivative 1 with respect to what the derivative is taken of.
        T still = seed == OF_X ? x : with.still(x);
        T unit = seed == OF_X ? null : with.subtract(x, still);
        List<T> values = new ArrayList<>(own.length);
        for (int n = 0; n < own.length; n++) {
            values.add(n / terms() == seed ? with.affine(unit, 1, own[n]) : with.affine(still, 0, own[n]));
        }
        return basis.functions(still, values, with);
    }
}

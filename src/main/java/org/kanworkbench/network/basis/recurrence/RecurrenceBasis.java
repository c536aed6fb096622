package org.kanworkbench.network.basis.recurrence;

import java.util.ArrayList;
import java.util.List;
import org.kanworkbench.network.basis.FormulaBasis;
import org.kanworkbench.network.basis.Operations;

/**
 * Polynomials with a three-term recurrence, φ_0 = 1, φ_1 = a_0·x + b_0 and φ_{k+1}(x) = (a_k·x + b_k)·φ_k(x) −
 * c_k·φ_{k-1}(x). A new polynomial family only defines a, b and c.
 */
public interface RecurrenceBasis extends FormulaBasis {

    /** Highest degree, at least 1. */
    int order();

    /** a_k of the recurrence. */
    double slope(int k);

    /** b_k of the recurrence. */
    default double shift(int k) {
        return 0;
    }

    /** c_k of the recurrence; c_0 is not used. */
    double decay(int k);

    @Override
    default int terms() {
        return order() + 1;
    }

    @Override
    default boolean constantFirst() {
        return true;
    }

    @Override
    default <T> List<T> functions(T x, Operations<T> with) {
        List<T> functions = new ArrayList<>(List.of(with.affine(x, slope(0), shift(0))));
        for (int k = 1; k < order(); k++) {
            T before = k == 1 ? null : functions.get(k - 2);
            functions.add(with.recurrence(x, slope(k), shift(k), functions.getLast(), decay(k), before));
        }
        return functions;
    }
}

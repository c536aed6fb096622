package org.kanworkbench.network.basis;

import java.util.List;

/**
 * A basis defined once by a formula in {@link Operations}, from which values, derivatives, vector kernels and exported
 * graphs are derived.
 */
public non-sealed interface FormulaBasis extends Basis {

    /**
     * The functions at x, without a constant first one ({@link #constantFirst()}).
     *
     * @param x the scaled input
     */
    <T> List<T> functions(T x, Operations<T> with);

    @Override
    default void evaluate(double x, double[] value, double[] derivative) {
        int at = 0;
        if (constantFirst()) {
            value[at] = 1;
            derivative[at++] = 0;
        }
        for (Dual function : functions(new Dual(x, 1), Dual.OPERATIONS)) {
            value[at] = function.value();
            derivative[at++] = function.derivative();
        }
    }
}

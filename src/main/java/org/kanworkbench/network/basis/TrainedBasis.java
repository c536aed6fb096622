package org.kanworkbench.network.basis;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A formula with values of its own that a layer trains: every function has the same kinds of values, and its own of
 * each. A function depends on no value of another one.
 */
public interface TrainedBasis extends FormulaBasis {

    /** Number of kinds of trained values. */
    int kinds();

    /** Number of kinds of values that are not trained and follow them, {@link #initial} for good. */
    default int fixedKinds() {
        return 0;
    }

    /** Whether all inputs of a layer share one set of trained values; otherwise each has its own. */
    boolean shared();

    /**
     * A value that training begins with.
     *
     * @param kind of the trained ones and then the fixed ones
     * @param function from 0
     * @param input of the layer, from 0
     * @param inputs of the layer
     */
    double initial(int kind, int function, int input, int inputs);

    /**
     * The functions at x.
     *
     * @param own values, [kind][function], the fixed kinds last
     */
    <T> List<T> functions(T x, List<T> own, Operations<T> with);

    @Override
    default boolean constantFirst() {
        return false;
    }

    /** The functions of a lone input before training. */
    @Override
    default <T> List<T> functions(T x, Operations<T> with) {
        return at(start(0, 1)).functions(x, with);
    }

    /** All values of an input before training, [kind][function]. */
    default double[] start(int input, int inputs) {
        return IntStream.range(0, (kinds() + fixedKinds()) * terms())
                .mapToDouble(n -> initial(n / terms(), n % terms(), input, inputs))
                .toArray();
    }

    /**
     * The functions of one input as a formula without values of its own.
     *
     * @param own [kind][function]
     */
    default FormulaBasis at(double[] own) {
        return new ValuedBasis(this, own, ValuedBasis.OF_X);
    }

    /**
     * The same functions, whose derivatives are those with respect to one kind of values instead of x.
     *
     * @param own [kind][function]
     */
    default FormulaBasis along(double[] own, int kind) {
        return new ValuedBasis(this, own, kind);
    }
}

package org.kanworkbench.network.basis.trained;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.kanworkbench.network.basis.DerivedBasis;
import org.kanworkbench.network.basis.FormulaBasis;
import org.kanworkbench.network.basis.Operations;

/**
 * A formula with values of its own that a layer trains: every function has the same kinds of values. Which functions
 * and which inputs share a value is said by kind ({@link #ofLayer}, {@link #sets}). All trained values of a layer are
 * one row, by kind, then set, then function.
 */
public interface TrainedBasis extends FormulaBasis {

    /** Number of kinds of trained values. */
    int kinds();

    /** Number of kinds of values that are not trained and follow them, {@link #initial} for good. */
    default int fixedKinds() {
        return 0;
    }

    /**
     * Number of sets of a kind's trained values that a layer has: 1 if all of its inputs share one, as many as inputs if
     * each has its own; else consecutive inputs share one.
     */
    int sets(int kind, int inputs);

    /** Whether all functions share one value of a kind. */
    default boolean ofLayer(int kind) {
        return false;
    }

    /** Where a trained value lies in the layer's row. */
    default int place(int kind, int function, int input, int inputs) {
        int at = 0;
        for (int k = 0; k < kind; k++) {
            at += sets(k, inputs) * (ofLayer(k) ? 1 : terms());
        }
        int set = (int) ((long) input * sets(kind, inputs) / inputs);
        return ofLayer(kind) ? at + set : at + set * terms() + function;
    }

    /** Number of trained values of a layer. */
    default int size(int inputs) {
        return place(kinds() - 1, terms() - 1, inputs - 1, inputs) + 1;
    }

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
        return new Valued(this, own, Valued.OF_X);
    }

    /**
     * The same functions, whose derivatives are those with respect to one kind of values instead of x.
     *
     * @param own [kind][function]
     */
    default FormulaBasis along(double[] own, int kind) {
        return new Valued(this, own, kind);
    }

    /**
     * A trained basis with values.
     *
     * @param own [kind][function]; frozen
     * @param seed the kind of values that derivatives are taken of, or {@link #OF_X}
     */
    record Valued(TrainedBasis basis, double[] own, int seed) implements DerivedBasis {

        private static final int OF_X = -1;

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
}

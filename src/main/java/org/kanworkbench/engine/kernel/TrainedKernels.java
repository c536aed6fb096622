package org.kanworkbench.engine.kernel;

import org.kanworkbench.network.basis.FormulaBasis;
import org.kanworkbench.network.basis.trained.TrainedBasis;

/** Evaluates a basis with trained values, one input of a layer at a time. Not thread-safe. */
public final class TrainedKernels {

    private final TrainedBasis basis;
    private final float[] values;
    /** By input, [kind][function], the fixed kinds too; null before it is needed. */
    private final double[][] current;
    /** By input, where its trained values lie, [kind][function]; null before it is needed. */
    private final int[][] places;

    private final FormulaKernel ofX = new FormulaKernel(null);
    private final FormulaKernel ofValues = new FormulaKernel(null);

    /**
     * @param inputs of the layer
     * @param values that are trained, as {@link TrainedBasis#place}, as they are whenever they are used
     */
    public TrainedKernels(TrainedBasis basis, int inputs, float[] values) {
        this.basis = basis;
        this.values = values;
        current = new double[inputs][];
        places = new int[inputs][];
    }

    public TrainedBasis basis() {
        return basis;
    }

    /** Where an input's trained value lies. */
    public int place(int input, int kind, int function) {
        return places(input)[kind * basis.terms() + function];
    }

    private int[] places(int input) {
        if (places[input] == null) {
            int[] own = new int[basis.kinds() * basis.terms()];
            for (int n = 0; n < own.length; n++) {
                own[n] = basis.place(n / basis.terms(), n % basis.terms(), input, places.length);
            }
            places[input] = own;
        }
        return places[input];
    }

    /** Functions and derivatives with respect to x; parameters as {@link BasisKernel#expand}, points from an offset on. */
    public void expand(
            int input, float[] s, int from, int count, float[] value, float[] derivative, int at, int plane) {
        ofX.expand(of(input), s, from, count, value, derivative, at, plane);
    }

    /** Functions and derivatives with respect to a kind of trained values. */
    public void expandAlong(
            int input, int kind, float[] s, int from, int count, float[] value, float[] derivative, int at, int plane) {
        ofValues.expand(basis.along(current(input), kind), s, from, count, value, derivative, at, plane);
    }

    /** The functions of an input at its values. */
    public FormulaBasis of(int input) {
        return basis.at(current(input));
    }

    private double[] current(int input) {
        if (current[input] == null) {
            current[input] = basis.start(input, current.length);
        }
        double[] all = current[input];
        int[] own = places(input);
        for (int n = 0; n < own.length; n++) {
            all[n] = values[own[n]];
        }
        return all;
    }
}

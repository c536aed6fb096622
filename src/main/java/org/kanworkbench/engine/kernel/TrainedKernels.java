package org.kanworkbench.engine.kernel;

import java.util.ArrayList;
import java.util.List;
import org.kanworkbench.network.basis.FormulaBasis;
import org.kanworkbench.network.basis.trained.TrainedBasis;

/** Evaluates a basis with trained values, one input of a layer at a time. Not thread-safe. */
public final class TrainedKernels {

    /** Points that are computed together. */
    public static final int POINTS = BlockOperations.POINTS;

    private final TrainedBasis basis;
    private final float[] values;
    /** By input, [kind][function], the fixed kinds too; null before it is needed. */
    private final double[][] current;
    /** By input, where its trained values lie, [kind][function]; null before it is needed. */
    private final int[][] places;

    private final BlockOperations forwards = new BlockOperations();
    private final BlockOperations backwards = new BlockOperations();
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

    /**
     * Functions and derivatives with respect to x at points of consecutive inputs; parameters as
     * {@link BasisKernel#expand}, points from an offset on.
     *
     * @param rows points of each input
     */
    public void expand(
            int input, int rows, float[] s, int from, int count, float[] value, float[] derivative, int at, int plane) {
        for (int n = 0; n < count; n += BlockOperations.POINTS) {
            int points = Math.min(BlockOperations.POINTS, count - n);
            BlockOperations.Block x = forwards.begin(s, from + n, points, value, derivative, at + n, plane);
            forwards.end(basis.functions(x, own(input, rows, n, points, forwards), forwards));
        }
    }

    /**
     * Takes gradients with respect to the functions back to x and to the trained values.
     *
     * @param rows points of each input, which lie one after another in s
     * @param gradients [function][place], an input's {@code stride} places after those of the one before
     * @param dx is added to, laid out as gradients, from an offset on
     * @param toValues is added to, laid out as the trained values
     */
    public void gradients(
            int input,
            int inputs,
            int rows,
            float[] s,
            int from,
            float[][] gradients,
            int stride,
            float[] dx,
            int dxAt,
            float[] toValues) {
        int functions = basis.terms();
        for (int n = 0; n < inputs * rows; n += BlockOperations.POINTS) {
            int points = Math.min(BlockOperations.POINTS, inputs * rows - n);
            BlockOperations.Block x = backwards.beginBackwards(s, from + n, points);
            List<BlockOperations.Block> own = own(input, rows, n, points, backwards);
            List<BlockOperations.Block> of = basis.functions(x, own, backwards);
            for (int p = 0; p < points; ) {
                int end = Math.min(points, p + rows - (n + p) % rows);
                int place = (n + p) / rows * stride + (n + p) % rows;
                for (int k = 0; k < functions; k++) {
                    backwards.seed(of.get(k), p, gradients[k], place, end - p);
                }
                p = end;
            }
            backwards.back();
            for (int p = 0; p < points; ) {
                int end = Math.min(points, p + rows - (n + p) % rows);
                backwards.addSlope(x, p, dx, dxAt + (n + p) / rows * stride + (n + p) % rows, end - p);
                int[] places = places(input + (n + p) / rows);
                for (int v = 0; v < basis.kinds() * functions; v++) {
                    toValues[places[v]] += backwards.sumOfSlopes(own.get(v), p, end);
                }
                p = end;
            }
        }
    }

    /** The values of each point's input, [kind][function]. */
    private List<BlockOperations.Block> own(int input, int rows, int from, int points, BlockOperations operations) {
        int count = (basis.kinds() + basis.fixedKinds()) * basis.terms();
        List<BlockOperations.Block> own = new ArrayList<>(count);
        for (int v = 0; v < count; v++) {
            own.add(operations.given());
        }
        for (int p = 0; p < points; ) {
            int end = Math.min(points, p + rows - (from + p) % rows);
            double[] all = current(input + (from + p) / rows);
            for (int v = 0; v < count; v++) {
                operations.fill(own.get(v), p, end, (float) all[v]);
            }
            p = end;
        }
        return own;
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

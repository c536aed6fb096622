package org.kanworkbench.engine.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.kanworkbench.network.basis.FormulaBasis;
import org.kanworkbench.network.basis.trained.TrainedBasis;

/** Evaluates a basis with trained values at points of consecutive inputs, and takes gradients back. Not thread-safe. */
public final class TrainedKernels {

    private final TrainedBasis basis;
    private final float[] values;
    /** By input, [kind][function], the fixed kinds too; null before it is needed. */
    private final double[][] current;
    /** By input, where its trained values lie, [kind][function]; the same array where they are the same values. */
    private final int[][] places;

    /** Whether all inputs have the same value, [kind][function]. */
    private final boolean[] shared;

    private final boolean allShared;

    private final BlockOperations forwards = new BlockOperations();
    private final BlockOperations backwards = new BlockOperations();

    /**
     * @param inputs of the layer
     * @param values that are trained, as {@link TrainedBasis#place}, as they are whenever they are used
     */
    public TrainedKernels(TrainedBasis basis, int inputs, float[] values) {
        this.basis = basis;
        this.values = values;
        current = new double[inputs][];
        places = placesOfAll(inputs);
        shared = new boolean[(basis.kinds() + basis.fixedKinds()) * basis.terms()];
        for (int v = 0; v < basis.kinds() * basis.terms(); v++) {
            shared[v] = basis.sets(v / basis.terms(), inputs) == 1;
        }
        allShared = IntStream.range(0, shared.length).allMatch(v -> shared[v]);
    }

    private int[][] placesOfAll(int inputs) {
        int[][] all = new int[inputs][];
        for (int i = 0; i < inputs; i++) {
            int[] own = new int[basis.kinds() * basis.terms()];
            for (int n = 0; n < own.length; n++) {
                own[n] = basis.place(n / basis.terms(), n % basis.terms(), i, inputs);
            }
            all[i] = i > 0 && Arrays.equals(own, all[i - 1]) ? all[i - 1] : own;
        }
        return all;
    }

    /**
     * Functions and derivatives with respect to x at points of consecutive inputs; parameters as
     * {@link BasisKernel#expand}.
     *
     * @param start where an input's points begin in s, and after the last of them where they end; from 0
     */
    public void expand(
            int input, int[] start, int count, float[] s, float[] value, float[] derivative, int at, int plane) {
        int i = 0;
        for (int n = 0; n < count; n += BlockOperations.POINTS) {
            int points = Math.min(BlockOperations.POINTS, count - n);
            BlockOperations.Block x = forwards.begin(s, n, points, value, derivative, at + n, plane);
            i = inputOf(n, i, start);
            forwards.end(basis.functions(x, own(input, i, start, n, points, forwards), forwards));
        }
    }

    /**
     * Takes gradients with respect to the functions back to x and to the trained values.
     *
     * @param start as {@link #expand}
     * @param gradients [function][point]
     * @param dx receives the gradient at each point; null if that is not needed
     * @param toValues is added to, laid out as the trained values
     */
    public void gradients(
            int input, int[] start, int count, float[] s, float[][] gradients, float[] dx, float[] toValues) {
        int trainedValues = basis.kinds() * basis.terms();
        int i = 0;
        for (int n = 0; n < count; n += BlockOperations.POINTS) {
            int points = Math.min(BlockOperations.POINTS, count - n);
            BlockOperations.Block x = backwards.beginBackwards(s, n, points);
            i = inputOf(n, i, start);
            List<BlockOperations.Block> own = own(input, i, start, n, points, backwards);
            List<BlockOperations.Block> functions = basis.functions(x, own, backwards);
            for (int k = 0; k < functions.size(); k++) {
                backwards.seed(functions.get(k), gradients[k], n);
            }
            backwards.back();
            if (dx != null) {
                backwards.copySlope(x, dx, n);
            }
            for (int v = 0; v < trainedValues; v++) {
                if (shared[v]) {
                    toValues[places[input][v]] += backwards.sumOfSlopes(own.get(v), 0, points);
                }
            }
            int from = n;
            for (int j = i; from < n + points && !allShared; j++) {
                int[] places = this.places[input + j];
                j = last(input, j, start, n + points);
                int end = Math.min(n + points, start[j + 1]);
                for (int v = 0; v < trainedValues; v++) {
                    if (!shared[v]) {
                        toValues[places[v]] += backwards.sumOfSlopes(own.get(v), from - n, end - n);
                    }
                }
                from = end;
            }
        }
    }

    /** The last input from one on whose values are the same as its, as far as points are wanted. */
    private int last(int input, int i, int[] start, int end) {
        int last = i;
        while (basis.fixedKinds() == 0 && start[last + 1] < end && places[input + last + 1] == places[input + i]) {
            last++;
        }
        return last;
    }

    /** The input of a point, not before a known one. */
    private static int inputOf(int point, int from, int[] start) {
        int i = from;
        while (start[i + 1] <= point) {
            i++;
        }
        return i;
    }

    /** The values of each point's input, [kind][function]. */
    private List<BlockOperations.Block> own(
            int input, int first, int[] start, int from, int points, BlockOperations operations) {
        int count = (basis.kinds() + basis.fixedKinds()) * basis.terms();
        List<BlockOperations.Block> own = new ArrayList<>(count);
        for (int v = 0; v < count; v++) {
            own.add(operations.given());
            if (shared[v]) {
                operations.fill(own.get(v), 0, points, values[places[input][v]]);
            }
        }
        int at = from;
        for (int i = first; at < from + points && !allShared; i++) {
            int[] places = this.places[input + i];
            i = last(input, i, start, from + points);
            int end = Math.min(from + points, start[i + 1]);
            if (end == at) {
                continue;
            }
            double[] all = start(input + i);
            for (int v = 0; v < count; v++) {
                if (!shared[v]) {
                    float value = v < places.length ? values[places[v]] : (float) all[v];
                    operations.fill(own.get(v), at - from, end - from, value);
                }
            }
            at = end;
        }
        return own;
    }

    /** The functions of an input at its values. */
    public FormulaBasis of(int input) {
        return basis.at(current(input));
    }

    private double[] current(int input) {
        double[] all = start(input);
        int[] own = places[input];
        for (int n = 0; n < own.length; n++) {
            all[n] = values[own[n]];
        }
        return all;
    }

    /** As training begins, but for the trained values, which may be newer. */
    private double[] start(int input) {
        if (current[input] == null) {
            current[input] = basis.start(input, current.length);
        }
        return current[input];
    }
}

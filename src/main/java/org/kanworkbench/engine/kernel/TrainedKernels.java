package org.kanworkbench.engine.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.kanworkbench.network.basis.FormulaBasis;
import org.kanworkbench.network.basis.trained.TrainedBasis;

/** Evaluates a basis with trained values at points of consecutive inputs, and takes gradients back. Not thread-safe. */
public final class TrainedKernels {

    /** Points in a run from which filling it is faster than spreading values over points. */
    private static final int LONG = 32;

    private final TrainedBasis basis;
    private final float[] values;
    /** Kinds times functions that are trained. */
    private final int trained;
    /** Of each trained value, by input, where it lies; [kind][function]. */
    private final int[][] places;
    /** By input, how many up to it have other values than the one before them. */
    private final int[] set;
    /** Whether all inputs have the same value, [kind][function]. */
    private final boolean[] shared;

    private final boolean allShared;

    /** Values by input, [kind][function], the fixed kinds too; null where all inputs have the same. Padded by a vector. */
    private final float[][] table;

    private final BlockOperations forwards = new BlockOperations();
    private final BlockOperations backwards = new BlockOperations();

    /** By point of a block, an input with its values. Padded by a vector. */
    private final int[] inputOf = new int[Blocks.POINTS + Lanes.COUNT];
    /** Runs of points of a block with the same values: where they end, and an input of theirs. */
    private final int[] runEnd = new int[Blocks.POINTS];

    private final int[] runInput = new int[Blocks.POINTS];

    /**
     * @param inputs of the layer
     * @param values that are trained, as {@link TrainedBasis#place}, as they are whenever they are used
     */
    public TrainedKernels(TrainedBasis basis, int inputs, float[] values) {
        this.basis = basis;
        this.values = values;
        trained = basis.kinds() * basis.terms();
        int all = trained + basis.fixedKinds() * basis.terms();
        places = new int[trained][inputs];
        shared = new boolean[all];
        for (int v = 0; v < trained; v++) {
            int kind = v / basis.terms();
            int function = v % basis.terms();
            Arrays.setAll(places[v], i -> basis.place(kind, function, i, inputs));
            shared[v] = basis.sets(kind, inputs) == 1;
        }
        allShared = IntStream.range(0, all).allMatch(v -> shared[v]);
        table = new float[all][];
        for (int v = 0; v < all; v++) {
            table[v] = shared[v] ? null : new float[inputs + Lanes.COUNT];
            for (int i = 0; v >= trained && i < inputs; i++) {
                table[v][i] = (float) basis.initial(v / basis.terms(), v % basis.terms(), i, inputs);
            }
        }
        set = new int[inputs];
        for (int i = 1; i < inputs; i++) {
            int input = i;
            boolean same = basis.fixedKinds() == 0 && Arrays.stream(places).allMatch(of -> of[input] == of[input - 1]);
            set[i] = set[i - 1] + (same ? 0 : 1);
        }
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
        int tabulated = 0;
        for (int n = 0; n < count; n += Blocks.POINTS) {
            int points = Math.min(Blocks.POINTS, count - n);
            Blocks.Block x = forwards.begin(s, n, points, value, derivative, at + n, plane);
            int runs = look(input, i, start, n, points);
            i = runInput[runs - 1] - input;
            if (spreads(runs, points)) {
                tabulated = tabulate(input, tabulated, i);
            }
            forwards.end(basis.functions(x, own(input, n, points, runs, forwards), forwards));
        }
    }

    /**
     * Takes gradients with respect to the functions back to x and to the trained values, which are as they were when these
     * inputs' functions were computed last.
     *
     * @param start as {@link #expand}
     * @param gradients [function][point]
     * @param dx receives the gradient at each point; null if that is not needed
     * @param toValues is added to, laid out as the trained values
     */
    public void gradients(
            int input, int[] start, int count, float[] s, float[][] gradients, float[] dx, float[] toValues) {
        int i = 0;
        for (int n = 0; n < count; n += Blocks.POINTS) {
            int points = Math.min(Blocks.POINTS, count - n);
            Blocks.Block x = backwards.beginBackwards(s, n, points);
            int runs = look(input, i, start, n, points);
            i = runInput[runs - 1] - input;
            List<Blocks.Block> own = own(input, n, points, runs, backwards);
            List<Blocks.Block> functions = basis.functions(x, own, backwards);
            for (int k = 0; k < functions.size(); k++) {
                backwards.seed(functions.get(k), gradients[k], n);
            }
            backwards.back();
            if (dx != null) {
                backwards.copySlope(x, dx, n);
            }
            for (int v = 0; v < trained; v++) {
                if (shared[v]) {
                    toValues[places[v][input]] += backwards.sumOfSlopes(own.get(v));
                } else {
                    backwards.addSlopes(own.get(v), runs, runEnd, runInput, places[v], toValues);
                }
            }
        }
    }

    /**
     * Finds the runs of a block's points with the same values; the last one's input is that of the last point.
     *
     * @param first an input, from the first of the call on, that is not after the first point's
     * @return their number
     */
    private int look(int input, int first, int[] start, int from, int points) {
        int i = first;
        int runs = 0;
        for (int n = 0; n < points; n = runEnd[runs - 1]) {
            while (start[i + 1] <= from + n) {
                i++;
            }
            if (runs == 0 || set[runInput[runs - 1]] != set[input + i]) {
                runs++;
            }
            runInput[runs - 1] = input + i;
            runEnd[runs - 1] = Math.min(points, start[i + 1] - from);
        }
        return runs;
    }

    /** Puts the trained values of inputs up to one into the table, but for those before which it has them; returns where it ends. */
    private int tabulate(int input, int from, int last) {
        for (int v = 0; v < trained; v++) {
            for (int i = input + from; !shared[v] && i <= input + last; i++) {
                table[v][i] = values[places[v][i]];
            }
        }
        return Math.max(from, last + 1);
    }

    private static boolean spreads(int runs, int points) {
        return runs * LONG > points;
    }

    /** The values of each point's input, [kind][function]. */
    private List<Blocks.Block> own(int input, int from, int points, int runs, BlockOperations operations) {
        boolean spread = spreads(runs, points);
        List<Blocks.Block> own = operations.given(table.length);
        for (int v = 0; v < table.length; v++) {
            if (shared[v] && from == 0) {
                operations.fill(own.get(v), 0, Blocks.POINTS, values[places[v][input]]);
            }
            int at = 0;
            for (int run = 0; run < runs && !spread && !shared[v]; run++) {
                int i = runInput[run];
                operations.fill(own.get(v), at, runEnd[run], v < trained ? values[places[v][i]] : table[v][i]);
                at = runEnd[run];
            }
        }
        if (spread && !allShared) {
            int at = 0;
            for (int run = 0; run < runs; run++) {
                Arrays.fill(inputOf, at, runEnd[run], runInput[run]);
                at = runEnd[run];
            }
            Arrays.fill(inputOf, points, points + Lanes.COUNT, inputOf[points - 1]);
            operations.spread(own, table, inputOf);
        }
        return own;
    }

    /** The functions of an input at its values. */
    public FormulaBasis of(int input) {
        double[] all = basis.start(input, set.length);
        for (int v = 0; v < trained; v++) {
            all[v] = values[places[v][input]];
        }
        return basis.at(all);
    }
}

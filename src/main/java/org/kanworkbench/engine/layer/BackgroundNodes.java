package org.kanworkbench.engine.layer;

import java.util.Arrays;
import java.util.stream.IntStream;
import jdk.incubator.vector.FloatVector;
import org.kanworkbench.engine.kernel.Lanes;
import org.kanworkbench.network.basis.FormulaBasis;

/**
 * Where a layer norm scales every row in its own way, the background of a row is a single value z before gains and shifts,
 * another one in every row: what an edge makes of it is a smooth function of z. So the background of a whole batch is that of
 * a few values of z, Chebyshev's nodes, interpolated: nodes are further rows, whose sums are added to the batch's rows by
 * Lagrange's weights and whose gradients are collected by the same weights. As many nodes as make no difference in single
 * precision; none for functions that are not smooth enough.
 */
final class BackgroundNodes {

    static final int MOST = 12;

    private static final int LEAST = 4;
    /** Of interpolated terms and derivatives, relative to the largest of them or to 1. */
    private static final double TOLERANCE = 1e-6;
    /** Scaled inputs for which the tolerance was checked. */
    private static final float REACH = 5;

    private static final double CENTRES = 0.25;
    /** Half-widths of the background's range, scaled, that are told apart: powers of the step. */
    private static final double NARROWEST = 0.05;

    private static final double STEP = 1.25;
    private static final int STEPS = 16;

    /** By number of nodes: of each node in the barycentric formula. */
    private static final double[][] SHARES =
            IntStream.rangeClosed(0, MOST).mapToObj(BackgroundNodes::shares).toArray(double[][]::new);

    private final LayerWeights weights;
    private final InputScaler scaler;
    /** [row][{@link #MOST}] */
    private final float[] weight;

    private final double[] node = new double[MOST];
    /** By half-width; 0 if not known yet, -1 if {@link #MOST} are not enough. */
    private final int[] enough = new int[STEPS];

    private int rows;
    private int count;

    private BackgroundNodes(LayerWeights weights, InputScaler scaler, int maxRows) {
        this.weights = weights;
        this.scaler = scaler;
        weight = new float[maxRows * MOST];
    }

    /** Null if the layer's rows have no backgrounds of their own, or its basis changes. */
    static BackgroundNodes of(LayerWeights weights, InputScaler scaler, int maxRows) {
        boolean possible = weights.scalingGain != null
                && weights.spec.basis() instanceof FormulaBasis
                && weights.basisValues == null
                && !weights.spec.stretchesEdges();
        return possible ? new BackgroundNodes(weights, scaler, maxRows) : null;
    }

    /** Number of nodes for the newest batch; 0 if its entries are dense. */
    int count() {
        return count;
    }

    /** The batch's rows, which those of the nodes follow. */
    int rows() {
        return rows;
    }

    /**
     * Chooses nodes for a batch that the scaler has observed.
     *
     * @param wanted false for a batch whose entries have to be dense
     */
    void place(float background, int rowCount, boolean wanted) {
        rows = rowCount;
        count = 0;
        if (!wanted) {
            return;
        }
        float least = Float.POSITIVE_INFINITY;
        float most = Float.NEGATIVE_INFINITY;
        for (int b = 0; b < rows; b++) {
            float z = scaler.normalized(background, b);
            least = Math.min(least, z);
            most = Math.max(most, z);
        }
        double half = ((double) most - least) / 2;
        double centre = ((double) most + least) / 2;
        double gain = largest(weights.scalingGain.values);
        double farthest = largest(weights.scalingShift.values) + gain * Math.max(Math.abs(least), Math.abs(most));
        count = farthest <= REACH ? enough(half * gain) : 0;
        for (int k = 0; k < count; k++) {
            node[k] = centre + half * Math.cos(angle(k, count));
            scaler.setNormalized(rows + k, background, (float) node[k]);
        }
        for (int b = 0; b < rows && count > 0; b++) {
            lagrange(scaler.normalized(background, b), node, SHARES[count], weight, b * MOST);
        }
    }

    private static double largest(float[] values) {
        float most = 0;
        for (float value : values) {
            most = Math.max(most, Math.abs(value));
        }
        return most;
    }

    private static double angle(int k, int count) {
        return Math.PI * (k + 0.5) / count;
    }

    /** Weights of the values at Chebyshev's nodes for a value at z: the barycentric formula. */
    private static void lagrange(double z, double[] node, double[] share, float[] weight, int at) {
        int count = share.length;
        double total = 0;
        for (int k = 0; k < count; k++) {
            if ((float) z == (float) node[k]) {
                Arrays.fill(weight, at, at + count, 0);
                weight[at + k] = 1;
                return;
            }
            total += share[k] / (z - node[k]);
        }
        for (int k = 0; k < count; k++) {
            weight[at + k] = (float) (share[k] / (z - node[k]) / total);
        }
    }

    private static double[] shares(int count) {
        double[] shares = new double[count];
        Arrays.setAll(shares, k -> (k % 2 == 0 ? 1 : -1) * Math.sin(angle(k, count)));
        return shares;
    }

    private int enough(double half) {
        int step = (int) Math.max(0, Math.ceil(Math.log(half / NARROWEST) / Math.log(STEP)));
        if (step >= STEPS) {
            return 0;
        }
        for (int n = LEAST; enough[step] == 0 && n <= MOST; n++) {
            enough[step] = suffices(n, NARROWEST * Math.pow(STEP, step)) ? n : 0;
        }
        enough[step] = enough[step] == 0 ? -1 : enough[step];
        return Math.max(0, enough[step]);
    }

    private boolean suffices(int n, double half) {
        int plane = Lanes.padded(2 * n + 1) + Lanes.PADDING;
        float[] s = new float[plane];
        float[] values = new float[weights.activeTerms * plane];
        float[] slopes = new float[weights.activeTerms * plane];
        float[] seen = weights.spec.scalesBase() ? s : new float[plane];
        float[] by = new float[n];
        double[] at = new double[n];
        for (double centre = -REACH; centre <= REACH; centre += CENTRES) {
            for (int k = 0; k < n; k++) {
                at[k] = centre + half * Math.cos(angle(k, n));
                s[k] = (float) at[k];
            }
            // In between the error is largest.
            for (int k = 0; k <= n; k++) {
                s[n + k] = (float) (centre + half * Math.cos(Math.PI * k / n));
            }
            weights.expand(seen, s, 2 * n + 1, values, slopes, plane);
            for (int k = n; k <= 2 * n; k++) {
                lagrange(s[k], at, SHARES[n], by, 0);
                for (int t = 0; t < weights.activeTerms; t++) {
                    if (!agrees(values, t * plane, k, by) || !agrees(slopes, t * plane, k, by)) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    private static boolean agrees(float[] values, int first, int at, float[] by) {
        double sum = 0;
        double largest = 1;
        for (int k = 0; k < by.length; k++) {
            sum += (double) by[k] * values[first + k];
            largest = Math.max(largest, Math.abs(values[first + k]));
        }
        return Math.abs(sum - values[first + at]) <= TOLERANCE * largest;
    }

    /** Adds the nodes' rows to the batch's, [row][width]. */
    void spread(float[] sums, int width) {
        for (int o = 0; o < width; o += Lanes.COUNT) {
            for (int b = 0; b < rows; b++) {
                FloatVector sum = FloatVector.fromArray(Lanes.SPECIES, sums, b * width + o);
                for (int k = 0; k < count; k++) {
                    sum = FloatVector.broadcast(Lanes.SPECIES, weight[b * MOST + k])
                            .fma(FloatVector.fromArray(Lanes.SPECIES, sums, (rows + k) * width + o), sum);
                }
                sum.intoArray(sums, b * width + o);
            }
        }
    }

    /** Sets the gradients of the nodes' rows from the batch's, [row][width]. */
    void collect(float[] d, int width) {
        for (int o = 0; o < width; o += Lanes.COUNT) {
            for (int k = 0; k < count; k++) {
                FloatVector sum = FloatVector.zero(Lanes.SPECIES);
                for (int b = 0; b < rows; b++) {
                    sum = FloatVector.broadcast(Lanes.SPECIES, weight[b * MOST + k])
                            .fma(FloatVector.fromArray(Lanes.SPECIES, d, b * width + o), sum);
                }
                sum.intoArray(d, (rows + k) * width + o);
            }
        }
    }
}

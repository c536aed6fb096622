package org.kanworkbench.engine.layer;

import java.util.Arrays;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import org.kanworkbench.engine.kernel.Activations;
import org.kanworkbench.engine.kernel.BasisKernel;
import org.kanworkbench.engine.kernel.Lanes;
import org.kanworkbench.engine.kernel.TrainedKernels;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.LayerTensor;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.basis.trained.TrainedBasis;
import org.kanworkbench.network.basis.wavelet.StretchedBasis;

/**
 * Evaluates the terms that all edges of a layer share, at any inputs and with the training kernels: the base activation
 * first, if there is one, then the basis functions that have a weight on every edge, in the basis's order. Immutable.
 */
public final class EdgeTerms {

    private final LayerSpec spec;
    private final BasisKernel kernel;
    private final int count;
    /** Number of terms before the kernel's first: the base, and a constant with a weight on every edge. */
    private final int before;
    /** Null without values of the basis. */
    private final TrainedKernels trained;
    /** [output][input], where edges shift and stretch the basis's argument; else null. */
    private final float[] shift;

    private final float[] stretch;

    public EdgeTerms(LayerSpec spec) {
        this(spec, _ -> null);
    }

    /** @param tensors values of a layer's tensors */
    public EdgeTerms(LayerSpec spec, Function<LayerTensor, float[]> tensors) {
        this.spec = spec;
        trained = spec.basis() instanceof TrainedBasis basis
                ? new TrainedKernels(basis, spec.inputs(), tensors.apply(LayerTensor.BASIS_VALUE))
                : null;
        shift = spec.stretchesEdges() ? tensors.apply(LayerTensor.EDGE_SHIFT) : null;
        stretch = spec.stretchesEdges() ? tensors.apply(LayerTensor.EDGE_STRETCH) : null;
        kernel = spec.basis().terms() == 0 ? null : BasisKernel.of(spec.basis());
        count = spec.weightsPerEdge();
        boolean constant = spec.basis().constantFirst() && !spec.foldsConstant();
        before = (spec.hasBase() ? 1 : 0) + (constant ? 1 : 0);
    }

    /**
     * Terms and their derivatives.
     *
     * @param values [term][point]
     * @param slopes [term][point], derivatives with respect to x, through the input scaling too
     */
    public record Curves(int count, float[] values, float[] slopes) {}

    /** Of a layer of a model. */
    public static EdgeTerms of(Model model, int layer) {
        return new EdgeTerms(
                model.network().layers().get(layer),
                tensor -> model.tensor(tensor.name(layer)).values());
    }

    /** The terms of one edge, where inputs or edges differ by values of the basis. */
    public EdgeTerms of(int output, int input) {
        if (spec.basis() instanceof StretchedBasis basis) {
            int edge = output * spec.inputs() + input;
            return new EdgeTerms(spec.withBasis(basis.at(shift[edge], stretch[edge])));
        }
        return trained == null ? this : new EdgeTerms(spec.withBasis(trained.of(input)));
    }

    /** Terms of an edge. */
    public int count() {
        return count;
    }

    /**
     * Every term at every input, and its derivative.
     *
     * @param low smallest input, where the layer scales by a range; mean minus deviation, where it normalises
     * @param high largest one, or mean plus deviation
     * @param gain of the input's layer norm; without effect without one
     * @param shift likewise
     */
    public Curves curves(float[] x, float low, float high, float gain, float shift) {
        int points = x.length;
        int plane = plane(points);
        InputScaler scaler = InputScaler.fixed(spec.scaling(), low, high, gain, shift);
        float[] padded = Arrays.copyOf(x, plane);
        float[] s = scaled(scaler, padded, points);
        float[] values = new float[count * plane];
        float[] slopes = new float[count * plane];
        expand(spec.scalesBase() ? s : padded, s, points, values, slopes);
        for (int t = spec.scalesBase() ? 0 : before; t < count; t++) {
            scaler.throughFixed(slopes, t * plane, s, points);
        }
        return new Curves(count, packed(values, plane, points), packed(slopes, plane, points));
    }

    /**
     * Every input as scaled for the basis.
     *
     * @param low smallest input, where the layer scales by a range
     * @param high largest one
     */
    public float[] scaled(float[] x, float low, float high) {
        float[] padded = Arrays.copyOf(x, plane(x.length));
        return Arrays.copyOf(scaled(InputScaler.fixed(spec.scaling(), low, high, 1, 0), padded, x.length), x.length);
    }

    private static float[] scaled(InputScaler scaler, float[] padded, int points) {
        float[] s = new float[padded.length];
        scaler.scale(padded, new int[padded.length], 0, points, 0, s);
        return s;
    }

    /**
     * Every term at every input, [term][input].
     *
     * @param x inputs of the layer one after the other, row by row
     * @param s the same as scaled for the basis
     */
    public float[] values(float[] x, float[] s) {
        return values(x, s, n -> n % spec.inputs());
    }

    /**
     * Every term at every input, [term][input].
     *
     * @param x inputs
     * @param s the same as scaled for the basis
     * @param inputOf which of the layer's inputs the n-th one is
     */
    public float[] values(float[] x, float[] s, IntUnaryOperator inputOf) {
        if (trained == null) {
            return shared(x, s);
        }
        // Places, ordered by input.
        int[] end = new int[spec.inputs()];
        for (int n = 0; n < x.length; n++) {
            end[inputOf.applyAsInt(n)]++;
        }
        Arrays.parallelPrefix(end, Integer::sum);
        int[] places = new int[x.length];
        int[] next = end.clone();
        for (int n = x.length - 1; n >= 0; n--) {
            places[--next[inputOf.applyAsInt(n)]] = n;
        }
        float[] values = new float[Math.multiplyExact(count, x.length)];
        for (int i = 0; i < end.length; i++) {
            int points = end[i] - next[i];
            float[] ownX = new float[points];
            float[] ownS = new float[points];
            for (int n = 0; n < points; n++) {
                ownX[n] = x[places[next[i] + n]];
                ownS[n] = s[places[next[i] + n]];
            }
            float[] own = of(0, i).shared(ownX, ownS);
            for (int t = 0; t < count; t++) {
                for (int n = 0; n < points; n++) {
                    values[t * x.length + places[next[i] + n]] = own[t * points + n];
                }
            }
        }
        return values;
    }

    /** The terms of the edges to one output, where edges differ; otherwise as {@link #values(float[], float[])}. */
    public float[] valuesOf(int output, float[] x, float[] s) {
        float[] z = new float[s.length];
        for (int n = 0; n < z.length; n++) {
            int edge = output * spec.inputs() + n % spec.inputs();
            z[n] = (s[n] - shift[edge]) / stretch[edge];
        }
        return shared(x, s, z);
    }

    private float[] shared(float[] x, float[] s) {
        return shared(x, s, s);
    }

    private float[] shared(float[] x, float[] s, float[] z) {
        int points = x.length;
        int plane = plane(points);
        float[] values = new float[count * plane];
        float[] seen = spec.scalesBase() ? s : x;
        expand(Arrays.copyOf(seen, plane), Arrays.copyOf(z, plane), points, values, null);
        return packed(values, plane, points);
    }

    private static int plane(int points) {
        return Lanes.padded(points) + Lanes.PADDING;
    }

    /**
     * @param seen by the base
     * @param slopes null if not needed
     */
    private void expand(float[] seen, float[] s, int points, float[] values, float[] slopes) {
        int plane = seen.length;
        if (spec.hasBase()) {
            Activations.apply(spec.base(), 0, seen, 0, values, 0, points);
            if (slopes != null) {
                Activations.differentiate(spec.base(), 0, seen, 0, slopes, 0, points);
            }
        }
        int first = spec.hasBase() ? 1 : 0;
        if (before > first) {
            Arrays.fill(values, first * plane, first * plane + points, 1);
        }
        if (kernel != null) {
            kernel.expand(s, points, values, slopes, before * plane, plane);
        }
    }

    private float[] packed(float[] planes, int plane, int points) {
        float[] packed = new float[Math.multiplyExact(count, points)];
        for (int t = 0; t < count; t++) {
            System.arraycopy(planes, t * plane, packed, t * points, points);
        }
        return packed;
    }
}

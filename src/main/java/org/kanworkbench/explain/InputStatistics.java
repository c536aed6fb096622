package org.kanworkbench.explain;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.kanworkbench.network.LayerSpec;

/**
 * The input distribution of one layer over a data sample: a histogram of every input, and the share of values outside
 * the domain. Arrays are not copied: treat them as frozen.
 *
 * @param shown the interval that the bins cover
 * @param rows of the sample
 * @param counts [input][bin], bins of equal width
 * @param least [input], minimum
 * @param most [input], maximum
 * @param outsideCounts [input], number of scaled values outside the basis's domain, including NaN
 * @param hasBasis whether the layer has a basis, and so a domain
 */
public record InputStatistics(
        Interval shown, int rows, int[][] counts, float[] least, float[] most, int[] outsideCounts, boolean hasBasis) {

    public static final int BINS = 48;

    /** Margin of the bins beyond the domain on either side, as a share of its width. */
    private static final double MARGIN = 0.25;

    /** Inputs outside by less than this share of the domain count as rounding errors. */
    private static final double ROUNDING = 1e-6;

    /**
     * Measures all layers in one pass over the sample.
     *
     * @param proceed checked before every batch of rows; false cancels
     * @return one per layer; empty if cancelled
     */
    public static Optional<List<InputStatistics>> ofLayers(
            EdgeFunctions functions, Sample sample, BooleanSupplier proceed) {
        List<InputStatistics> layers = IntStream.range(0, functions.layers())
                .mapToObj(l -> empty(functions.layer(l), sample.rows()))
                .toList();
        boolean complete = sample.through(functions.model(), proceed, (met, _) -> {
            for (int l = 0; l < layers.size(); l++) {
                layers.get(l).add(functions.layer(l).spec(), met.inputs(l), met.scaled(l));
            }
        });
        return complete ? Optional.of(layers) : Optional.empty();
    }

    private static InputStatistics empty(LayerEdges layer, int rows) {
        int inputs = layer.inputs();
        float[] least = new float[inputs];
        float[] most = new float[inputs];
        Arrays.fill(least, Float.POSITIVE_INFINITY);
        Arrays.fill(most, Float.NEGATIVE_INFINITY);
        return new InputStatistics(
                layer.domain().widened(MARGIN),
                rows,
                new int[inputs][BINS],
                least,
                most,
                new int[inputs],
                layer.spec().basis().terms() > 0);
    }

    private void add(LayerSpec spec, float[] x, float[] s) {
        double slack = ROUNDING * (spec.basis().upper() - spec.basis().lower());
        float lower = (float) (LayerEdges.reached(spec.scaling(), spec.basis().lower()) - slack);
        float upper = (float) (LayerEdges.reached(spec.scaling(), spec.basis().upper()) + slack);
        double binsPerUnit = BINS / (shown.high() - shown.low());
        int inputs = counts.length;
        for (int n = 0; n < x.length; n++) {
            int i = n % inputs;
            outsideCounts[i] += s[n] >= lower && s[n] <= upper ? 0 : 1;
            least[i] = Math.min(least[i], x[n]);
            most[i] = Math.max(most[i], x[n]);
            if (x[n] >= shown.low() && x[n] <= shown.high()) {
                counts[i][Math.min(BINS - 1, (int) ((x[n] - shown.low()) * binsPerUnit))]++;
            }
        }
    }

    public int inputs() {
        return counts.length;
    }

    /** The share of one input's values outside {@link LayerEdges#domain}, 0 to 1; empty without a basis. */
    public OptionalDouble outside(int input) {
        int count = outsideCounts[LayerEdges.checked("input", input, inputs())];
        return hasBasis ? OptionalDouble.of((double) count / rows) : OptionalDouble.empty();
    }
}

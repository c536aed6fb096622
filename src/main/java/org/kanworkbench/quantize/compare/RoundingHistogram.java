package org.kanworkbench.quantize.compare;

import java.util.ArrayList;
import java.util.List;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.tensor.Tensor;
import org.kanworkbench.quantize.EdgeScales;
import org.kanworkbench.quantize.QuantizedModel;
import org.kanworkbench.quantize.scheme.WeightTensor;

/**
 * Histograms of the weights of one tensor, or of one term of it, before and after quantisation, and of the quantisation
 * errors.
 *
 * @param tensor its name in the model
 * @param term of the basis, for instance {@code P₃}; empty for the whole tensor
 * @param before weights as trained
 * @param after quantised weights, in the same bins
 * @param errors quantised minus trained weights
 */
public record RoundingHistogram(String tensor, String term, Bins before, Bins after, Bins errors) {

    public static final int BINS = 64;

    /**
     * Counts in bins of equal width. The array is not copied: treat it as frozen.
     *
     * @param low lower end of the first bin
     * @param high upper end of the last one
     */
    public record Bins(double low, double high, int[] counts) {

        private static Bins of(float[] values, double low, double high) {
            int[] counts = new int[BINS];
            for (float value : values) {
                // A range without a width is drawn with its only value in the middle.
                double bin = high > low ? (value - low) * BINS / (high - low) : BINS / 2.0;
                counts[Math.clamp((int) bin, 0, BINS - 1)]++;
            }
            return new Bins(low, high, counts);
        }
    }

    /** One histogram for every term of every quantisable tensor. */
    public static List<RoundingHistogram> of(Model model, QuantizedModel rounded) {
        Model before = EdgeScales.folded(model);
        Model after = EdgeScales.folded(rounded.model());
        List<RoundingHistogram> all = new ArrayList<>();
        for (WeightTensor weights : WeightTensor.of(before.network())) {
            for (int place = 0; place < weights.terms().size(); place++) {
                all.add(of(weights, place, before.tensor(weights.name()), after.tensor(weights.name())));
            }
        }
        return all;
    }

    private static RoundingHistogram of(WeightTensor weights, int place, Tensor before, Tensor after) {
        float[] was = weights.term(before, place);
        float[] is = weights.term(after, place);
        float[] errors = new float[was.length];
        double low = 0;
        double high = 0;
        double furthest = 0;
        for (int n = 0; n < was.length; n++) {
            errors[n] = is[n] - was[n];
            low = Math.min(low, Math.min(was[n], is[n]));
            high = Math.max(high, Math.max(was[n], is[n]));
            furthest = Math.max(furthest, Math.abs(errors[n]));
        }
        return new RoundingHistogram(
                weights.name(),
                weights.labels().get(place),
                Bins.of(was, low, high),
                Bins.of(is, low, high),
                Bins.of(errors, -furthest, furthest));
    }
}

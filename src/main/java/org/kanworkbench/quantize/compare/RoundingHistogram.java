package org.kanworkbench.quantize.compare;

import java.util.ArrayList;
import java.util.List;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.tensor.Tensor;
import org.kanworkbench.quantize.EdgeScales;
import org.kanworkbench.quantize.RoundedModel;
import org.kanworkbench.quantize.scheme.WeightTensor;

/**
 * How the weights of one tensor, or of one term of it, are spread, before and after rounding, and what rounding changed.
 *
 * @param tensor its name in the model
 * @param term what of it, for instance {@code P₃}; empty for all of it
 * @param before weights as trained
 * @param after as rounded, in the same bins
 * @param errors weights after less before
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
            double perUnit = high > low ? BINS / (high - low) : 0;
            for (float value : values) {
                counts[Math.clamp((int) ((value - low) * perUnit), 0, BINS - 1)]++;
            }
            return new Bins(low, high, counts);
        }
    }

    /** One for every term of every tensor that schemes round. */
    public static List<RoundingHistogram> of(Model model, RoundedModel rounded) {
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

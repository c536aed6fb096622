package org.kanworkbench.quantize;

/**
 * The effect of a scheme on one tensor, or on one term of it.
 *
 * @param tensor the name in the model, for instance {@code layers.0.basis_weight}
 * @param part the term, for instance {@code P₃}; empty for the whole tensor
 * @param weights number of weights
 * @param bits per weight
 * @param touched whether they are stored in a format other than float32
 * @param reason why they are left in float32; empty if they are not
 * @param rmsError root mean square of the quantisation error
 * @param rms root mean square of the weights themselves
 */
public record TensorReport(
        String tensor,
        String part,
        long weights,
        int bits,
        boolean touched,
        String reason,
        double rmsError,
        double rms) {

    /** Why integer arithmetic leaves some weights as they are. */
    public static final String NO_PRODUCTS =
            "functions of every edge's own, KAN convolutions and convolutions of colours have no integer products";

    /** A report on weights stored in a format other than float32. */
    public static TensorReport rounded(String tensor, String part, int bits, float[] before, float[] after) {
        double square = 0;
        for (int n = 0; n < before.length; n++) {
            double error = (double) after[n] - before[n];
            square += error * error;
        }
        double rmsError = Math.sqrt(square / before.length);
        return new TensorReport(tensor, part, before.length, bits, true, "", rmsError, rms(before));
    }

    /** A report on weights left in float32. */
    public static TensorReport left(String tensor, String part, int bits, String reason, float[] weights) {
        return new TensorReport(tensor, part, weights.length, bits, false, reason, 0, rms(weights));
    }

    private static double rms(float[] values) {
        double square = 0;
        for (float value : values) {
            square += (double) value * value;
        }
        return Math.sqrt(square / values.length);
    }
}

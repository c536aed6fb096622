package org.kanworkbench.quantize;

/**
 * What a scheme did to one tensor, or to one term of it.
 *
 * @param tensor the name in the model, for instance {@code layers.0.basis_weight}
 * @param part what of it, for instance {@code P₃}; empty for all of it
 * @param weights how many
 * @param bits of one weight
 * @param touched whether they are kept otherwise than as float32
 * @param reason why they are not; empty where they are
 * @param rmsError root mean square of what rounding changed
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

    /** Of weights that are kept otherwise than as float32. */
    public static TensorReport rounded(String tensor, String part, int bits, float[] before, float[] after) {
        double square = 0;
        for (int n = 0; n < before.length; n++) {
            double error = (double) after[n] - before[n];
            square += error * error;
        }
        double rmsError = Math.sqrt(square / before.length);
        return new TensorReport(tensor, part, before.length, bits, true, "", rmsError, rms(before));
    }

    /** Of weights that are left as they are. */
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

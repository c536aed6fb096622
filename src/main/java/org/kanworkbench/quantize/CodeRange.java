package org.kanworkbench.quantize;

/**
 * The code range of one block, with w = scale·(code − zero point).
 *
 * @param scale more than 0
 * @param least smallest code
 * @param most largest code
 */
record CodeRange(float scale, int zeroPoint, int least, int most) {

    /** Symmetric codes: for 8 bits −127 to 127. */
    static CodeRange symmetric(double reach, int bits) {
        int most = (1 << bits - 1) - 1;
        return new CodeRange(scale(reach / most), 0, -most, most);
    }

    /** Affine codes from low (≤ 0) to high (≥ 0), so that 0 is represented exactly. */
    static CodeRange affine(double low, double high, int bits) {
        int least = -(1 << bits - 1);
        int most = (1 << bits - 1) - 1;
        float scale = scale((high - low) / (most - least));
        int zeroPoint = Math.clamp(least - Math.round(low / scale), least, most);
        return new CodeRange(scale, zeroPoint, least, most);
    }

    /** Never 0, even if all weights are 0, and never subnormal, as its rounding error would be relevant. */
    private static float scale(double wanted) {
        return Math.max((float) wanted, Float.MIN_NORMAL);
    }

    CodeRange withScale(double other) {
        return new CodeRange(scale(other), zeroPoint, least, most);
    }

    /** The nearest code. */
    int code(float weight) {
        return (int) Math.clamp(Math.rint((double) weight / scale) + zeroPoint, least, most);
    }

    float weight(int code) {
        return scale * (code - zeroPoint);
    }

    /** Sum of squared rounding errors. */
    double squaredError(float[] weights, int count) {
        double sum = 0;
        for (int n = 0; n < count; n++) {
            double error = weight(code(weights[n])) - weights[n];
            sum += error * error;
        }
        return sum;
    }
}

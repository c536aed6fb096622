package org.kanworkbench.engine.layer;

/** Inverted dropout (Srivastava et al., 2014): kept outputs are multiplied by 1/(1 − p). */
public final class Dropout {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private Dropout() {}

    /** Fills [row][width] factors; each depends on seed and place alone. */
    static void draw(float[] factors, int rows, int outputs, int width, double probability, long seed) {
        float kept = (float) (1 / (1 - probability));
        long threshold = (long) (probability * (1L << 53));
        long state = seed;
        for (int b = 0; b < rows; b++) {
            for (int o = 0; o < outputs; o++) {
                state += GOLDEN_GAMMA;
                factors[b * width + o] = mix(state) >>> 11 < threshold ? 0 : kept;
            }
        }
    }

    /** SplitMix64's output function (Steele, Lea and Flood, 2014). */
    public static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }
}

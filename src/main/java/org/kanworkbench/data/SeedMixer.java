package org.kanworkbench.data;

/**
 * Derives independent seeds from (seed, stream) without state, so that any epoch or image can be reproduced on its own.
 * The mixing function is SplitMix64's (Steele, Lea and Flood, 2014).
 */
public final class SeedMixer {

    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private SeedMixer() {}

    public static long mix(long seed, long stream) {
        return scramble(scramble(seed + GOLDEN_GAMMA) + (stream + 1) * GOLDEN_GAMMA);
    }

    /** Uniformly distributed on [−1, 1). */
    static double symmetric(long seed, long stream) {
        return (mix(seed, stream) >> 10) * 0x1p-53;
    }

    private static long scramble(long z) {
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}

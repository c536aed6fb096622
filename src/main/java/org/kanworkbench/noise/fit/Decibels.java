package org.kanworkbench.noise.fit;

/** Ratios of powers in decibels. */
public final class Decibels {

    /** Errors below this share of the signal are rounding errors: ratios are capped at 120 dB. */
    private static final double LEAST = 1e-12;

    private Decibels() {}

    /** 10·log10(signal / noise), at most 120. */
    public static double ratio(double signalPower, double noisePower) {
        return 10 * Math.log10(signalPower / Math.max(noisePower, LEAST * signalPower));
    }
}

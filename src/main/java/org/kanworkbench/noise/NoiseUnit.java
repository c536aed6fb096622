package org.kanworkbench.noise;

/** The unit of a noise level. */
public enum NoiseUnit {
    /** Standard deviation, in units of what it is added to. */
    DEVIATION("standard deviation"),
    /** Standard deviation, as a multiple of that of the clean values it is added to. */
    RELATIVE("σ noise / σ signal"),
    /** Signal-to-noise ratio in dB, 10·log10(variance of the clean values / variance of the noise). More is less noise. */
    SNR_DB("signal-to-noise ratio, dB");

    private final String label;

    NoiseUnit(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}

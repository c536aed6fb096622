package org.kanworkbench.network;

/**
 * The bounds of a layer's uniform initial weights; docs/math has their sources. Kaiming uniform for gain 1 (He et al.,
 * 2015), as in the peers: √(3/fan-in), the fan-in of the basis weights being inputs × functions; dense layers as
 * {@link Initialization#LINEAR}.
 *
 * @param base of base weights
 * @param basis of basis weights, or their deviation
 * @param normal whether basis weights are normally distributed
 * @param bias of the bias; 0 if it starts at 0
 * @param basisBias of the basis part's own bias, likewise
 */
public record InitialBounds(double base, double basis, boolean normal, double bias, double basisBias) {

    /** The bounds for every initialization except {@link Initialization#SPLINE_NOISE}, which fits its basis weights. */
    public static InitialBounds of(LayerSpec spec) {
        int terms = spec.basis().terms();
        boolean kaiming = terms > 0 && spec.initialization() == Initialization.KAIMING;
        double gain = kaiming ? 3 : 1;
        double base = Math.sqrt(gain / spec.inputs());
        double fanIn = (double) spec.inputs() * Math.max(1, terms);
        double basis = switch (spec.initialization()) {
            case SMALL_NORMAL -> 1 / fanIn;
            case WIDE_NORMAL -> 0.1;
            case XAVIER -> Math.sqrt(6 / (fanIn + spec.outputs()));
            case KAIMING, LINEAR, SPLINE_NOISE -> Math.sqrt(gain / fanIn);
        };
        boolean normal = spec.initialization() == Initialization.SMALL_NORMAL
                || spec.initialization() == Initialization.WIDE_NORMAL;
        // That of the part whose bias it is.
        double bias = spec.hasBase() ? base : basis;
        return new InitialBounds(base, basis, normal, kaiming ? 0 : bias, kaiming ? 0 : basis);
    }
}

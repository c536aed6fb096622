package org.kanworkbench.network;

/**
 * The bounds of a layer's uniform initial weights; docs/math has their sources. Kaiming uniform for gain 1 (He et al.,
 * 2015), as in the peers: √(3/fan-in), the fan-in of the basis weights being inputs × functions; dense layers as
 * {@link Initialization#LINEAR}.
 *
 * @param base of base weights
 * @param basis of basis weights
 * @param bias of the bias; 0 if it starts at 0
 * @param basisBias of the basis part's own bias, likewise
 */
public record InitialBounds(double base, double basis, double bias, double basisBias) {

    /** The bounds for every initialization except {@link Initialization#SPLINE_NOISE}, which fits its basis weights. */
    public static InitialBounds of(LayerSpec spec) {
        int terms = spec.basis().terms();
        boolean linear = terms == 0 || spec.initialization() == Initialization.LINEAR;
        double gain = linear ? 1 : 3;
        double base = Math.sqrt(gain / spec.inputs());
        double basis = Math.sqrt(gain / ((double) spec.inputs() * Math.max(1, terms)));
        return new InitialBounds(base, basis, linear ? base : 0, linear ? basis : 0);
    }
}

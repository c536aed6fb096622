package org.kanworkbench.engine;

import java.util.SplittableRandom;
import org.kanworkbench.network.BSpline;
import org.kanworkbench.network.Initialization;
import org.kanworkbench.network.LayerSpec;

/** Fresh weights of one layer; docs/math has the bounds and where they come from. */
final class Initializer {

    private static final float PRELU_START = 0.25f;
    /** Width of efficient-kan's starting noise, to be divided by the number of intervals. */
    private static final double NOISE = 0.1;

    private final LayerWeights weights;
    private final LayerSpec spec;
    private final SplittableRandom random;

    private Initializer(LayerWeights weights, SplittableRandom random) {
        this.weights = weights;
        this.spec = weights.spec;
        this.random = random;
    }

    static void initialize(LayerWeights weights, SplittableRandom random) {
        Initializer initializer = new Initializer(weights, random);
        if (weights.spec.initialization() == Initialization.SPLINE_NOISE) {
            initializer.splineNoise();
        } else {
            initializer.kaiming();
        }
        initializer.rest();
        weights.rescale();
    }

    /**
     * Kaiming uniform for gain 1 (He et al., 2015), as the peers start: bound √(3/fan-in), the fan-in of the basis weights being inputs ×
     * functions; dense layers as {@link Initialization#LINEAR}.
     */
    private void kaiming() {
        boolean linear = spec.basis().terms() == 0 || spec.initialization() == Initialization.LINEAR;
        double gain = linear ? 1 : 3;
        double baseBound = Math.sqrt(gain / spec.inputs());
        double basisBound = Math.sqrt(
                gain / ((double) spec.inputs() * Math.max(1, spec.basis().terms())));
        for (int i = 0; i < spec.inputs(); i++) {
            for (int t = 0; t < weights.terms; t++) {
                draw(weights.edges, i * weights.terms + t, t == 0 && spec.hasBase() ? baseBound : basisBound);
            }
        }
        if (weights.bias != null && linear) {
            draw(weights.bias, 0, baseBound);
        }
        if (weights.basisBias != null && linear) {
            draw(weights.basisBias, 0, basisBound);
        }
        if (weights.edgeScale != null) {
            for (int i = 0; i < spec.inputs(); i++) {
                for (int o = 0; o < spec.outputs(); o++) {
                    weights.edgeScale.values[i * weights.width + o] = 1;
                }
            }
        }
    }

    /** Uniform values for the outputs' places of one vector [padded output]. */
    private void draw(ParameterBlock block, int vector, double bound) {
        for (int o = 0; o < spec.outputs(); o++) {
            block.values[vector * weights.width + o] = (float) random.nextDouble(-bound, bound);
        }
    }

    /**
     * As efficient-kan (github.com/Blealtan/efficient-kan) starts: at its grid's g + 1 knots every edge's spline takes noise
     * of ±0.05/g, by the coefficients of least norm that give it.
     */
    private void splineNoise() {
        BSpline spline = (BSpline) spec.basis();
        double[][] fit = LeastSquares.pseudoInverse(atKnots(spline));
        double bound = Math.sqrt(1.0 / spec.inputs());
        double noiseBound = NOISE / 2 / spline.grid();
        double[] noise = new double[spline.grid() + 1];
        for (int i = 0; i < spec.inputs(); i++) {
            if (spec.hasBase()) {
                draw(weights.edges, i * weights.terms, bound);
            }
            for (int o = 0; o < spec.outputs(); o++) {
                for (int n = 0; n < noise.length; n++) {
                    noise[n] = random.nextDouble(-noiseBound, noiseBound);
                }
                for (int k = 0; k < spline.terms(); k++) {
                    int at = (i * weights.terms + weights.termOf(k)) * weights.width + o;
                    weights.edges.values[at] = (float) LeastSquares.dot(fit[k], noise);
                }
            }
            if (weights.edgeScale != null) {
                draw(weights.edgeScale, i, bound);
            }
        }
    }

    /** [grid + 1][terms]: the functions at the grid's own knots. */
    private static double[][] atKnots(BSpline spline) {
        double[][] values = new double[spline.grid() + 1][spline.terms()];
        double[] unused = new double[spline.terms()];
        for (int j = 0; j <= spline.grid(); j++) {
            spline.evaluate(spline.knot(j + spline.order()), values[j], unused);
        }
        return values;
    }

    private void rest() {
        for (int o = 0; o < spec.outputs(); o++) {
            if (weights.normScale != null) {
                weights.normScale.values[o] = 1;
            }
            if (weights.runningVariance != null) {
                weights.runningVariance[o] = 1;
            }
        }
        if (weights.prelu != null) {
            weights.prelu.values[0] = PRELU_START;
        }
        if (weights.runningRange != null) {
            weights.runningRange[0] = -1;
            weights.runningRange[1] = 1;
        }
    }
}

package org.kanworkbench.engine.layer;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.SingularValueDecomposition;
import org.kanworkbench.engine.kernel.ParameterBlock;
import org.kanworkbench.network.Initialization;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.LayerTensor;
import org.kanworkbench.network.basis.BSpline;
import org.kanworkbench.network.basis.trained.TrainedBasis;

/** Initialises the weights of one layer; docs/math has the bounds and their sources. */
public final class Initializer {

    private final LayerWeights weights;
    private final LayerSpec spec;
    private final SplittableRandom random;

    private Initializer(LayerWeights weights, SplittableRandom random) {
        this.weights = weights;
        this.spec = weights.spec;
        this.random = random;
    }

    public static void initialize(LayerWeights weights, SplittableRandom random) {
        Initializer initializer = new Initializer(weights, random);
        initializer.rest();
        if (weights.spec.initialization() == Initialization.SPLINE_NOISE) {
            initializer.splineNoise();
        } else {
            initializer.uniform();
        }
        weights.rescale();
    }

    /** As {@link InitialBounds} says. */
    private void uniform() {
        InitialBounds bounds = InitialBounds.of(spec);
        for (int i = 0; i < spec.inputs(); i++) {
            for (int t = 0; t < weights.terms; t++) {
                int vector = i * weights.terms + t;
                if (t == 0 && spec.hasBase()) {
                    draw(weights.edges, vector, bounds.base());
                } else if (bounds.normal()) {
                    drawNormal(weights.edges, vector, bounds.basis());
                } else {
                    draw(weights.edges, vector, bounds.basis());
                }
            }
        }
        if (weights.bias != null && bounds.bias() > 0) {
            draw(weights.bias, 0, bounds.bias());
        }
        if (weights.basisBias != null && bounds.basisBias() > 0) {
            draw(weights.basisBias, 0, bounds.basisBias());
        }
    }

    /** Fills the outputs of one vector [padded output] with uniform values. */
    private void draw(ParameterBlock block, int vector, double bound) {
        for (int o = 0; o < spec.outputs(); o++) {
            block.values[vector * weights.width + o] = (float) random.nextDouble(-bound, bound);
        }
    }

    private void drawNormal(ParameterBlock block, int vector, double deviation) {
        for (int o = 0; o < spec.outputs(); o++) {
            block.values[vector * weights.width + o] = (float) random.nextGaussian(0, deviation);
        }
    }

    /** Base weights and edge scales within √(1/inputs), splines as {@link SplineNoise} says. */
    private void splineNoise() {
        SplineNoise noise = new SplineNoise((BSpline) spec.basis());
        double bound = Math.sqrt(1.0 / spec.inputs());
        for (int i = 0; i < spec.inputs(); i++) {
            if (spec.hasBase()) {
                draw(weights.edges, i * weights.terms, bound);
            }
            for (int o = 0; o < spec.outputs(); o++) {
                double[] coefficients = noise.draw(random);
                for (int k = 0; k < coefficients.length; k++) {
                    int at = (i * weights.terms + weights.termOf(k)) * weights.width + o;
                    weights.edges.values[at] = (float) coefficients[k];
                }
            }
            if (weights.edgeScale != null) {
                draw(weights.edgeScale, i, bound);
            }
        }
    }

    /** What is not drawn; of edge scales, what is not drawn later. */
    private void rest() {
        for (LayerTensor tensor : LayerTensor.of(spec)) {
            if (tensor.initial() != 0) {
                weights.fill(tensor, (float) tensor.initial());
            }
        }
        if (spec.basis() instanceof TrainedBasis basis) {
            for (int i = 0; i < spec.inputs(); i++) {
                for (int n = 0; n < basis.kinds() * basis.terms(); n++) {
                    int kind = n / basis.terms();
                    int function = n % basis.terms();
                    weights.basisValues.values[basis.place(kind, function, i, spec.inputs())] =
                            (float) basis.initial(kind, function, i, spec.inputs());
                }
            }
        }
    }

    /**
     * Initial coefficients of nearly flat splines, as in efficient-kan (github.com/Blealtan/efficient-kan): at its grid's g
     * + 1 knots every edge's spline takes noise of ±0.05/g, fitted by the coefficients of least norm.
     */
    private static final class SplineNoise {

        /** Width of efficient-kan's initial noise, to be divided by the number of intervals. */
        private static final double NOISE = 0.1;

        /** [terms][grid + 1], the Moore-Penrose inverse of {@link #atKnots}. */
        private final RealMatrix fit;

        private final double bound;
        private final double[] noise;

        public SplineNoise(BSpline spline) {
            fit = new SingularValueDecomposition(new Array2DRowRealMatrix(atKnots(spline), false))
                    .getSolver()
                    .getInverse();
            bound = NOISE / 2 / spline.grid();
            noise = new double[spline.grid() + 1];
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

        /** The coefficients of one edge, one per basis function. */
        public double[] draw(RandomGenerator random) {
            for (int n = 0; n < noise.length; n++) {
                noise[n] = random.nextDouble(-bound, bound);
            }
            return fit.operate(noise);
        }
    }

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
    private record InitialBounds(double base, double basis, boolean normal, double bias, double basisBias) {

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
}

package org.kanworkbench.engine.layer;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.kanworkbench.engine.grid.SplineNoise;
import org.kanworkbench.engine.kernel.ParameterBlock;
import org.kanworkbench.network.InitialBounds;
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
        if (weights.spec.initialization() == Initialization.SPLINE_NOISE) {
            initializer.splineNoise();
        } else {
            initializer.uniform();
        }
        initializer.rest();
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
        if (weights.edgeScale != null) {
            for (int i = 0; i < spec.inputs(); i++) {
                for (int o = 0; o < spec.outputs(); o++) {
                    weights.edgeScale.values[i * weights.width + o] = 1;
                }
            }
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

    private void rest() {
        int outputs = spec.outputs();
        if (weights.normScale != null) {
            Arrays.fill(weights.normScale.values, 0, outputs, (float) LayerTensor.NORM_WEIGHT.initial());
        }
        if (weights.runningVariance != null) {
            Arrays.fill(weights.runningVariance, 0, outputs, (float) LayerTensor.RUNNING_VARIANCE.initial());
        }
        if (weights.prelu != null) {
            weights.prelu.values[0] = (float) LayerTensor.PRELU.initial();
        }
        if (weights.scalingGain != null) {
            Arrays.fill(weights.scalingGain.values, 0, spec.inputs(), (float) LayerTensor.SCALING_WEIGHT.initial());
        }
        if (weights.edgeStretch != null) {
            Arrays.fill(weights.edgeStretch.values, (float) LayerTensor.EDGE_STRETCH.initial());
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
        if (weights.runningRange != null) {
            weights.runningRange[0] = (float) LayerTensor.RUNNING_MIN.initial();
            weights.runningRange[1] = (float) LayerTensor.RUNNING_MAX.initial();
        }
    }
}

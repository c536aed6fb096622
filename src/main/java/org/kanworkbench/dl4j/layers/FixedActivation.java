package org.kanworkbench.dl4j.layers;

import org.kanworkbench.network.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Erf;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The fixed activations and their derivatives over arrays. */
final class FixedActivation {

    private static final double ROOT_HALF = Math.sqrt(0.5);
    private static final double ROOT_TWO_PI = Math.sqrt(2 * Math.PI);

    private FixedActivation() {}

    /**
     * to = act(x).
     *
     * @param slope PReLU's
     */
    static void apply(Activation activation, double slope, INDArray x, INDArray to) {
        switch (activation) {
            case IDENTITY -> to.assign(x);
            case SILU -> {
                to.assign(x);
                Transforms.sigmoid(to, false);
                to.muli(x);
            }
            case GELU -> {
                to.assign(distribution(x));
                to.muli(x);
            }
            case TANH -> {
                to.assign(x);
                Transforms.tanh(to, false);
            }
            case RELU, PRELU -> {
                to.assign(leakySlope(activation, slope, x));
                to.muli(x);
            }
            case ZERO -> to.assign(0);
        }
    }

    /** act'(x) as a new array; not for the identity. */
    static INDArray differentiate(Activation activation, double slope, INDArray x) {
        return switch (activation) {
            case IDENTITY -> x.like().addi(1);
            case SILU -> {
                // σ·(1 + x·(1 − σ))
                INDArray sigma = Transforms.sigmoid(x, true);
                yield sigma.rsub(1).muli(x).addi(1).muli(sigma);
            }
            case GELU -> {
                // Φ(x) + x·φ(x)
                INDArray density = x.mul(x).muli(-0.5);
                Transforms.exp(density, false);
                yield density.muli(x).muli(1 / ROOT_TWO_PI).addi(distribution(x));
            }
            case TANH -> {
                INDArray y = Transforms.tanh(x, true);
                yield y.muli(y).rsubi(1);
            }
            case RELU, PRELU -> leakySlope(activation, slope, x);
            case ZERO -> x.like();
        };
    }

    /** Φ(x), the normal distribution. */
    private static INDArray distribution(INDArray x) {
        INDArray half = x.mul(ROOT_HALF);
        Nd4j.getExecutioner().exec(new Erf(half));
        return half.addi(1).muli(0.5);
    }

    /** 1 above 0, at and below it 0 or PReLU's slope. */
    private static INDArray leakySlope(Activation activation, double slope, INDArray x) {
        INDArray above = x.gt(0).castTo(x.dataType());
        return activation == Activation.RELU ? above : above.muli(1 - slope).addi(slope);
    }
}

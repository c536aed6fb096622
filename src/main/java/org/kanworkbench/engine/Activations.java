package org.kanworkbench.engine;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.kanworkbench.network.Activation;

/** Fixed activations and their derivatives over arrays whose ends are padded to whole vectors. */
final class Activations {

    private Activations() {}

    /** y[to+j] = act(x[from+j]) for j below length, rounded up to whole vectors. {@code slope} is PReLU's. */
    static void apply(Activation act, float slope, float[] x, int from, float[] y, int to, int length) {
        for (int j = 0; j < length; j += Lanes.COUNT) {
            value(act, slope, FloatVector.fromArray(Lanes.SPECIES, x, from + j)).intoArray(y, to + j);
        }
    }

    /** y[to+j] = act'(x[from+j]) for j below length, rounded up to whole vectors. */
    static void differentiate(Activation act, float slope, float[] x, int from, float[] y, int to, int length) {
        for (int j = 0; j < length; j += Lanes.COUNT) {
            derivative(act, slope, FloatVector.fromArray(Lanes.SPECIES, x, from + j))
                    .intoArray(y, to + j);
        }
    }

    private static FloatVector value(Activation act, float slope, FloatVector x) {
        return switch (act) {
            case IDENTITY -> x;
            case SILU -> x.mul(VectorMath.sigmoid(x));
            case GELU -> x.mul(VectorMath.gaussianDistribution(x));
            case RELU -> x.max(0f);
            case PRELU -> x.blend(x.mul(slope), negative(x));
            case ZERO -> FloatVector.zero(Lanes.SPECIES);
        };
    }

    private static FloatVector derivative(Activation act, float slope, FloatVector x) {
        FloatVector one = FloatVector.broadcast(Lanes.SPECIES, 1f);
        return switch (act) {
            case IDENTITY -> one;
            case SILU -> {
                FloatVector sigma = VectorMath.sigmoid(x);
                yield sigma.mul(x.fma(one.sub(sigma), one));
            }
            case GELU -> x.fma(VectorMath.gaussianDensity(x), VectorMath.gaussianDistribution(x));
            case RELU -> FloatVector.zero(Lanes.SPECIES).blend(one, x.compare(VectorOperators.GT, 0f));
            case PRELU -> one.blend(FloatVector.broadcast(Lanes.SPECIES, slope), negative(x));
            case ZERO -> FloatVector.zero(Lanes.SPECIES);
        };
    }

    private static VectorMask<Float> negative(FloatVector x) {
        return x.compare(VectorOperators.LT, 0f);
    }
}

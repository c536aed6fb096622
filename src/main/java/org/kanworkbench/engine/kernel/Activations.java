package org.kanworkbench.engine.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.kanworkbench.network.Activation;

/**
 * Fixed activations and their derivatives over arrays whose ends are padded to whole vectors. Each has a loop of its own:
 * a choice within one loop is too large for the compiler to inline once several activations have been used, and then
 * every vector would be an object on the heap.
 */
public final class Activations {

    private static final VectorSpecies<Float> S = Lanes.SPECIES;
    private static final int V = Lanes.COUNT;

    private Activations() {}

    /** y[to+j] = act(x[from+j]) for j below length, rounded up to whole vectors. {@code slope} is PReLU's. */
    public static void apply(Activation act, float slope, float[] x, int from, float[] y, int to, int length) {
        switch (act) {
            case IDENTITY -> System.arraycopy(x, from, y, to, whole(length));
            case SILU -> silu(x, from, y, to, length);
            case GELU -> gelu(x, from, y, to, length);
            case TANH -> tanh(x, from, y, to, length);
            case RELU -> leaky(0, x, from, y, to, length);
            case PRELU -> leaky(slope, x, from, y, to, length);
            case ZERO -> Arrays.fill(y, to, to + whole(length), 0);
        }
    }

    /** y[to+j] = act'(x[from+j]) for j below length, rounded up to whole vectors. */
    public static void differentiate(Activation act, float slope, float[] x, int from, float[] y, int to, int length) {
        switch (act) {
            case IDENTITY -> Arrays.fill(y, to, to + whole(length), 1);
            case SILU -> siluSlope(x, from, y, to, length);
            case GELU -> geluSlope(x, from, y, to, length);
            case TANH -> tanhSlope(x, from, y, to, length);
            // PyTorch's slopes at 0 itself: 0 for ReLU, PReLU's own below and at it.
            case RELU -> leakySlope(0, x, from, y, to, length);
            case PRELU -> leakySlope(slope, x, from, y, to, length);
            case ZERO -> Arrays.fill(y, to, to + whole(length), 0);
        }
    }

    private static int whole(int length) {
        return (length + V - 1) / V * V;
    }

    private static void silu(float[] x, int from, float[] y, int to, int length) {
        for (int j = 0; j < length; j += V) {
            FloatVector v = FloatVector.fromArray(S, x, from + j);
            v.mul(VectorMath.sigmoid(v)).intoArray(y, to + j);
        }
    }

    private static void siluSlope(float[] x, int from, float[] y, int to, int length) {
        FloatVector one = FloatVector.broadcast(S, 1f);
        for (int j = 0; j < length; j += V) {
            FloatVector v = FloatVector.fromArray(S, x, from + j);
            FloatVector sigma = VectorMath.sigmoid(v);
            sigma.mul(v.fma(one.sub(sigma), one)).intoArray(y, to + j);
        }
    }

    private static void gelu(float[] x, int from, float[] y, int to, int length) {
        for (int j = 0; j < length; j += V) {
            FloatVector v = FloatVector.fromArray(S, x, from + j);
            v.mul(VectorMath.gaussianDistribution(v)).intoArray(y, to + j);
        }
    }

    private static void geluSlope(float[] x, int from, float[] y, int to, int length) {
        for (int j = 0; j < length; j += V) {
            VectorMath.geluSlope(FloatVector.fromArray(S, x, from + j)).intoArray(y, to + j);
        }
    }

    private static void tanh(float[] x, int from, float[] y, int to, int length) {
        for (int j = 0; j < length; j += V) {
            VectorMath.tanh(FloatVector.fromArray(S, x, from + j)).intoArray(y, to + j);
        }
    }

    private static void tanhSlope(float[] x, int from, float[] y, int to, int length) {
        FloatVector one = FloatVector.broadcast(S, 1f);
        for (int j = 0; j < length; j += V) {
            FloatVector v = VectorMath.tanh(FloatVector.fromArray(S, x, from + j));
            v.neg().fma(v, one).intoArray(y, to + j);
        }
    }

    /** x above 0, slope·x elsewhere. */
    private static void leaky(float slope, float[] x, int from, float[] y, int to, int length) {
        for (int j = 0; j < length; j += V) {
            FloatVector v = FloatVector.fromArray(S, x, from + j);
            v.mul(slope).blend(v, v.compare(VectorOperators.GT, 0f)).intoArray(y, to + j);
        }
    }

    private static void leakySlope(float slope, float[] x, int from, float[] y, int to, int length) {
        FloatVector below = FloatVector.broadcast(S, slope);
        for (int j = 0; j < length; j += V) {
            FloatVector v = FloatVector.fromArray(S, x, from + j);
            below.blend(1f, v.compare(VectorOperators.GT, 0f)).intoArray(y, to + j);
        }
    }
}

package org.kanworkbench.engine.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Elementary functions on vectors of floats. Plain arithmetic, no library call, so that the bits are the same on every
 * machine with fused multiply-add. Absolute errors stay below 5e-7 (relative for exp).
 */
public final class VectorMath {

    private static final float LOG2_E = 1.44269504f;
    private static final float LN2_HIGH = 0.693359375f;
    private static final float LN2_LOW = -2.12194440e-4f;
    /** 1.5 · 2^23: adding it leaves the rounded integer in the lowest mantissa bits. */
    private static final float ROUND = 12582912f;

    private static final float TWO_OVER_PI = 0.63661977f;
    /** π/2 in three parts, the first two with few enough digits that their multiples are exact. */
    private static final float HALF_PI_HIGH = 1.5703125f;

    private static final float HALF_PI_MIDDLE = 4.837512969970703e-4f;
    private static final float HALF_PI_LOW = 7.549790126404332e-8f;

    private VectorMath() {}

    /** e^x, clamped to the normal range of float (±87). Reduction and polynomial of Cephes' expf (Moshier). */
    static FloatVector exp(FloatVector x) {
        FloatVector c = x.max(-87f).min(87f);
        FloatVector shifted =
                c.fma(FloatVector.broadcast(Lanes.SPECIES, LOG2_E), FloatVector.broadcast(Lanes.SPECIES, ROUND));
        FloatVector n = shifted.sub(ROUND);
        FloatVector r = n.fma(FloatVector.broadcast(Lanes.SPECIES, -LN2_HIGH), c);
        r = n.fma(FloatVector.broadcast(Lanes.SPECIES, -LN2_LOW), r);
        FloatVector p = r.fma(
                FloatVector.broadcast(Lanes.SPECIES, 1.9875691500e-4f),
                FloatVector.broadcast(Lanes.SPECIES, 1.3981999507e-3f));
        p = p.fma(r, FloatVector.broadcast(Lanes.SPECIES, 8.3334519073e-3f));
        p = p.fma(r, FloatVector.broadcast(Lanes.SPECIES, 4.1665795894e-2f));
        p = p.fma(r, FloatVector.broadcast(Lanes.SPECIES, 1.6666665459e-1f));
        p = p.fma(r, FloatVector.broadcast(Lanes.SPECIES, 5.0000001201e-1f));
        p = p.fma(r.mul(r), r).add(1f);
        return p.reinterpretAsInts()
                .add(shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23))
                .reinterpretAsFloats();
    }

    /** sin x, to an absolute error of 5e-7 for |x| up to some thousand. Reduction and polynomials of Cephes' sinf (Moshier). */
    static FloatVector sin(FloatVector x) {
        return quarterTurned(x, 0);
    }

    /** cos x, likewise. */
    static FloatVector cos(FloatVector x) {
        return quarterTurned(x, 1);
    }

    /** sin(x + quarters·π/2). */
    private static FloatVector quarterTurned(FloatVector x, int quarters) {
        FloatVector shifted =
                x.fma(FloatVector.broadcast(Lanes.SPECIES, TWO_OVER_PI), FloatVector.broadcast(Lanes.SPECIES, ROUND));
        FloatVector n = shifted.sub(ROUND);
        FloatVector r = n.fma(FloatVector.broadcast(Lanes.SPECIES, -HALF_PI_HIGH), x);
        r = n.fma(FloatVector.broadcast(Lanes.SPECIES, -HALF_PI_MIDDLE), r);
        r = n.fma(FloatVector.broadcast(Lanes.SPECIES, -HALF_PI_LOW), r);
        FloatVector square = r.mul(r);
        FloatVector sine = square.fma(
                FloatVector.broadcast(Lanes.SPECIES, -1.9515295891e-4f),
                FloatVector.broadcast(Lanes.SPECIES, 8.3321608736e-3f));
        sine = sine.fma(square, FloatVector.broadcast(Lanes.SPECIES, -1.6666654611e-1f));
        sine = sine.mul(square).fma(r, r);
        FloatVector cosine = square.fma(
                FloatVector.broadcast(Lanes.SPECIES, 2.443315711809948e-5f),
                FloatVector.broadcast(Lanes.SPECIES, -1.388731625493765e-3f));
        cosine = cosine.fma(square, FloatVector.broadcast(Lanes.SPECIES, 4.166664568298827e-2f));
        cosine = cosine.mul(square).sub(0.5f).fma(square, one());
        IntVector quadrant = shifted.reinterpretAsInts().add(quarters);
        FloatVector value = sine.blend(
                cosine, quadrant.and(1).compare(VectorOperators.EQ, 1).cast(Lanes.SPECIES));
        return value.blend(
                value.neg(), quadrant.and(2).compare(VectorOperators.EQ, 2).cast(Lanes.SPECIES));
    }

    /** 1 / (1 + e^−x). */
    static FloatVector sigmoid(FloatVector x) {
        return one().div(exp(x.neg()).add(1f));
    }

    /** tanh x, to a relative error of 1e-6 everywhere: below 0.625 the odd polynomial of Cephes' tanhf (Moshier). */
    public static FloatVector tanh(FloatVector x) {
        FloatVector large = one().sub(FloatVector.broadcast(Lanes.SPECIES, 2f)
                .div(exp(x.add(x)).add(1f)));
        FloatVector square = x.mul(x);
        FloatVector small = square.fma(
                FloatVector.broadcast(Lanes.SPECIES, -5.70498872745e-3f),
                FloatVector.broadcast(Lanes.SPECIES, 2.06390887954e-2f));
        small = small.fma(square, FloatVector.broadcast(Lanes.SPECIES, -5.37397155531e-2f));
        small = small.fma(square, FloatVector.broadcast(Lanes.SPECIES, 1.33314422036e-1f));
        small = small.fma(square, FloatVector.broadcast(Lanes.SPECIES, -3.33332819422e-1f));
        small = small.mul(square).fma(x, x);
        return large.blend(small, square.compare(VectorOperators.LT, 0.390625f));
    }

    /** Error function, Abramowitz and Stegun (1964) 7.1.26. */
    static FloatVector erf(FloatVector x) {
        return erf(x, exp(x.mul(x).neg()));
    }

    /** Error function of x, given e^−x². */
    private static FloatVector erf(FloatVector x, FloatVector exponential) {
        FloatVector t = one().div(x.abs().fma(FloatVector.broadcast(Lanes.SPECIES, 0.3275911f), one()));
        FloatVector p = t.fma(
                FloatVector.broadcast(Lanes.SPECIES, 1.061405429f),
                FloatVector.broadcast(Lanes.SPECIES, -1.453152027f));
        p = p.fma(t, FloatVector.broadcast(Lanes.SPECIES, 1.421413741f));
        p = p.fma(t, FloatVector.broadcast(Lanes.SPECIES, -0.284496736f));
        p = p.fma(t, FloatVector.broadcast(Lanes.SPECIES, 0.254829592f));
        FloatVector e = one().sub(p.mul(t).mul(exponential));
        return e.blend(e.neg(), x.compare(VectorOperators.LT, 0f));
    }

    /** Standard normal distribution function. */
    static FloatVector gaussianDistribution(FloatVector x) {
        return erf(x.mul(0.70710678f)).add(1f).mul(0.5f);
    }

    /** Derivative of x·Φ(x): Φ(x) + x·φ(x), density and distribution from one exponential. */
    static FloatVector geluSlope(FloatVector x) {
        FloatVector exponential = exp(x.mul(x).mul(-0.5f));
        FloatVector distribution = erf(x.mul(0.70710678f), exponential).add(1f).mul(0.5f);
        return x.mul(0.39894228f).fma(exponential, distribution);
    }

    private static FloatVector one() {
        return FloatVector.broadcast(Lanes.SPECIES, 1f);
    }
}

package org.kanworkbench.engine.stem;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.kanworkbench.engine.kernel.Lanes;

/** What is done to the values of planes one by one, or to all of a plane's; planes as {@link PlaneKernels} has them. */
final class PlaneValues {

    private static final VectorSpecies<Float> S = Lanes.SPECIES;
    private static final int V = Lanes.COUNT;

    private PlaneValues() {}

    /** Multiplies planes from 0 on by a mask of as many values. */
    static void mask(float[] planes, int count, float[] mask) {
        for (int k = 0; k < count; k++) {
            for (int q = 0; q < mask.length; q += V) {
                int at = k * mask.length + q;
                FloatVector.fromArray(S, planes, at)
                        .mul(FloatVector.fromArray(S, mask, q))
                        .intoArray(planes, at);
            }
        }
    }

    /**
     * Brings the pixels of a plane to mean 0 and deviation 1, and all that is masked to 0.
     *
     * @param mask 1 for a pixel, else 0
     * @param pixels number of ones
     * @param epsilon added to the variance
     * @return the deviation
     */
    static float normalize(float[] plane, int at, float[] mask, int pixels, float epsilon) {
        FloatVector sum = FloatVector.zero(S);
        for (int q = 0; q < mask.length; q += V) {
            sum = FloatVector.fromArray(S, plane, at + q).fma(FloatVector.fromArray(S, mask, q), sum);
        }
        FloatVector mean = FloatVector.broadcast(S, Lanes.sum(sum) / pixels);
        FloatVector squares = FloatVector.zero(S);
        for (int q = 0; q < mask.length; q += V) {
            FloatVector apart =
                    FloatVector.fromArray(S, plane, at + q).sub(mean).mul(FloatVector.fromArray(S, mask, q));
            squares = apart.fma(apart, squares);
            apart.intoArray(plane, at + q);
        }
        float deviation = (float) Math.sqrt(Lanes.sum(squares) / pixels + epsilon);
        FloatVector factor = FloatVector.broadcast(S, 1 / deviation);
        for (int q = 0; q < mask.length; q += V) {
            FloatVector.fromArray(S, plane, at + q).mul(factor).intoArray(plane, at + q);
        }
        return deviation;
    }

    /**
     * Replaces gradients of normalised values by those of the values: (g − mean(g) − z·mean(g·z))/deviation. Both are 0
     * where masked.
     */
    static void throughNorm(float[] g, int at, float[] z, int zAt, float deviation, float[] mask, int pixels) {
        FloatVector sum = FloatVector.zero(S);
        FloatVector products = sum;
        for (int q = 0; q < mask.length; q += V) {
            FloatVector of = FloatVector.fromArray(S, g, at + q);
            sum = sum.add(of);
            products = of.fma(FloatVector.fromArray(S, z, zAt + q), products);
        }
        float mean = Lanes.sum(sum) / pixels;
        float product = Lanes.sum(products) / pixels;
        for (int q = 0; q < mask.length; q += V) {
            FloatVector.fromArray(S, z, zAt + q)
                    .mul(-product)
                    .add(FloatVector.fromArray(S, g, at + q))
                    .sub(mean)
                    .mul(FloatVector.fromArray(S, mask, q))
                    .mul(1 / deviation)
                    .intoArray(g, at + q);
        }
    }

    /**
     * The largest of four values at each of count places: there, one further, and these two a row below; the first one
     * among equals.
     *
     * @param row distance to the row below
     * @param count rounded up to whole vectors
     * @param most receives the values
     * @param distance receives how far it was
     */
    static void largest(float[] plane, int at, int row, int count, float[] most, float[] distance) {
        for (int q = 0; q < count; q += V) {
            FloatVector best = FloatVector.fromArray(S, plane, at + q);
            FloatVector choice = FloatVector.zero(S);
            for (int n = 1; n < 4; n++) {
                int further = (n >> 1) * row + (n & 1);
                FloatVector next = FloatVector.fromArray(S, plane, at + q + further);
                VectorMask<Float> greater = next.compare(VectorOperators.GT, best);
                best = best.blend(next, greater);
                choice = choice.blend((float) further, greater);
            }
            best.intoArray(most, q);
            choice.intoArray(distance, q);
        }
    }

    /** to[n] += a[aAt + n]·b[bAt + n] for count values, a multiple of the padding. */
    static void addProduct(float[] a, int aAt, float[] b, int bAt, int count, float[] to) {
        for (int n = 0; n < count; n += V) {
            FloatVector.fromArray(S, a, aAt + n)
                    .fma(FloatVector.fromArray(S, b, bAt + n), FloatVector.fromArray(S, to, n))
                    .intoArray(to, n);
        }
    }

    /** Replaces gradients of tanh x by those of x: g·(1 − tanh²). */
    static void throughTanh(float[] g, float[] tanh, int count) {
        FloatVector one = FloatVector.broadcast(S, 1f);
        for (int n = 0; n < count; n += V) {
            FloatVector y = FloatVector.fromArray(S, tanh, n);
            y.neg().fma(y, one).mul(FloatVector.fromArray(S, g, n)).intoArray(g, n);
        }
    }
}

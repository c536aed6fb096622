package org.kanworkbench.engine.kernel;

import java.util.Arrays;
import org.kanworkbench.network.basis.BSpline;

/**
 * B-splines on an even grid: within a cell only order + 1 functions are not 0, and in cell coordinates u (0 ≤ u < 1)
 * they are the same in every cell (cardinal splines: Schoenberg, 1946; de Boor, A Practical Guide to Splines, 1978).
 */
final class BSplineKernel implements BasisKernel {

    private final int order;
    private final int terms;
    private final int cells;
    private final float firstKnot;
    private final float inverseStep;

    BSplineKernel(BSpline basis) {
        order = basis.order();
        terms = basis.terms();
        cells = basis.grid() + 2 * order;
        firstKnot = (float) basis.knot(0);
        inverseStep = (float) (1 / basis.step());
    }

    @Override
    public void expand(float[] s, int count, float[] value, float[] derivative, int at, int plane) {
        for (int k = 0; k < terms; k++) {
            Arrays.fill(value, at + k * plane, at + k * plane + count, 0f);
            if (derivative != null) {
                Arrays.fill(derivative, at + k * plane, at + k * plane + count, 0f);
            }
        }
        for (int n = 0; n < count; n++) {
            float position = (s[n] - firstKnot) * inverseStep;
            int cell = (int) Math.floor(position);
            // NaN falls through as cell 0 would: let it show in the values instead of vanishing.
            if (position != position) {
                value[at + n] = Float.NaN;
            } else if (cell >= 0 && cell < cells) {
                scatter(position - cell, cell - order, value, derivative, at + n, plane);
            }
        }
    }

    /** Writes the functions first .. first + order at cell coordinate u, as far as they exist. */
    private void scatter(float u, int first, float[] value, float[] derivative, int at, int plane) {
        switch (order) {
            case 1 -> {
                put(value, at, plane, first, 1 - u);
                put(value, at, plane, first + 1, u);
                if (derivative != null) {
                    put(derivative, at, plane, first, -inverseStep);
                    put(derivative, at, plane, first + 1, inverseStep);
                }
            }
            case 2 -> {
                float v = 1 - u;
                put(value, at, plane, first, 0.5f * v * v);
                put(value, at, plane, first + 1, 0.5f + u * v);
                put(value, at, plane, first + 2, 0.5f * u * u);
                if (derivative != null) {
                    put(derivative, at, plane, first, -v * inverseStep);
                    put(derivative, at, plane, first + 1, (v - u) * inverseStep);
                    put(derivative, at, plane, first + 2, u * inverseStep);
                }
            }
            case 3 -> {
                float v = 1 - u;
                float u2 = u * u;
                float v2 = v * v;
                put(value, at, plane, first, v2 * v * (1f / 6));
                put(value, at, plane, first + 1, (4 - 3 * u2 * (2 - u)) * (1f / 6));
                put(value, at, plane, first + 2, (4 - 3 * v2 * (2 - v)) * (1f / 6));
                put(value, at, plane, first + 3, u2 * u * (1f / 6));
                if (derivative != null) {
                    put(derivative, at, plane, first, -0.5f * v2 * inverseStep);
                    put(derivative, at, plane, first + 1, (1.5f * u2 - 2 * u) * inverseStep);
                    put(derivative, at, plane, first + 2, (2 * v - 1.5f * v2) * inverseStep);
                    put(derivative, at, plane, first + 3, 0.5f * u2 * inverseStep);
                }
            }
            default -> anyOrder(u, first, value, derivative, at, plane);
        }
    }

    /** Any order, by the recurrence of the cardinal splines. */
    private void anyOrder(float u, int first, float[] value, float[] derivative, int at, int plane) {
        for (int j = 0; j <= order; j++) {
            put(value, at, plane, first + j, cardinal(order, u + order - j));
            if (derivative != null) {
                float slope = cardinal(order - 1, u + order - j) - cardinal(order - 1, u + order - j - 1);
                put(derivative, at, plane, first + j, slope * inverseStep);
            }
        }
    }

    /** The B-spline of degree d on knots 0, 1, …, d + 1 at t. */
    private static float cardinal(int d, float t) {
        if (t < 0 || t >= d + 1) {
            return 0;
        }
        if (d == 0) {
            return 1;
        }
        return (t * cardinal(d - 1, t) + (d + 1 - t) * cardinal(d - 1, t - 1)) / d;
    }

    private void put(float[] planes, int at, int plane, int k, float v) {
        if (k >= 0 && k < terms) {
            planes[at + k * plane] = v;
        }
    }
}

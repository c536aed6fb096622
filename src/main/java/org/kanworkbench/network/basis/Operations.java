package org.kanworkbench.network.basis;

import java.util.List;
import java.util.function.Supplier;

/**
 * The arithmetic in which a {@link FormulaBasis} defines its functions. The implementation decides what a value is: a
 * float vector with derivatives, a node of a graph, an array of another library.
 *
 * @param <T> a value
 */
public interface Operations<T> {

    /** slope·x + shift. */
    T affine(T x, double slope, double shift);

    T add(T a, T b);

    T subtract(T a, T b);

    T multiply(T a, T b);

    T exp(T x);

    T sin(T x);

    T cos(T x);

    T tanh(T x);

    /** max(0, x), of derivative 0 at 0. */
    T ramp(T x);

    T divide(T a, T b);

    /** a·b + c, which implementations may fuse, as all that follow. */
    default T multiplyAdd(T a, T b, T c) {
        return add(multiply(a, b), c);
    }

    /** factor·max(0, x − lower)·max(0, upper − x). */
    default T ramps(T x, T lower, T upper, double factor) {
        return affine(multiply(ramp(subtract(x, lower)), ramp(subtract(upper, x))), factor, 0);
    }

    /**
     * |x|.
     *
     * @param increasing whether its derivative at 0 is 1, not 0
     */
    default T absolute(T x, boolean increasing) {
        T below = ramp(affine(x, -1, 0));
        return increasing ? add(x, affine(below, 2, 0)) : add(ramp(x), below);
    }

    /** A value with the derivatives of another one: for what a peer's own backward pass does. */
    default T passing(T value, Supplier<T> derivatives) {
        return value;
    }

    /** x as a constant. */
    default T still(T x) {
        return passing(x, () -> affine(x, 0, 0));
    }

    /**
     * (slope·x + shift)·last − decay·before: one step of a three-term recurrence.
     *
     * @param before null for the constant 1
     */
    default T recurrence(T x, double slope, double shift, T last, double decay, T before) {
        T product = multiply(affine(x, slope, shift), last);
        if (decay == 0) {
            return product;
        }
        return before == null ? affine(product, 1, -decay) : subtract(product, affine(before, decay, 0));
    }

    /** exp(−((x − centre)/width)²). */
    default T bump(T x, double centre, double width) {
        T u = affine(affine(x, 1, -centre), 1 / width, 0);
        return exp(affine(multiply(u, u), -1, 0));
    }

    /** sech²(x − g) = 1 − tanh²(x − g) for every centre g. */
    default List<T> switchSlopes(T x, List<Double> centres) {
        return centres.stream()
                .map(centre -> tanh(affine(x, 1, -centre)))
                .map(switched -> affine(multiply(switched, switched), -1, 1))
                .toList();
    }

    /**
     * The B-spline on whole knots around 0, as a difference of powers: with n = order + 1, Σ_j (−1)^j·C(n, j)·max(0,
     * n/2 − j − |v|)^order / order!, j below n/2, which are as small as the function itself.
     */
    default T spline(T v, int order) {
        T distance = absolute(v, false);
        T sum = null;
        for (int j = 0; 2 * j < order + 1; j++) {
            T reach = ramp(affine(distance, -1, (order + 1) / 2.0 - j));
            T power = reach;
            for (int f = 1; f < order; f++) {
                power = multiply(power, reach);
            }
            T term = affine(power, splineFactor(order, j), 0);
            sum = sum == null ? term : add(sum, term);
        }
        return sum;
    }

    /** (−1)^j·C(order + 1, j) / order!. */
    public static double splineFactor(int order, int j) {
        double factor = j % 2 == 0 ? 1 : -1;
        for (int f = 2; f <= order; f++) {
            factor /= f;
        }
        for (int i = 0; i < j; i++) {
            factor *= (order + 1.0 - i) / (i + 1);
        }
        return factor;
    }
}

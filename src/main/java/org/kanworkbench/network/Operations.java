package org.kanworkbench.network;

/**
 * The arithmetic in which a {@link FormulaBasis} writes its functions once. What is computed with decides what a value is:
 * vectors of floats with their derivatives, nodes of a graph, arrays of another library.
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
}

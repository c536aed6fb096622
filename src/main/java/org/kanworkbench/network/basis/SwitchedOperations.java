package org.kanworkbench.network.basis;

/** Operations whose implementation tells them apart in two switches, since most take one expression each. */
public interface SwitchedOperations<T> extends Operations<T> {

    enum Binary {
        ADD,
        SUBTRACT,
        MULTIPLY,
        DIVIDE
    }

    enum Unary {
        EXP,
        SIN,
        COS,
        TANH,
        RAMP
    }

    T binary(Binary operation, T a, T b);

    T unary(Unary operation, T x);

    @Override
    default T add(T a, T b) {
        return binary(Binary.ADD, a, b);
    }

    @Override
    default T subtract(T a, T b) {
        return binary(Binary.SUBTRACT, a, b);
    }

    @Override
    default T multiply(T a, T b) {
        return binary(Binary.MULTIPLY, a, b);
    }

    @Override
    default T divide(T a, T b) {
        return binary(Binary.DIVIDE, a, b);
    }

    @Override
    default T exp(T x) {
        return unary(Unary.EXP, x);
    }

    @Override
    default T sin(T x) {
        return unary(Unary.SIN, x);
    }

    @Override
    default T cos(T x) {
        return unary(Unary.COS, x);
    }

    @Override
    default T tanh(T x) {
        return unary(Unary.TANH, x);
    }

    @Override
    default T ramp(T x) {
        return unary(Unary.RAMP, x);
    }
}

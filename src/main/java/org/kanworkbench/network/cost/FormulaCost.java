package org.kanworkbench.network.cost;

import org.kanworkbench.network.basis.FormulaBasis;
import org.kanworkbench.network.basis.SwitchedOperations;

/** Counts the operations of a formula. Values are ignored. */
final class FormulaCost implements SwitchedOperations<Object> {

    private static final Object VALUE = new Object();

    private long operations;

    private FormulaCost() {}

    /** Floating-point operations at one point. */
    static long of(FormulaBasis basis) {
        FormulaCost cost = new FormulaCost();
        basis.functions(VALUE, cost);
        return cost.operations;
    }

    private Object took(int more) {
        operations += more;
        return VALUE;
    }

    @Override
    public Object affine(Object x, double slope, double shift) {
        // A constant costs nothing.
        return took(slope == 0 ? 0 : (slope == 1 ? 0 : 1) + (shift == 0 ? 0 : 1));
    }

    @Override
    public Object binary(Binary operation, Object a, Object b) {
        return took(1);
    }

    /** tanh as 1 − 2/(e^2x + 1). */
    @Override
    public Object unary(Unary operation, Object x) {
        return took(operation == Unary.TANH ? 5 : 1);
    }

    /** Difference, quotient, square, exponential. */
    @Override
    public Object bump(Object x, double centre, double width) {
        return took(4);
    }
}

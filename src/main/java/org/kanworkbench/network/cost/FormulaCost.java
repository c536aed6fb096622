package org.kanworkbench.network.cost;

import org.kanworkbench.network.basis.FormulaBasis;
import org.kanworkbench.network.basis.Operations;

/** Counts the operations of a formula. Values are ignored. */
final class FormulaCost implements Operations<Object> {

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
    public Object add(Object a, Object b) {
        return took(1);
    }

    @Override
    public Object subtract(Object a, Object b) {
        return took(1);
    }

    @Override
    public Object multiply(Object a, Object b) {
        return took(1);
    }

    @Override
    public Object divide(Object a, Object b) {
        return took(1);
    }

    /** Difference, quotient, square, exponential. */
    @Override
    public Object bump(Object x, double centre, double width) {
        return took(4);
    }

    @Override
    public Object exp(Object x) {
        return took(1);
    }

    @Override
    public Object sin(Object x) {
        return took(1);
    }

    @Override
    public Object cos(Object x) {
        return took(1);
    }

    @Override
    public Object ramp(Object x) {
        return took(1);
    }

    /** As 1 − 2/(e^2x + 1). */
    @Override
    public Object tanh(Object x) {
        return took(5);
    }
}

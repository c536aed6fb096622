package org.kanworkbench.expression;

/** A real function of a row of inputs. */
@FunctionalInterface
public interface RealFunction {
    double at(double... x);
}

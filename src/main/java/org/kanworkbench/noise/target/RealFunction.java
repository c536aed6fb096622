package org.kanworkbench.noise.target;

/** A real function of a row of inputs. */
@FunctionalInterface
public interface RealFunction {
    double at(double... x);
}

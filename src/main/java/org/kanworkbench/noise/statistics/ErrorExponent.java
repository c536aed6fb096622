package org.kanworkbench.noise.statistics;

/**
 * How a model's test error falls with the size of the training set: error ~ rows^exponent, by least squares of the logarithms
 * in every seed.
 *
 * @param interval 95 %, by the bootstrap over seeds
 */
public record ErrorExponent(String model, double level, double exponent, Interval interval) {}

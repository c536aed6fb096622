package org.kanworkbench.noise.statistics;

import org.kanworkbench.statistics.Interval;

/**
 * The exponent of a model's test error in the size of the training set: error ~ rows^exponent, by least squares of the
 * logarithms per seed.
 *
 * @param interval 95 %, by the bootstrap over seeds
 */
public record ErrorExponent(String model, double level, double exponent, Interval interval) {}

package org.kanworkbench.quantize.compare;

/**
 * A test sample whose prediction differs between a scheme and float32.
 *
 * @param row index in the test set
 * @param label the true class
 * @param before class predicted in float32
 * @param after class predicted under the scheme
 */
public record ChangedPrediction(int row, int label, int before, int after) {}

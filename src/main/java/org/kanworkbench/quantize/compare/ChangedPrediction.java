package org.kanworkbench.quantize.compare;

/**
 * A row that a scheme answers otherwise than float32 does.
 *
 * @param row of the test examples
 * @param label the right class
 * @param before float32's answer
 * @param after the scheme's
 */
public record ChangedPrediction(int row, int label, int before, int after) {}

package org.kanworkbench.quantize.onnx.graph;

/**
 * A sample of a layer's inputs.
 *
 * @param inputs values
 * @param normalized as many of the normalised ones, where only the basis sees them; elsewhere the same
 */
record LayerSample(float[] inputs, float[] normalized) {}

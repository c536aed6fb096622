/** Writes networks as ONNX graphs, in float or in 8-bit codes. */
package org.kanworkbench.quantize.onnx.graph;

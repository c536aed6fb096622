/** Networks as ONNX graphs: written, checked, read and run by ONNX Runtime. */
package org.kanworkbench.quantize.onnx;

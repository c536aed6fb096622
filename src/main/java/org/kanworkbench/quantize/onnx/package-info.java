/** ONNX files: reading, checking, running with ONNX Runtime, and example programs. */
package org.kanworkbench.quantize.onnx;

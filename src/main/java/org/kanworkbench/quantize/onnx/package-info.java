/** ONNX files: checked, read, run by ONNX Runtime, and used elsewhere. */
package org.kanworkbench.quantize.onnx;

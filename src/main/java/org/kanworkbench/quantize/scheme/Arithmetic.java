package org.kanworkbench.quantize.scheme;

/** What computes with a scheme's weights. */
public enum Arithmetic {
    /** ONNX Runtime in float32; float16 weights are widened as the file is opened. */
    FLOAT,
    /** ONNX Runtime with int8 products, the inputs of a layer scaled by what the batch happens to hold. */
    INT8_DYNAMIC,
    /** ONNX Runtime with int8 products, the inputs of a layer scaled as calibration rows asked for. */
    INT8_STATIC,
    /** As {@link #INT8_STATIC}, with scales that the basis's known range gives, and one product a layer. */
    INT8_LEAN,
    /** The workbench's own engine with the rounded weights in float32: what the bits do to the answers, no time is saved. */
    SIMULATED;

    /** Whether a row's answer is the same whatever rows come with it. */
    public boolean rowsAreIndependent() {
        return this != INT8_DYNAMIC;
    }
}

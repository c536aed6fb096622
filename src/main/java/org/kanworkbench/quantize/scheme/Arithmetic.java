package org.kanworkbench.quantize.scheme;

/** The arithmetic and runtime of a scheme. */
public enum Arithmetic {
    /** ONNX Runtime in float32; float16 weights are widened when the file is opened. */
    FLOAT,
    /** ONNX Runtime with int8 products, a layer's inputs quantised dynamically, by the range of the batch. */
    INT8_DYNAMIC,
    /** ONNX Runtime with int8 products, a layer's inputs quantised statically, by the range of calibration rows. */
    INT8_STATIC,
    /** As {@link #INT8_STATIC}, with scales from the basis's known range, and one product per layer. */
    INT8_LEAN,
    /**
     * The workbench's own engine with simulated (fake-quantised) weights in float32: it shows the effect on
     * predictions, without a speed-up.
     */
    SIMULATED;

    /** Whether weights that are integers are computed with as such. */
    public boolean integers() {
        return this == INT8_DYNAMIC || this == INT8_STATIC || this == INT8_LEAN;
    }

    /** Whether predictions are independent of the batch. */
    public boolean rowsAreIndependent() {
        return this != INT8_DYNAMIC;
    }
}

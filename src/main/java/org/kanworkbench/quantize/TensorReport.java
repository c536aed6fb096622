package org.kanworkbench.quantize;

/**
 * What a scheme did to one tensor, or to one term of it.
 *
 * @param tensor the name in the model, for instance {@code layers.0.basis_weight}
 * @param part what of it, for instance {@code P₃}; empty for all of it
 * @param weights how many
 * @param bits of one weight
 * @param touched whether they are kept otherwise than as float32
 * @param reason why they are not; empty where they are
 * @param rmsError root mean square of what rounding changed
 * @param rms root mean square of the weights themselves
 */
public record TensorReport(
        String tensor,
        String part,
        long weights,
        int bits,
        boolean touched,
        String reason,
        double rmsError,
        double rms) {}

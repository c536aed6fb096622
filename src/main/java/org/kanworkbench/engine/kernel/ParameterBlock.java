package org.kanworkbench.engine.kernel;

import java.util.Arrays;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.tensor.Tensor;

/** A trained array with what its optimiser remembers of it. */
public final class ParameterBlock {

    public final float[] values;
    /** First moment or momentum; null until an optimiser needs it. */
    public float[] first;
    /** Second moment; null until an optimiser needs it. */
    public float[] second;
    /** Where gradients are collected, when they are asked for. */
    public float[] gradient;

    public ParameterBlock(int size) {
        values = new float[size];
    }

    /** The values of a model's tensor; one that is missing or has another shape is refused with an IllegalArgumentException. */
    public static float[] values(Model model, String name, int... shape) {
        Tensor tensor = model.tensor(name);
        if (!Arrays.equals(tensor.shape(), shape)) {
            throw new IllegalArgumentException("tensor " + name + " has shape "
                    + Arrays.toString(tensor.shape()) + ", the network needs "
                    + Arrays.toString(shape));
        }
        return tensor.values();
    }
}

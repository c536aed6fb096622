package org.kanworkbench.engine.kernel;

import java.util.Arrays;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.tensor.Tensor;

/** A trained array with its optimiser state. */
public final class ParameterBlock {

    public final float[] values;
    /** First moment or momentum; null until an optimiser needs it. */
    public float[] first;
    /** Second moment; null until an optimiser needs it. */
    public float[] second;

    public ParameterBlock(int size) {
        values = new float[size];
    }

    /** Loads the values of a model's tensor. Throws IllegalArgumentException if it is missing or has another shape. */
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

package org.kanworkbench.files.tensors;

import java.util.List;
import java.util.Set;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.network.tensor.Tensor;

/** The named tensors of a file of weights, in any format. */
public interface NamedTensors {

    Set<String> names();

    List<Integer> shape(String tensor) throws ModelFileException;

    /** Row-major values, converted to float32. */
    Tensor tensor(String tensor) throws ModelFileException;

    /** The same, as exact as the file has them. */
    default double[] doubles(String tensor) throws ModelFileException {
        float[] values = tensor(tensor).values();
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }
}

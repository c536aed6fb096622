package org.kanworkbench.files.model;

import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.tensors.Safetensors;
import org.kanworkbench.files.tensors.TensorShapes;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;

/** Models within a file of several. */
public final class NamedModels {

    private NamedModels() {}

    /**
     * The model whose tensors' names have the given prefix.
     *
     * @param file what messages call the file
     */
    public static Model read(String file, Safetensors tensors, String prefix, NetworkSpec network)
            throws ModelFileException {
        return new Model(network, TensorShapes.of(network).pickPrefixed(file, tensors, prefix));
    }
}

package org.kanworkbench.files.tensors;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.kanworkbench.network.tensor.StoredTensor;

/**
 * The storage formats of a model's tensors, if not all are float32.
 *
 * @param scheme name of the quantisation scheme
 * @param tensors all tensors of the model, in its order
 */
public record StoredWeights(String scheme, Map<String, StoredTensor> tensors) {

    public StoredWeights {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }
}

package org.kanworkbench.files.tensors;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.kanworkbench.network.tensor.StoredTensor;

/**
 * How a model's file keeps its tensors, where that is not float32 throughout.
 *
 * @param scheme name of what rounded them
 * @param tensors all of the model's, in its order
 */
public record StoredWeights(String scheme, Map<String, StoredTensor> tensors) {

    public StoredWeights {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }
}

package org.kanworkbench.engine;

import java.util.Map;
import org.kanworkbench.network.tensor.Tensor;

/**
 * What an optimiser remembers between two steps. With the network's weights it is all that the next step depends on.
 *
 * @param steps done so far; biases of moments and masks of dropout depend on it
 * @param first moments or momenta, named and shaped as the parameters of {@link Network#snapshot()}
 * @param second moments, likewise; empty for an optimiser that has none
 */
public record OptimizerState(long steps, Map<String, Tensor> first, Map<String, Tensor> second) {

    public OptimizerState {
        first = Map.copyOf(first);
        second = Map.copyOf(second);
    }
}

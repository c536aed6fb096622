package org.kanworkbench.engine;

import java.util.Map;
import org.kanworkbench.network.tensor.Tensor;

/**
 * An optimiser's state between two steps. Together with the network's weights it determines the next step.
 *
 * @param steps completed; bias corrections and dropout masks depend on it
 * @param first moments or momenta, named and shaped as the parameters of {@link Network#snapshot()}
 * @param second moments, likewise; empty for an optimiser that has none
 */
public record OptimizerState(long steps, Map<String, Tensor> first, Map<String, Tensor> second) {

    public OptimizerState {
        first = Map.copyOf(first);
        second = Map.copyOf(second);
    }
}

package org.kanworkbench.engine;

import java.util.List;
import java.util.Map;
import org.kanworkbench.network.tensor.Tensor;

/**
 * An optimiser's state between two steps. Together with the network's weights it determines the next step.
 *
 * @param steps completed; bias corrections and dropout masks depend on it
 * @param first moments or momenta, named and shaped as the parameters of {@link Network#snapshot()}
 * @param second moments, likewise; empty for an optimiser that has none
 * @param history of L-BFGS, the oldest first; empty for any other
 */
public record OptimizerState(
        long steps, Map<String, Tensor> first, Map<String, Tensor> second, List<Difference> history) {

    /**
     * What L-BFGS remembers of a step, named and shaped as the parameters.
     *
     * @param step change of the weights
     * @param change of the gradient
     */
    public record Difference(Map<String, Tensor> step, Map<String, Tensor> change) {}

    /** The state of an optimiser with moments. */
    public OptimizerState(long steps, Map<String, Tensor> first, Map<String, Tensor> second) {
        this(steps, first, second, List.of());
    }

    public OptimizerState {
        first = Map.copyOf(first);
        second = Map.copyOf(second);
        history = List.copyOf(history);
    }
}

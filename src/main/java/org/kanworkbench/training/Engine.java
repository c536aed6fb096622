package org.kanworkbench.training;

import java.util.Optional;
import org.kanworkbench.network.recipe.Loss;
import org.kanworkbench.training.device.Device;
import org.kanworkbench.training.device.DeviceMonitor;

/** What executes a run's steps. A run keeps the engine that its configuration names. */
public interface Engine {

    /** As configurations and the command line name it. */
    String name();

    /** Where it would compute, or why it cannot. May take a moment; loads no native code. */
    Device device();

    /**
     * What of a configuration it cannot do, in one line that says how to mend it; empty when it can do everything. A run with
     * an obstacle does not start: an engine never ignores what is set.
     */
    default Optional<String> obstacle(Configuration configuration) {
        return configuration.recipe().loss() == Loss.CROSS_ENTROPY
                ? Optional.empty()
                : Optional.of("runs train classes by CROSS_ENTROPY, not by "
                        + configuration.recipe().loss() + ": change the recipe's loss");
    }

    /**
     * Makes a network ready to be trained, on the calling thread, which alone may use it.
     *
     * @throws IllegalStateException of one line, when the engine cannot be used here and now
     */
    Stepper begin(Task task);

    /** How to learn how busy its device is; empty for one that does not tell. */
    default Optional<DeviceMonitor> monitor() {
        return Optional.empty();
    }

    /** One line on a failure that this engine knows: what, and how to mend it. */
    default Optional<String> explain(Throwable failure, Configuration configuration) {
        return Optional.empty();
    }
}

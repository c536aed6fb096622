package org.kanworkbench.training;

import java.util.Optional;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.training.device.Device;
import org.kanworkbench.training.device.Processor;

/** The workbench's own engine, on the Vector API. It is always available. */
public final class VectorEngine implements Engine {

    @Override
    public String name() {
        return Configuration.VECTOR;
    }

    @Override
    public Device device() {
        return Processor.device();
    }

    @Override
    public Optional<String> obstacle(Configuration configuration) {
        return withoutPenalty(configuration);
    }

    /** Why a network has no sparsity penalty that its recipe asks for, on any engine that has one. */
    public static Optional<String> withoutPenalty(Configuration configuration) {
        boolean own = configuration.network().layers().stream().anyMatch(LayerSpec::stretchesEdges);
        return own && configuration.recipe().sparsity().active()
                ? Optional.of("a sparsity penalty needs functions that the edges of an input share, which wavelets are"
                        + " not: set its strength to 0, or choose another basis")
                : Optional.empty();
    }

    @Override
    public Stepper begin(Task task) {
        return new VectorStepper(task);
    }

    /** Updates the grids of a network that another engine trains, as {@link Stepper#epochsDone} does. */
    public static Task epochsDone(Task now, int epochs) {
        try (Stepper stepper = new VectorStepper(now)) {
            stepper.epochsDone(epochs);
            return now.at(stepper.trained(), stepper.optimizerState(), stepper.average());
        }
    }
}

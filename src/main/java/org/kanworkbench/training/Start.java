package org.kanworkbench.training;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.kanworkbench.engine.Network;
import org.kanworkbench.network.Model;

/**
 * How a run begins, and whether it tells where it could go on.
 *
 * @param from where an interrupted run was; empty to begin anew
 * @param reader of the weights that the configuration names, if it names some
 * @param checkpoints least time between two checkpoints; empty for none
 */
public record Start(
        Configuration configuration,
        Optional<Checkpoint> from,
        Optional<WeightsReader> reader,
        Optional<Duration> checkpoints) {

    /** The weights before the first step of a run that begins anew. */
    public Model model(long seed) {
        if (configuration.start().isEmpty()) {
            return Network.initialize(configuration.network(), seed).snapshot();
        }
        Model model = read();
        if (!model.network().equals(configuration.network())) {
            throw new IllegalArgumentException(configuration.start() + " holds the weights of "
                    + model.network().shape() + " of another kind than the network: set the network back, or begin with"
                    + " fresh weights");
        }
        return model;
    }

    private Model read() {
        try {
            return reader.orElseThrow(() -> new IllegalArgumentException(
                            "weights to begin with cannot be read here: begin with fresh ones"))
                    .read(configuration.start());
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** The base rate that the run begins with. */
    public double learningRate() {
        return from.map(Checkpoint::learningRate).orElse(configuration.recipe().learningRate());
    }
}

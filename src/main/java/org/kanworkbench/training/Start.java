package org.kanworkbench.training;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.kanworkbench.engine.Network;
import org.kanworkbench.network.Model;

/**
 * How a run starts, and how often it emits checkpoints, evaluations and snapshots.
 *
 * @param from checkpoint of an interrupted run; empty for a new run
 * @param reader of the initial weights, if the configuration names a file
 * @param checkpoints minimum time between two checkpoints; empty for none
 * @param watched whether somebody looks on: then it is evaluated within epochs as well as after them, and emits snapshots
 */
public record Start(
        Configuration configuration,
        Optional<Checkpoint> from,
        Optional<WeightsReader> reader,
        Optional<Duration> checkpoints,
        boolean watched) {

    /** Of a run that is watched. */
    public Start(
            Configuration configuration,
            Optional<Checkpoint> from,
            Optional<WeightsReader> reader,
            Optional<Duration> checkpoints) {
        this(configuration, from, reader, checkpoints, true);
    }

    /** The initial weights of a new run. */
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

    /** The initial base rate. */
    public double learningRate() {
        return from.map(Checkpoint::learningRate).orElse(configuration.recipe().learningRate());
    }
}

package org.kanworkbench.training.loop;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.engine.SplineGrids;
import org.kanworkbench.training.Checkpoint;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engines;
import org.kanworkbench.training.Run;
import org.kanworkbench.training.Start;
import org.kanworkbench.training.TrainingEvent;
import org.kanworkbench.training.WeightsReader;

/** Starts runs. */
public final class TrainingRun {

    private TrainingRun() {}

    /**
     * Starts one worker thread, which trains and calls the listener with every event. The same configuration and data give
     * the same weights, bit for bit.
     *
     * @throws IllegalArgumentException of one line, when data and network don't fit or the engine is not known
     */
    public static Run start(Configuration configuration, Dataset dataset, Consumer<TrainingEvent> listener) {
        Start start = new Start(configuration, Optional.empty(), Optional.empty(), Optional.empty());
        return start(Engines.VECTOR, start, dataset, listener);
    }

    /**
     * The same on whichever engine the configuration names, with a {@link TrainingEvent.Checkpointed} from time to time and
     * when the run is stopped. Other engines than the vector engine give the same bits as far as their arithmetic does.
     *
     * @param reader reads the weights that the configuration names, if it names some
     * @param checkpoints least time between two of them
     */
    public static Run start(
            Engines engines,
            Configuration configuration,
            Dataset dataset,
            WeightsReader reader,
            Duration checkpoints,
            Consumer<TrainingEvent> listener) {
        Start start = new Start(configuration, Optional.empty(), Optional.of(reader), Optional.of(checkpoints));
        return start(engines, start, dataset, listener);
    }

    /** The same, of a configuration that begins with fresh weights. */
    public static Run start(
            Engines engines,
            Configuration configuration,
            Dataset dataset,
            Duration checkpoints,
            Consumer<TrainingEvent> listener) {
        Start start = new Start(configuration, Optional.empty(), Optional.empty(), Optional.of(checkpoints));
        return start(engines, start, dataset, listener);
    }

    /**
     * Goes on where a run was interrupted, with checkpoints likewise.
     *
     * @param dataset the one that the run began with
     */
    public static Run resume(
            Engines engines,
            Checkpoint checkpoint,
            Dataset dataset,
            Duration checkpoints,
            Consumer<TrainingEvent> listener) {
        return start(
                engines,
                new Start(
                        checkpoint.configuration(),
                        Optional.of(checkpoint),
                        Optional.empty(),
                        Optional.of(checkpoints)),
                dataset,
                listener);
    }

    static Run start(Engines engines, Start start, Dataset dataset, Consumer<TrainingEvent> listener) {
        check(engines, start.configuration(), dataset);
        RunControl control = new RunControl(start.configuration().recipe(), start.learningRate());
        Thread worker = Thread.ofPlatform()
                .daemon()
                .name("training")
                .unstarted(new TrainingWorker(
                        start, engines.named(start.configuration().engine()), dataset, control, listener));
        control.start(worker);
        return control;
    }

    /** Refuses, with an IllegalArgumentException of one line, what {@link #start} would refuse. */
    public static void check(Engines engines, Configuration configuration, Dataset dataset) {
        engines.named(configuration.engine()).obstacle(configuration).ifPresent(obstacle -> {
            throw new IllegalArgumentException(obstacle);
        });
        if (configuration.threads() < 1) {
            throw new IllegalArgumentException("threads is " + configuration.threads() + ": choose 1 or more");
        }
        if (dataset.train().size() == 0) {
            throw new IllegalArgumentException(dataset.name() + " has no training rows: choose another data set");
        }
        int held = configuration.recipe().selection().validationRows();
        if (held >= dataset.train().size()) {
            throw new IllegalArgumentException(held + " validation rows leave nothing to train on of " + dataset.name()
                    + "'s " + dataset.train().size() + ": choose fewer");
        }
        if (configuration.recipe().gridUpdate().active()
                && configuration.network().layers().stream().noneMatch(SplineGrids::has)) {
            throw new IllegalArgumentException(
                    "grid updates are for B-splines, of which the network has none: turn them off, or choose another basis");
        }
        fits("inputs", configuration.network().inputs(), dataset.inputs(), dataset);
        fits("outputs", configuration.network().outputs(), dataset.outputs(), dataset);
    }

    private static void fits(String what, int network, int data, Dataset dataset) {
        if (network != data) {
            throw new IllegalArgumentException("network has " + network + " " + what + " but " + dataset.name()
                    + " needs " + data + ": choose the layer sizes or the data set to fit");
        }
    }
}

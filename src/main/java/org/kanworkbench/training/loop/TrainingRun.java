package org.kanworkbench.training.loop;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.engine.SplineGrids;
import org.kanworkbench.network.recipe.Loss;
import org.kanworkbench.network.recipe.Recipe;
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
     * Starts one worker thread, which trains and passes every event to the listener. The same configuration and data
     * give bit-identical weights.
     *
     * @throws IllegalArgumentException with a one-line message if data and network do not match or the engine is not
     *     known
     */
    public static Run start(Configuration configuration, Dataset dataset, Consumer<TrainingEvent> listener) {
        Start start = new Start(configuration, Optional.empty(), Optional.empty(), Optional.empty());
        return start(Engines.VECTOR, start, dataset, listener);
    }

    /**
     * The same on the engine that the configuration names, with a {@link TrainingEvent.Checkpointed} periodically and
     * when the run is stopped. Other engines than the vector engine are bit-identical as far as their arithmetic is
     * deterministic.
     *
     * @param reader reads the initial weights, if the configuration names a file
     * @param checkpoints minimum time between two checkpoints
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

    /**
     * Resumes an interrupted run, with checkpoints as above.
     *
     * @param dataset the run's original data set
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

    /** The same for any start. */
    public static Run start(Engines engines, Start start, Dataset dataset, Consumer<TrainingEvent> listener) {
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

    /** Throws IllegalArgumentException for anything that {@link #start} would refuse. */
    public static void check(Engines engines, Configuration configuration, Dataset dataset) {
        engines.named(configuration.engine()).obstacle(configuration).ifPresent(obstacle -> {
            throw new IllegalArgumentException(obstacle);
        });
        configuration.network().obstacle(configuration.recipe().batch()).ifPresent(obstacle -> {
            throw new IllegalArgumentException(obstacle);
        });
        if (configuration.threads() < 1) {
            throw new IllegalArgumentException("threads is " + configuration.threads() + ": choose 1 or more");
        }
        if (dataset.train().size() == 0) {
            throw new IllegalArgumentException(dataset.name() + " has no training samples: choose another data set");
        }
        Loss loss = dataset.target().loss();
        if (configuration.recipe().loss() != loss) {
            throw new IllegalArgumentException(dataset.name() + (loss == Loss.MSE ? " has numbers" : " has classes")
                    + " to predict, for which the"
                    + " loss is " + loss + ", not " + configuration.recipe().loss()
                    + ": change the recipe's loss");
        }
        int held = configuration.recipe().selection().validationRows();
        if (held >= dataset.train().distinct()) {
            throw new IllegalArgumentException(held + " validation samples leave none of the "
                    + dataset.train().distinct() + " of " + dataset.name() + " to train on: choose fewer");
        }
        Recipe recipe = configuration.recipe();
        if ((recipe.gridUpdate().active() || recipe.gridRefinement().active())
                && !SplineGrids.in(configuration.network())) {
            throw new IllegalArgumentException("grid "
                    + (recipe.gridUpdate().active() ? "updates" : "refinements")
                    + " are for B-splines, of which the network has none: turn them off, or choose another basis");
        }
        if (recipe.optimizer().kind().fullBatch()
                && configuration.network().layers().stream().anyMatch(layer -> layer.dropout() > 0)) {
            throw new IllegalArgumentException(
                    "L-BFGS needs the same loss at every evaluation: set dropout to 0, or choose another optimiser");
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

package org.kanworkbench.training.loop;

import java.util.Optional;
import java.util.function.Consumer;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.OneLine;
import org.kanworkbench.engine.NonFiniteException;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.Model;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engine;
import org.kanworkbench.training.Start;
import org.kanworkbench.training.TrainingEvent;

/** The body of a run's thread: trains, and turns any failure into the run's last event. */
final class TrainingWorker implements Runnable {

    private final Start start;
    private final Engine engine;
    private final Configuration configuration;
    private final Dataset dataset;
    private final RunControl control;
    private final Consumer<TrainingEvent> listener;

    TrainingWorker(Start start, Engine engine, Dataset dataset, RunControl control, Consumer<TrainingEvent> listener) {
        this.start = start;
        this.engine = engine;
        this.configuration = start.configuration();
        this.dataset = dataset;
        this.control = control;
        this.listener = listener;
    }

    @Override
    public void run() {
        try (Workers workers = new Workers(configuration.threads())) {
            // Outside of any catch: if the listener fails here too, the thread's uncaught-exception handler reports it.
            train(workers).ifPresent(listener);
        }
    }

    private Optional<TrainingEvent.Failed> train(Workers workers) {
        TrainingLoop loop;
        try {
            loop = new TrainingLoop(start, engine, dataset, control, workers, listener);
        } catch (RuntimeException | Error e) {
            return Optional.of(new TrainingEvent.Failed(unforeseen(e), 0, Optional.empty(), false));
        }
        try {
            loop.run();
            return Optional.empty();
        } catch (NonFiniteException e) {
            return Optional.of(new TrainingEvent.Failed(nonFinite(e, loop), loop.step(), lastGood(loop), true));
        } catch (RuntimeException | Error e) {
            return Optional.of(new TrainingEvent.Failed(unforeseen(e), loop.step(), loop.lastScored(), false));
        } finally {
            loop.close();
        }
    }

    /** Where choosing fails, too, as a full memory or a lost device makes it, what was evaluated last. */
    private static Optional<Model> lastGood(TrainingLoop loop) {
        try {
            return loop.lastGood();
        } catch (RuntimeException | OutOfMemoryError _) {
            return loop.lastScored();
        }
    }

    private String nonFinite(NonFiniteException e, TrainingLoop loop) {
        String remedy = configuration.recipe().optimizer().kind().fullBatch()
                ? "begin with other weights"
                : "lower the learning rate (at that step it was " + (float) loop.learningRate() + ")";
        return e.getMessage() + " at step " + (loop.step() + 1) + ": " + remedy + " or choose a normalisation";
    }

    private String unforeseen(Throwable e) {
        Optional<String> known = engine.explain(e, configuration);
        if (known.isPresent()) {
            return known.get();
        }
        if (e instanceof OutOfMemoryError) {
            return "not enough memory to train a network of "
                    + configuration.network().parameters() + " parameters with batches of "
                    + configuration.recipe().batch() + ": make layers, basis or batch smaller";
        }
        return "training stopped: " + OneLine.of(e);
    }
}

package org.kanworkbench.training.trials;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engines;
import org.kanworkbench.training.Run;
import org.kanworkbench.training.Start;
import org.kanworkbench.training.TrainingEvent;
import org.kanworkbench.training.WeightsReader;
import org.kanworkbench.training.loop.TrainingRun;

/** A whole training as a trial's work. */
public final class Training {

    /** The failure of a training whose loss or gradient was not finite, which is a result like others. */
    public static final class Diverged extends IllegalStateException {
        Diverged(String message) {
            super(message);
        }
    }

    private Training() {}

    /**
     * Trains, with an evaluation after each epoch, and waits for the end.
     *
     * @param reader reads the initial weights, if the configuration names a file
     * @param control pauses and cancels it between two events
     * @param proceed told every event on the training's thread; false stops it
     * @return the last event, whose time leaves pauses out; empty if it was cancelled
     * @throws IllegalArgumentException with a one-line message if data and network do not match
     * @throws IllegalStateException with the message of a training that failed; {@link Diverged} if it would do so again
     */
    public static Optional<TrainingEvent.Finished> run(
            Engines engines,
            Configuration configuration,
            Dataset dataset,
            WeightsReader reader,
            WorkControl control,
            Predicate<TrainingEvent> proceed)
            throws InterruptedException {
        CompletableFuture<Run> run = new CompletableFuture<>();
        AtomicReference<TrainingEvent> last = new AtomicReference<>();
        AtomicLong paused = new AtomicLong();
        Start start = new Start(configuration, Optional.empty(), Optional.of(reader), Optional.empty(), false);
        run.complete(TrainingRun.start(engines, start, dataset, event -> {
            last.set(event);
            boolean proceeds = proceed.test(event);
            if (event instanceof TrainingEvent.Finished || event instanceof TrainingEvent.Failed) {
                // Nothing is left to be paused, and the training's time is over.
                return;
            }
            long held = System.nanoTime();
            boolean continues = control.mayContinue();
            paused.addAndGet(System.nanoTime() - held);
            if (!proceeds || !continues) {
                // On the training's thread, which therefore takes no further step.
                run.join().stop();
            }
        }));
        run.join().await();
        return switch (last.get()) {
            case TrainingEvent.Failed failed when failed.diverged() -> throw new Diverged(failed.message());
            case TrainingEvent.Failed failed -> throw new IllegalStateException(failed.message());
            case TrainingEvent.Finished finished
            when !control.cancelled() ->
                Optional.of(new TrainingEvent.Finished(
                        finished.stopped(),
                        finished.model(),
                        finished.test(),
                        finished.selected(),
                        finished.elapsed().minusNanos(paused.get())));
            default -> Optional.empty();
        };
    }
}

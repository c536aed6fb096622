package org.kanworkbench.app.train.run;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.kanworkbench.app.train.surface.SurfaceViewModel;
import org.kanworkbench.training.Run;
import org.kanworkbench.training.TrainingEvent;

/**
 * The running run: its phase, requests to it, and its unprocessed events. Its thread only queues events; use on the
 * interface thread only.
 */
public final class LiveRun {

    public enum Phase {
        IDLE,
        RUNNING,
        PAUSED,
        STOPPING
    }

    private record Told(RunTrace trace, TrainingEvent event) {}

    private final Queue<Told> told = new ConcurrentLinkedQueue<>();
    public final Pacer pacer = new Pacer();
    private final ReadOnlyObjectWrapper<Phase> phase = new ReadOnlyObjectWrapper<>(Phase.IDLE);
    /** Null while none is running. */
    private Run run;

    private RunTrace trace;
    /** The base rate, as it was changed last. */
    private double learningRate;

    /**
     * Starts a run; its phase is still to be {@linkplain #show shown}.
     *
     * @param first gets every event at once, on the run's thread
     * @throws IllegalArgumentException of one line, when it cannot be started or another goes on
     */
    public void start(
            RunTrace newTrace, Consumer<TrainingEvent> first, Function<Consumer<TrainingEvent>, Run> starting) {
        checkFree();
        run = starting.apply(event -> {
            first.accept(event);
            told.add(new Told(newTrace, event));
        });
        trace = newTrace;
        learningRate = newTrace.configuration.recipe().learningRate();
        trace.model.offer(run::requestLiveUpdate);
        if (SurfaceViewModel.isWatched(trace.dataset)) {
            pacer.begin(run);
        }
    }

    /** Tells that it runs. */
    public void show() {
        phase.set(Phase.RUNNING);
    }

    public void pause() {
        if (phase.get() == Phase.RUNNING) {
            run.pause();
            phase.set(Phase.PAUSED);
        }
    }

    public void resume() {
        if (phase.get() == Phase.PAUSED) {
            run.resume();
            phase.set(Phase.RUNNING);
        }
    }

    public void stop() {
        if (phase.get() == Phase.RUNNING || phase.get() == Phase.PAUSED) {
            phase.set(Phase.STOPPING);
            run.stop();
        }
    }

    /** Throws IllegalArgumentException of one line if a run goes on. */
    public void checkFree() {
        if (run != null) {
            throw new IllegalArgumentException("another run is training: stop it, or wait for its end");
        }
    }

    public void setLearningRate(double rate) {
        if (run != null) {
            run.setLearningRate(rate);
            learningRate = rate;
        }
    }

    /** That of the run, as far as it is known here. */
    public double learningRate() {
        return learningRate;
    }

    /** Allows the run the epochs of one more frame, where somebody watches it epoch by epoch. */
    public void allowFrame() {
        if (phase.get() == Phase.RUNNING) {
            pacer.frame(trace.steps(), trace.stepsPerEpoch());
        }
    }

    /** Delivers the queued events, in order. */
    public void drain(BiConsumer<RunTrace, TrainingEvent> fold) {
        for (Told next = told.poll(); next != null; next = told.poll()) {
            fold.accept(next.trace(), next.event());
        }
    }

    /** After its last event; whoever listens to the phase sees what has been shown before. */
    public void end() {
        trace.model.offer(null);
        run = null;
        pacer.end();
        phase.set(Phase.IDLE);
    }

    public ReadOnlyObjectProperty<Phase> phaseProperty() {
        return phase.getReadOnlyProperty();
    }

    public boolean idle() {
        return phase.get() == Phase.IDLE;
    }
}

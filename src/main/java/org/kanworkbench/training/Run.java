package org.kanworkbench.training;

import java.util.function.Consumer;
import org.kanworkbench.engine.Network;
import org.kanworkbench.network.Model;

/** The handle of a started run. Every method returns at once; a request takes effect within 100 ms. */
public interface Run {

    void pause();

    void resume();

    /** Stops the run after the current step; its last event is {@link TrainingEvent.Finished}. */
    void stop();

    /** Changes the base learning rate from the next step on; the schedule's factor still applies. */
    void setLearningRate(double rate);

    /** Suspends the run once it has done the given total number of steps; Long.MAX_VALUE removes the limit. */
    void waitAfter(long steps);

    /**
     * Requests a live update: the edges to one output of a layer after the next step. A new request replaces a pending
     * one; a request pending at the end of the run is dropped. It costs the run a copy of these edges only.
     *
     * @param to receives them on the run's thread, see {@link Network#edgesTo}; must return at once
     */
    void requestLiveUpdate(int layer, int output, Consumer<Model> to);

    /** Waits until the last event has been delivered. */
    void await() throws InterruptedException;
}

package org.kanworkbench.training;

import java.util.function.Consumer;
import org.kanworkbench.engine.Network;
import org.kanworkbench.network.Model;

/** The handle of a started run. Every method answers at once; what was asked for happens within 100 ms. */
public interface Run {

    void pause();

    void resume();

    /** Ends the run after the step it is in; its last event is {@link TrainingEvent.Finished}. */
    void stop();

    /** Changes the recipe's learning rate from the next step on; the schedule's factor goes on applying. */
    void setLearningRate(double rate);

    /** Holds the run, from now on, before it does more than so many steps in all; Long.MAX_VALUE lets it go. */
    void waitAfter(long steps);

    /**
     * Asks for the edges to one output of a layer as they are after the next step. The newest request replaces one that waits; what
     * waits when the run ends is never answered. It costs the run a copy of these edges alone.
     *
     * @param to gets them on the run's thread, see {@link Network#edgesTo}; it must return at once
     */
    void glimpse(int layer, int output, Consumer<Model> to);

    boolean isAlive();

    /** Waits for the last event to have been delivered. */
    void await() throws InterruptedException;
}

package org.kanworkbench.training.trials;

import java.util.Optional;
import java.util.function.IntConsumer;

/** Other machines that run trials. Closing it gives them back. */
public interface Cluster extends AutoCloseable {

    /** Trials that it takes at once, so far as it is known. */
    int slots();

    /** @param listener told the slots when there may be more of them, on any thread */
    void whenGrown(IntConsumer listener);

    /** Sends what all trials of some work need, once to each machine that gets one. */
    Sent send(RemoteWork.Opener opener, byte[] parcel);

    @Override
    void close();

    /** Work that was sent. */
    interface Sent {

        /**
         * Runs a trial and waits for it; on another machine again if its own is lost.
         *
         * @param trial its description
         * @return its result; empty if it was cancelled
         * @throws IllegalStateException with the one-line message of a trial that failed
         * @throws ClusterException if no trial can be run there
         */
        Optional<byte[]> run(byte[] trial, WorkControl control) throws ClusterException, InterruptedException;
    }
}

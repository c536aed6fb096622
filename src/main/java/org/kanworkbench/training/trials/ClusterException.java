package org.kanworkbench.training.trials;

/** A cluster cannot be used, or no longer. The message is one line with a remedy. */
public final class ClusterException extends Exception {

    public ClusterException(String message) {
        super(message);
    }

    public ClusterException(String message, Throwable cause) {
        super(message, cause);
    }
}

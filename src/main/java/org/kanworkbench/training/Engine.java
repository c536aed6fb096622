package org.kanworkbench.training;

import java.util.Optional;
import org.kanworkbench.data.DataException;
import org.kanworkbench.training.device.Device;
import org.kanworkbench.training.device.DeviceMonitor;

/** An engine (backend) executes a run's steps. A run uses the engine that its configuration names. */
public interface Engine {

    /** The name in configurations and on the command line. */
    String name();

    /** The device that it would use, or why there is none. May be slow; loads no native code. */
    Device device();

    /** The device itself, or why there is none; slower than {@link #device()} and may load its driver. */
    default Device probed() {
        return device();
    }

    /** Probes its device; throws DataException, with why there is none. */
    default void checkAvailable() throws DataException {
        Optional<String> missing = probed().missing();
        if (missing.isPresent()) {
            throw new DataException(name() + " is not available: " + missing.get());
        }
    }

    /** The same engine on another of its devices, from 1; empty for one that has no others. */
    default Optional<Engine> on(int device) {
        return Optional.empty();
    }

    /**
     * The same engine for so many runs of one network, with other seeds, learning rates or weight decays, that train side by
     * side: all of them must be begun, each on its own thread, and wait for each other; or one thread steps them all in turn.
     * Each ends with the bits of a run alone. Empty for an engine that gains nothing by it.
     */
    default Optional<Engine> sideBySide(int runs) {
        return Optional.empty();
    }

    /**
     * The same engine for many short trainings: what it has built for one serves the next, until it is {@linkplain #release
     * released}.
     */
    default Engine keeping() {
        return this;
    }

    /** Frees what an engine that is {@link #keeping} has kept. */
    default void release() {}

    /**
     * The part of a configuration that this engine does not support, as a one-line message with a remedy; empty if it
     * supports everything. A run with an obstacle does not start: an engine never ignores a setting.
     */
    default Optional<String> obstacle(Configuration configuration) {
        return Optional.empty();
    }

    /**
     * Prepares a network for training on the calling thread, which alone may use it.
     *
     * @throws IllegalStateException with a one-line message if the engine is currently not available
     */
    Stepper begin(Task task);

    /** Of runs {@linkplain #sideBySide side by side}, one that has not begun will not: the others do not wait for it. */
    default void abandon() {}

    /** A monitor of its device's load; empty if the device reports none. */
    default Optional<DeviceMonitor> monitor() {
        return Optional.empty();
    }

    /** A one-line message with a remedy for a failure that this engine knows. */
    default Optional<String> explain(Throwable failure, Configuration configuration) {
        return Optional.empty();
    }

    /** The message, with a remedy, where a training takes more than there is of some memory. */
    static String notEnough(String memory, Configuration configuration) {
        int batch = configuration.recipe().batch();
        return "not enough " + memory + " to train " + configuration.network().parameters()
                + " parameters with batches of " + batch + ": "
                + (batch > 1
                        ? "choose a smaller batch, for instance " + batch / 2 + ", or smaller layers"
                        : "make layers or basis smaller");
    }
}

package org.kanworkbench.network;

import java.util.Map;
import java.util.Optional;

/**
 * What a preset has come to on MNIST with its own recipe, as docs/benchmarks.md tells.
 *
 * @param accuracy on the test set, a share, mean over seeds
 * @param seconds of the whole run, on the two cores that the table was measured on
 */
public record Expectation(double accuracy, double seconds) {

    private static final Map<String, Expectation> ON_MNIST = Map.ofEntries();

    /** Empty for a preset that was not measured. */
    public static Optional<Expectation> onMnist(Preset preset) {
        return Optional.ofNullable(ON_MNIST.get(preset.name()));
    }

    /** The same on a machine that takes so many times as long. */
    public Expectation scaled(double slower) {
        return new Expectation(accuracy, seconds * slower);
    }
}

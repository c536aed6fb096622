package org.kanworkbench.network;

import java.util.Map;
import java.util.Optional;

/**
 * What a preset has come to on MNIST with its own recipe, as docs/benchmarks.md tells.
 *
 * @param accuracy on the test set, a share, mean over five seeds
 * @param seconds of the whole run, on the two cores that the table was measured on
 */
public record Expectation(double accuracy, double seconds) {

    private static final Map<String, Expectation> ON_MNIST = Map.of(
            "kal-net", new Expectation(0.9864, 8.7),
            "kac-net", new Expectation(0.9850, 10),
            "torchkan", new Expectation(0.9860, 13.7),
            "efficient-kan", new Expectation(0.9874, 22.2),
            "kag-net", new Expectation(0.9854, 8.4),
            "jacobi-kan", new Expectation(0.9854, 7.1),
            "fourier-kan", new Expectation(0.9805, 9.4),
            "mlp", new Expectation(0.9816, 4.8),
            "kanvolver", new Expectation(0.9962, 60));

    /** Empty for a preset that was not measured. */
    public static Optional<Expectation> onMnist(Preset preset) {
        return Optional.ofNullable(ON_MNIST.get(preset.name()));
    }

    /** The same on a machine that takes so many times as long. */
    public Expectation scaled(double slower) {
        return new Expectation(accuracy, seconds * slower);
    }
}

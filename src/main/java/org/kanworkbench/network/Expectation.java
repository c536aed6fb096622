package org.kanworkbench.network;

import java.util.Map;
import java.util.Optional;

/**
 * The measured result of a preset on MNIST with its own recipe, from docs/benchmarks.md.
 *
 * @param accuracy on the test set, 0 to 1, mean over five seeds
 * @param seconds of the whole run, on the two cores of the benchmark machine
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

    /** Empty for a preset without a measurement. */
    public static Optional<Expectation> onMnist(Preset preset) {
        return Optional.ofNullable(ON_MNIST.get(preset.name()));
    }

    /** The same for a machine slower by the given factor. */
    public Expectation scaled(double slower) {
        return new Expectation(accuracy, seconds * slower);
    }
}

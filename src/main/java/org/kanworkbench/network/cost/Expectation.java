package org.kanworkbench.network.cost;

import java.util.Map;
import java.util.Optional;
import org.kanworkbench.network.Preset;

/**
 * The measured result of a preset on MNIST with its own recipe, from docs/benchmarks.md.
 *
 * @param accuracy on the test set, 0 to 1, mean over five seeds
 * @param seconds of the whole run, on the two cores of the benchmark machine
 */
public record Expectation(double accuracy, double seconds) {

    private static final Map<String, Expectation> ON_MNIST = Map.ofEntries(
            Map.entry("kal-net", new Expectation(0.9864, 8.7)),
            Map.entry("kac-net", new Expectation(0.9850, 10)),
            Map.entry("torchkan", new Expectation(0.9860, 13.7)),
            Map.entry("efficient-kan", new Expectation(0.9874, 22.2)),
            Map.entry("kag-net", new Expectation(0.9854, 8.4)),
            Map.entry("jacobi-kan", new Expectation(0.9854, 7.1)),
            Map.entry("fourier-kan", new Expectation(0.9805, 9.4)),
            Map.entry("mlp", new Expectation(0.9816, 4.8)),
            Map.entry("kanvolver", new Expectation(0.9962, 60)),
            Map.entry("legendvolver", new Expectation(0.9958, 39.9)),
            Map.entry("lazy-kan", new Expectation(0.9868, 8.7)),
            Map.entry("kal-net-faithful", new Expectation(0.9787, 6)),
            Map.entry("kac-net-faithful", new Expectation(0.9762, 4.4)),
            Map.entry("torchkan-faithful", new Expectation(0.9754, 9)),
            Map.entry("efficient-kan-faithful", new Expectation(0.9732, 9.5)),
            Map.entry("kag-net-faithful", new Expectation(0.9718, 10.2)),
            Map.entry("kanvolver-faithful", new Expectation(0.9930, 28.8)),
            Map.entry("legendvolver-faithful", new Expectation(0.9920, 230)),
            Map.entry("lazy-kan-faithful", new Expectation(0.9479, 8.8)),
            Map.entry("mlp-faithful", new Expectation(0.9697, 3.3)));

    /** Empty for a preset without a measurement. */
    public static Optional<Expectation> onMnist(Preset preset) {
        return Optional.ofNullable(ON_MNIST.get(preset.name()));
    }

    /** The same for a machine slower by the given factor. */
    public Expectation scaled(double slower) {
        return new Expectation(accuracy, seconds * slower);
    }
}

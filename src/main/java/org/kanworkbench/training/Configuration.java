package org.kanworkbench.training;

import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.recipe.Recipe;

/**
 * The configuration of a run, which determines its result.
 *
 * @param preset name of the preset that it was derived from
 * @param threads cores to use; does not affect the result
 * @param start file of the initial weights; empty for random initialisation
 */
public record Configuration(
        String preset,
        DataSource data,
        NetworkSpec network,
        Recipe recipe,
        long seed,
        int threads,
        String engine,
        String start) {

    /** The engine that is always available. */
    public static final String VECTOR = "vector";

    /** ND4J on the processor. */
    public static final String ND4J_NATIVE = "nd4j-native";

    /** ND4J on an NVIDIA GPU. */
    public static final String ND4J_CUDA = "nd4j-cuda";

    /** OpenCL on a graphics card, or on whatever has a driver. */
    public static final String OPENCL = "opencl";

    /** An NVIDIA card by its driver alone. */
    public static final String CUDA = "cuda";

    /** The names of all engines, available on this machine or not. */
    public static final List<String> ENGINES = List.of(VECTOR, OPENCL, CUDA, ND4J_NATIVE, ND4J_CUDA);

    /** Whether an engine may have that name: one of {@link #ENGINES}, some with the number of a device. */
    public static boolean isEngine(String name) {
        return ENGINES.contains(name) || name.matches("(" + OPENCL + "|" + CUDA + "):\\d{1,2}");
    }

    /** Throws IllegalArgumentException for what is no engine's name. */
    public static void checkEngine(String name) {
        if (!isEngine(name)) {
            throw new IllegalArgumentException("engine '" + name + "' is not known: choose "
                    + String.join(", ", ENGINES) + ", or opencl:1, cuda:1 and so on");
        }
    }

    /** Creates a configuration with random initial weights. */
    public Configuration(
            String preset, DataSource data, NetworkSpec network, Recipe recipe, long seed, int threads, String engine) {
        this(preset, data, network, recipe, seed, threads, engine, "");
    }

    /** The batch size that scores are of. */
    public int evaluationBatch() {
        return Evaluator.batch(network, recipe.batch());
    }

    public Configuration withData(DataSource other) {
        return new Configuration(preset, other, network, recipe, seed, threads, engine, start);
    }

    /** The same with its files at other paths. */
    public Configuration located(UnaryOperator<Path> to) {
        return withData(data.located(to))
                .withStart(start.isEmpty() ? start : to.apply(Path.of(start)).toString());
    }

    public Configuration withNetwork(NetworkSpec other) {
        return new Configuration(preset, data, other, recipe, seed, threads, engine, start);
    }

    public Configuration withRecipe(Recipe other) {
        return new Configuration(preset, data, network, other, seed, threads, engine, start);
    }

    public Configuration withSeed(long other) {
        return new Configuration(preset, data, network, recipe, other, threads, engine, start);
    }

    public Configuration withThreads(int other) {
        return new Configuration(preset, data, network, recipe, seed, other, engine, start);
    }

    public Configuration withEngine(String other) {
        return new Configuration(preset, data, network, recipe, seed, threads, other, start);
    }

    /** @param file of the initial weights; empty for random initialisation */
    public Configuration withStart(String file) {
        return new Configuration(preset, data, network, recipe, seed, threads, engine, file);
    }
}

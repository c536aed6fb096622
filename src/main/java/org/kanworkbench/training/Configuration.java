package org.kanworkbench.training;

import java.util.List;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.recipe.Recipe;

/**
 * Everything that determines a run.
 *
 * @param preset the preset that it began as
 * @param threads cores to use; the result does not depend on it
 * @param start file of the weights that it begins with; empty for fresh ones
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

    /** The engine that is always there. */
    public static final String VECTOR = "vector";

    /** ND4J on the processor. */
    public static final String ND4J_NATIVE = "nd4j-native";

    /** ND4J on an NVIDIA GPU. */
    public static final String ND4J_CUDA = "nd4j-cuda";

    /** What engines may be called; whether they are available, a machine decides. */
    public static final List<String> ENGINES = List.of(VECTOR, ND4J_NATIVE, ND4J_CUDA);

    /** One that begins with fresh weights. */
    public Configuration(
            String preset, DataSource data, NetworkSpec network, Recipe recipe, long seed, int threads, String engine) {
        this(preset, data, network, recipe, seed, threads, engine, "");
    }

    public Configuration withData(DataSource other) {
        return new Configuration(preset, other, network, recipe, seed, threads, engine, start);
    }

    public Configuration withSeed(long other) {
        return new Configuration(preset, data, network, recipe, other, threads, engine, start);
    }

    /** @param file of the weights to begin with; empty for fresh ones */
    public Configuration withStart(String file) {
        return new Configuration(preset, data, network, recipe, seed, threads, engine, file);
    }
}

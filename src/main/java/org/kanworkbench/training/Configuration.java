package org.kanworkbench.training;

import org.kanworkbench.data.DataSource;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Recipe;

/**
 * Everything that determines a run.
 *
 * @param preset the preset that it began as
 * @param threads cores to use; the result does not depend on it
 */
public record Configuration(
        String preset, DataSource data, NetworkSpec network, Recipe recipe, long seed, int threads, String engine) {

    /** The engine that is always there. */
    public static final String VECTOR = "vector";
}

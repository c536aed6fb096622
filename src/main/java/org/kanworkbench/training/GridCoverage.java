package org.kanworkbench.training;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.kanworkbench.engine.Network;
import org.kanworkbench.engine.SplineGrids;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.recipe.GridRefinement;
import org.kanworkbench.network.recipe.GridUpdate;

/**
 * The coverage of layers' inputs by their B-spline grids.
 *
 * @param outside per layer, the share of its scaled inputs outside its grid; empty for a layer without a grid
 */
public record GridCoverage(List<OptionalDouble> outside) {

    /** Share of inputs outside above which a grid update is worthwhile. */
    private static final double WORTH_AN_UPDATE = 0.01;

    public GridCoverage {
        outside = List.copyOf(outside);
    }

    /**
     * Measures a network that another engine trains, by the vector engine with the same weights.
     *
     * @param trained its weights, which are asked for if there is a grid
     */
    public static GridCoverage of(NetworkSpec network, Supplier<Model> trained, Task task) {
        if (!SplineGrids.in(network)) {
            return none(network.layers().size());
        }
        return new GridUpdater(
                        GridUpdate.OFF,
                        GridRefinement.OFF,
                        Network.of(trained.get()),
                        Optional.empty(),
                        task.training(),
                        task.scoredTogether(),
                        task.workers())
                .coverage();
    }

    /** The coverage of a network without grids, of the given number of layers. */
    static GridCoverage none(int layers) {
        return new GridCoverage(Collections.nCopies(layers, OptionalDouble.empty()));
    }

    /** Whether any layer has a grid. */
    public boolean exists() {
        return outside.stream().anyMatch(OptionalDouble::isPresent);
    }

    /** Whether any layer's grid should be updated. */
    public boolean poor() {
        return outside.stream().anyMatch(share -> share.orElse(0) >= WORTH_AN_UPDATE);
    }

    /** For instance {@code Inputs outside the B-spline grid: 0.00 % in layer 1, 14.20 % in layer 2}. */
    public String sentence() {
        return IntStream.range(0, outside.size())
                .filter(l -> outside.get(l).isPresent())
                .mapToObj(l -> String.format(
                        Locale.ROOT, "%.2f %% in layer %d", 100 * outside.get(l).getAsDouble(), l + 1))
                .collect(Collectors.joining(", ", "Inputs outside the B-spline grid: ", ""));
    }
}

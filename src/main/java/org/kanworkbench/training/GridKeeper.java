package org.kanworkbench.training;

import java.util.Optional;
import org.kanworkbench.data.Features;
import org.kanworkbench.engine.Network;
import org.kanworkbench.engine.SplineGrids;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.recipe.GridUpdate;

/** Watches a run's B-spline grids on a sample of the training rows, and moves them when the recipe says so. */
final class GridKeeper {

    private static final int SAMPLE_ROWS = 1000;

    private final GridUpdate when;
    private final Network[] followers;
    private final int layers;
    /** Null for a network without grids. */
    private final SplineGrids grids;

    /**
     * @param scored what is scored, if that is not the network but an average of it
     * @param training the rows that are learned from
     * @param batch rows that pass through the network together
     */
    GridKeeper(
            GridUpdate when, Network network, Optional<Network> scored, Features training, int batch, Workers workers) {
        this.when = when;
        followers = scored.stream().toArray(Network[]::new);
        layers = network.spec().layers().size();
        grids = network.spec().layers().stream().anyMatch(SplineGrids::has)
                ? new SplineGrids(network, training.sample(SAMPLE_ROWS), batch, training.background(), workers)
                : null;
    }

    GridCoverage coverage() {
        return grids == null ? GridCoverage.none(layers) : new GridCoverage(grids.outside());
    }

    /** Moves the grids if it is time to. */
    void epochsDone(int epochs) {
        if (grids != null && when.due(epochs)) {
            grids.update(followers);
        }
    }
}

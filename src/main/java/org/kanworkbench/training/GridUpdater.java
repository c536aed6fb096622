package org.kanworkbench.training;

import java.util.List;
import java.util.Optional;
import org.kanworkbench.data.Features;
import org.kanworkbench.engine.Network;
import org.kanworkbench.engine.SplineGrids;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.recipe.GridRefinement;
import org.kanworkbench.network.recipe.GridUpdate;

/** Measures a run's B-spline grids on a sample of the training examples, and updates them as the recipe asks. */
final class GridUpdater {

    private static final int SAMPLE_ROWS = 1000;

    private final GridUpdate when;
    private final GridRefinement finer;
    private final Network network;
    private final Network[] followers;
    private final int layers;
    /** Null for a network without grids. */
    private final SplineGrids grids;

    /**
     * @param scored the EMA of the network's weights, if that is evaluated instead
     * @param training the training examples
     * @param batch rows per forward pass
     */
    GridUpdater(
            GridUpdate when,
            GridRefinement finer,
            Network network,
            Optional<Network> scored,
            Features training,
            int batch,
            Workers workers) {
        this.when = when;
        this.finer = finer;
        this.network = network;
        followers = scored.stream().toArray(Network[]::new);
        layers = network.spec().layers().size();
        grids = SplineGrids.in(network.spec())
                ? new SplineGrids(network, training.sample(SAMPLE_ROWS), batch, training.background(), workers)
                : null;
    }

    GridCoverage coverage() {
        return grids == null ? GridCoverage.none(layers) : new GridCoverage(grids.outside());
    }

    /** Updates the grids if an update is due, and returns whether any has changed. */
    boolean epochsDone(int epochs) {
        return grids != null && when.due(epochs) && grids.update(followers) > 0;
    }

    /**
     * The network and, if it is evaluated instead, the EMA of its weights, with finer grids; empty unless a refinement is
     * due and any grid may become finer.
     */
    List<Model> refined(int epochs) {
        return grids != null && finer.due(epochs) ? grids.refined(finer.most(), network, followers) : List.of();
    }
}

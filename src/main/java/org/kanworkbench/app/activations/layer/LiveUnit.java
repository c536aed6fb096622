package org.kanworkbench.app.activations.layer;

import org.kanworkbench.app.activations.ActivationsViewModel;
import org.kanworkbench.app.activations.edge.CurvesWork;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.app.models.OpenModel.LiveUpdates;
import org.kanworkbench.app.work.Cadence;
import org.kanworkbench.app.work.NewestFirst;
import org.kanworkbench.app.work.Threads;
import org.kanworkbench.network.Model;

/**
 * Shows live updates of the chosen output's curves: it requests these edges alone, at most 30 times per second. Use on
 * the interface thread only.
 */
public final class LiveUnit {

    private static final int TIMES_A_SECOND = 30;

    private record Request(OpenModel open, int layer, int output, Model edges) {}

    private final ActivationsViewModel viewModel;
    private final NewestFirst<Request, UnitCurves> work;
    private final Cadence cadence = new Cadence(TIMES_A_SECOND);

    public LiveUnit(ActivationsViewModel viewModel, Threads threads) {
        this.viewModel = viewModel;
        work = new NewestFirst<>(
                threads,
                request -> CurvesWork.between(request.edges(), request.layer(), request.output()),
                (request, curves) -> viewModel.showBetween(request.open(), curves),
                _ -> {});
    }

    /** @param now the frame's time in nanoseconds */
    public void frame(long now) {
        if (!viewModel.followsRun() || !cadence.due(now)) {
            return;
        }
        OpenModel open = viewModel.chosen.get();
        LiveUpdates run = open.liveUpdatesProperty().get();
        int layer = viewModel.selection.layerProperty().get();
        int output = viewModel.selection.outputProperty().get();
        run.ask(layer, output, edges -> work.submit(new Request(open, layer, output, edges)));
    }
}

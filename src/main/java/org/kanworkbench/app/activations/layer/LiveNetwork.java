package org.kanworkbench.app.activations.layer;

import java.util.Optional;
import org.kanworkbench.app.controls.layout.Showing;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.app.work.NewestFirst;
import org.kanworkbench.app.work.Threads;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.network.Model;

/** A picture of a network for other panes that follows the newest weights. Curves are computed in the background. */
public final class LiveNetwork {

    private final NetworkPicture picture;
    private final NewestFirst<LayerWork.Request, LayerWork.Answer> work;
    private boolean wanted;
    /** The shown model. */
    private OpenModel shown;

    /**
     * @param picture shown while the network is small enough to display in full
     */
    public LiveNetwork(NetworkPicture picture, Threads threads) {
        this.picture = picture;
        Showing.now(picture, false);
        work = new NewestFirst<>(threads, new LayerWork()::answer, this::show, _ -> clear());
    }

    /**
     * Call on the interface thread.
     *
     * @param dataset for measuring importance
     */
    public void show(OpenModel open, Model weights, Dataset dataset) {
        wanted = NetworkCurves.fits(weights.network());
        if (wanted) {
            work.submit(new LayerWork.Request(open, weights, 0, Optional.of(dataset)));
        } else {
            clear();
        }
    }

    private void show(LayerWork.Request request, LayerWork.Answer answer) {
        if (wanted && answer.network().isPresent()) {
            if (request.open() != shown) {
                picture.restore();
                shown = request.open();
            }
            Showing.now(picture, true);
            picture.show(answer.network().get());
        }
    }

    /** Shows nothing. Call on the interface thread. */
    public void clear() {
        wanted = false;
        shown = null;
        Showing.now(picture, false);
        picture.show(null);
    }
}

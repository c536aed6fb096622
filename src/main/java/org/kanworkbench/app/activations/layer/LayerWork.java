package org.kanworkbench.app.activations.layer;

import java.util.Optional;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.explain.LayerNames;
import org.kanworkbench.explain.Sample;
import org.kanworkbench.network.Model;

/** Measures the importance of edges, on one background thread at a time; all layers in one pass. */
public final class LayerWork {

    /** @param dataset for measuring importance; empty if none matches the model */
    public record Request(OpenModel open, Model weights, int layer, Optional<Dataset> dataset) {}

    /** @param network the whole network, if small enough */
    public record Answer(Measured measured, LayerPicture picture, Optional<NetworkCurves> network) {}

    private Measured known;
    private Optional<Dataset> knownData = Optional.empty();
    private int knownBatch;
    /** Cached, as sampling passes over the whole data set. */
    private Optional<Sample> sample = Optional.empty();

    public Answer answer(Request request) {
        int batch = request.open().evaluationBatch(request.weights());
        if (!same(knownData, request.dataset()) || knownBatch != batch) {
            knownData = request.dataset();
            knownBatch = batch;
            sample = knownData.map(data -> Measured.sample(data, batch));
            known = null;
        }
        if (known == null || known.weights() != request.weights()) {
            known = Measured.of(request.weights(), sample);
        }
        LayerNames names = request.open().names(request.weights().network(), request.layer());
        return new Answer(
                known,
                LayerPicture.of(names, known.importance().get(request.layer()), known.measure()),
                NetworkCurves.fits(request.weights().network())
                        ? Optional.of(NetworkCurves.of(request.open(), known))
                        : Optional.empty());
    }

    private static boolean same(Optional<Dataset> a, Optional<Dataset> b) {
        return a.orElse(null) == b.orElse(null);
    }
}

package org.kanworkbench.app.activations;

import java.util.Optional;
import org.kanworkbench.app.OpenModel;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.explain.EdgeFunctions;
import org.kanworkbench.explain.LayerEdges;
import org.kanworkbench.network.Model;

/** Computes how much the edges of a layer matter, on one background thread at a time. */
final class LayerWork {

    private static final int POINTS = 33;

    /** @param dataset what importance is measured on; empty where none fits the model */
    record Request(OpenModel open, Model weights, int layer, Optional<Dataset> dataset) {}

    record Answer(OpenModel open, Model weights, LayerPicture picture) {}

    Answer answer(Request request) {
        LayerEdges edges = new EdgeFunctions(request.weights()).layer(request.layer());
        float[] curves = edges.at(edges.domain().evenly(POINTS)).ofLayer();
        float[] importance = new float[edges.outputs() * edges.inputs()];
        for (int e = 0; e < importance.length; e++) {
            float sum = 0;
            for (int p = 0; p < POINTS; p++) {
                sum += Math.abs(curves[e * POINTS + p]);
            }
            importance[e] = sum / POINTS;
        }
        LayerNames names = LayerNames.of(
                request.weights().network(),
                request.layer(),
                request.open().image(),
                request.open().classes());
        return new Answer(request.open(), request.weights(), LayerPicture.of(names, edges.outputs(), importance));
    }
}

package org.kanworkbench.app.activations.edge;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kanworkbench.app.activations.layer.Measured;
import org.kanworkbench.app.activations.layer.UnitCurves;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.explain.Edge;
import org.kanworkbench.explain.EdgeCurves;
import org.kanworkbench.explain.EdgeFunctions;
import org.kanworkbench.explain.Interval;
import org.kanworkbench.explain.LayerEdges;
import org.kanworkbench.explain.LayerNames;
import org.kanworkbench.network.Model;

/** Computes curves, on one background thread at a time; results that stay valid between requests are cached. */
public final class CurvesWork {

    private static final double BEYOND = 0.2;
    private static final int UNIT_POINTS = 65;
    private static final int POINTS = 257;

    /**
     * @param weights of the shown model
     * @param measured the last measurement of each model, possibly of older weights
     * @param subject the edge to inspect
     * @param pins with the weights of their models
     */
    public record Request(
            OpenModel open,
            Model weights,
            int layer,
            int output,
            Optional<Edge> subject,
            List<PinnedWeights> pins,
            Map<OpenModel, Measured> measured) {}

    public record PinnedWeights(Pin pin, Model weights) {}

    public record PinnedCurve(Pin pin, Inspection function) {}

    public record Answer(UnitCurves unit, Optional<Inspection> subject, List<PinnedCurve> pins) {}

    private EdgeFunctions functions;
    private UnitCurves unit;

    public Answer answer(Request request) {
        EdgeFunctions now = functions(request, request.open(), request.weights());
        if (now != functions) {
            functions = now;
            unit = null;
        }
        if (unit == null || unit.layer() != request.layer() || unit.output() != request.output()) {
            unit = unit(functions.layer(request.layer()), request.layer(), request.output(), request.output());
        }
        List<PinnedCurve> pins = request.pins().stream()
                .filter(pinned -> pinned.pin().edge().isIn(pinned.weights().network()))
                .map(pinned -> new PinnedCurve(pinned.pin(), inspect(pinned, request)))
                .toList();
        Optional<Inspection> subject = request.subject()
                .filter(edge -> edge.isIn(request.weights().network()))
                .map(edge -> inspect(new PinnedWeights(new Pin(request.open(), edge), request.weights()), request));
        return new Answer(unit, subject, pins);
    }

    /** @param row index of the output among the available edges */
    private static UnitCurves unit(LayerEdges edges, int layer, int output, int row) {
        Interval domain = edges.domain();
        float[] x = domain.widened(BEYOND).evenly(UNIT_POINTS);
        return new UnitCurves(layer, output, x, edges.at(x).ofOutput(row), domain);
    }

    /** @param edges to that output alone, see {@code Network.edgesTo} */
    public static UnitCurves between(Model edges, int layer, int output) {
        return unit(new EdgeFunctions(edges).layer(0), layer, output, 0);
    }

    private static Optional<Measured> measured(Request request, OpenModel open, Model weights) {
        return Optional.ofNullable(request.measured().get(open)).filter(last -> last.tellsOf(weights));
    }

    private static EdgeFunctions functions(Request request, OpenModel open, Model weights) {
        return measured(request, open, weights)
                .map(last -> last.functionsOf(weights))
                .orElseGet(() -> new EdgeFunctions(weights));
    }

    private Inspection inspect(PinnedWeights pinned, Request request) {
        Edge edge = pinned.pin().edge();
        OpenModel open = pinned.pin().model();
        Model weights = pinned.weights();
        EdgeFunctions source = weights == functions.model() ? functions : functions(request, open, weights);
        LayerEdges edges = source.layer(edge.layer());
        Interval domain = edges.domain();
        float[] x = domain.widened(BEYOND).evenly(POINTS);
        EdgeCurves curves = edges.at(x);
        LayerNames names = open.names(weights.network(), edge.layer());
        return new Inspection(
                edge,
                names.edge(edge),
                names.axis(),
                names.scaling().map(scaling -> scaling.columns().get(edge.input())),
                domain,
                x,
                curves.values(edge.output(), edge.input()),
                curves.slopes(edge.output(), edge.input()),
                curves.parts(edge.output(), edge.input()),
                edges.termNames(),
                edges.coefficients(edge.output(), edge.input()),
                measured(request, open, weights)
                        .flatMap(Measured::statistics)
                        .map(layers -> EdgeInputs.of(layers.get(edge.layer()), edge.input())));
    }
}

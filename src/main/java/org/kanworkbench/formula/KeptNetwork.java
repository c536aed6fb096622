package org.kanworkbench.formula;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.kanworkbench.formula.network.CandidateFunction;
import org.kanworkbench.formula.network.Edge;
import org.kanworkbench.formula.network.Knots;
import org.kanworkbench.formula.network.MultKan;
import org.kanworkbench.formula.network.Ties;

/** A network of splines and functions as a run keeps it: names and numbers alone. */
record KeptNetwork(
        List<KeptLayer> layers,

        @JsonProperty(defaultValue = "{\"locked\":[],\"tied\":[]}")
        Ties ties) {

    /**
     * @param knots of every input, with those beyond its grid
     * @param subnodes their edges, inputs first to last
     * @param scales of subnodes and nodes
     * @param biases likewise
     */
    record KeptLayer(
            int order,
            List<double[]> knots,
            List<List<KeptEdge>> subnodes,
            int sums,
            List<Integer> arities,
            List<double[]> scales,
            List<double[]> biases) {}

    /**
     * @param function its name; empty for a spline
     * @param numbers that are trained; none where there is no edge
     */
    record KeptEdge(String function, double[] numbers) {
        static KeptEdge of(Edge edge) {
            double[] numbers = new double[edge.parameters()];
            edge.write(numbers, 0);
            return new KeptEdge(edge instanceof Edge.Function f ? f.function().name() : "", numbers);
        }

        Edge edge() {
            if (numbers.length == 0) {
                return Edge.NONE;
            }
            Edge kind = function.isEmpty()
                    ? new Edge.Spline(new double[numbers.length - 2], 0, 0)
                    : new Edge.Function(CandidateFunction.typed(function), 0, 0, 0, 0);
            return kind.read(numbers, 0);
        }
    }

    /** Empty for a network on other bases. */
    static Optional<KeptNetwork> of(MultKan network) {
        boolean splines = network.layers().stream()
                .flatMap(layer -> Arrays.stream(layer.terms()))
                .allMatch(Knots.class::isInstance);
        return splines
                ? Optional.of(new KeptNetwork(
                        network.layers().stream().map(KeptNetwork::of).toList(), network.ties()))
                : Optional.empty();
    }

    private static KeptLayer of(MultKan.Layer layer) {
        List<Knots> knots = Arrays.stream(layer.terms()).map(Knots.class::cast).toList();
        return new KeptLayer(
                knots.getFirst().order(),
                knots.stream().map(Knots::extended).toList(),
                Arrays.stream(layer.edges())
                        .map(row -> Arrays.stream(row).map(KeptEdge::of).toList())
                        .toList(),
                layer.sums(),
                layer.arities(),
                List.of(layer.subnodeAffine().scale(), layer.nodeAffine().scale()),
                List.of(layer.subnodeAffine().bias(), layer.nodeAffine().bias()));
    }

    /** Throws IllegalArgumentException where there are no layers, or they do not fit each other, or ties other edges than there are. */
    MultKan network() {
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("it has no layers");
        }
        MultKan network = new MultKan(layers.stream()
                .map(layer -> new MultKan.Layer(
                        layer.knots.stream().map(k -> new Knots(k, layer.order)).toArray(Knots[]::new),
                        layer.subnodes.stream()
                                .map(row -> row.stream().map(KeptEdge::edge).toArray(Edge[]::new))
                                .toArray(Edge[][]::new),
                        layer.sums,
                        layer.arities,
                        new MultKan.Affine(layer.scales.getFirst(), layer.biases.getFirst()),
                        new MultKan.Affine(layer.scales.getLast(), layer.biases.getLast())))
                .toList());
        if (!network.places().containsAll(ties.places())) {
            throw new IllegalArgumentException("edges that are locked or tied are not there");
        }
        return network.withTies(ties);
    }
}

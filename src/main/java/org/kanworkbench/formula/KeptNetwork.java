package org.kanworkbench.formula;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.kanworkbench.formula.network.CandidateFunction;
import org.kanworkbench.formula.network.Edge;
import org.kanworkbench.formula.network.Knots;
import org.kanworkbench.formula.network.MultKan;
import org.kanworkbench.formula.network.Stretched;
import org.kanworkbench.formula.network.Terms;
import org.kanworkbench.formula.network.Ties;

/** A network of functions, and of splines or other bases, as a run keeps it: names and numbers alone. */
record KeptNetwork(
        List<KeptLayer> layers,

        @JsonProperty(defaultValue = "{\"locked\":[],\"tied\":[]}")
        Ties ties) {

    /**
     * @param knots of every input, with those beyond its grid; none where its edges are on another basis
     * @param stretched those bases, in the order of the inputs
     * @param subnodes their edges, inputs first to last
     * @param scales of subnodes and nodes
     * @param biases likewise
     */
    record KeptLayer(
            int order,
            List<double[]> knots,
            @JsonProperty(defaultValue = "[]") List<Stretched> stretched,
            List<List<KeptEdge>> subnodes,
            int sums,
            List<Integer> arities,
            List<double[]> scales,
            List<double[]> biases) {

        private Terms[] terms() {
            Iterator<Stretched> others = stretched.iterator();
            return knots.stream()
                    .map(k -> k.length == 0 ? others.next() : new Knots(k, order))
                    .toArray(Terms[]::new);
        }
    }

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

    static KeptNetwork of(MultKan network) {
        return new KeptNetwork(network.layers().stream().map(KeptNetwork::of).toList(), network.ties());
    }

    private static KeptLayer of(MultKan.Layer layer) {
        List<Terms> terms = List.of(layer.terms());
        return new KeptLayer(
                only(Knots.class, terms).mapToInt(Knots::order).findFirst().orElse(0),
                terms.stream()
                        .map(each -> each instanceof Knots knots ? knots.extended() : new double[0])
                        .toList(),
                only(Stretched.class, terms).toList(),
                Arrays.stream(layer.edges())
                        .map(row -> Arrays.stream(row).map(KeptEdge::of).toList())
                        .toList(),
                layer.sums(),
                layer.arities(),
                List.of(layer.subnodeAffine().scale(), layer.nodeAffine().scale()),
                List.of(layer.subnodeAffine().bias(), layer.nodeAffine().bias()));
    }

    private static <T> Stream<T> only(Class<T> kind, List<Terms> terms) {
        return terms.stream().filter(kind::isInstance).map(kind::cast);
    }

    /** Throws IllegalArgumentException where there are no layers, or they do not fit each other, or ties other edges than there are. */
    MultKan network() {
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("it has no layers");
        }
        MultKan network = new MultKan(layers.stream()
                .map(layer -> new MultKan.Layer(
                        layer.terms(),
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

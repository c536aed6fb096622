package org.kanworkbench.formula.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.kanworkbench.data.Counted;

/**
 * A Kolmogorov-Arnold network in float64 with nodes that add and nodes that multiply (MultKAN: Liu et al., KAN 2.0, 2024;
 * github.com/KindXiaoming/pykan). Immutable: what changes it makes another one.
 */
public record MultKan(List<Layer> layers, Ties ties) {

    /** A network whose numbers are all free. */
    public MultKan(List<Layer> layers) {
        this(layers, Ties.NONE);
    }

    public MultKan {
        layers = List.copyOf(layers);
        for (int l = 1; l < layers.size(); l++) {
            if (layers.get(l).inputs() != layers.get(l - 1).nodes()) {
                throw new IllegalArgumentException(
                        "layer " + (l + 1) + " has " + layers.get(l).inputs() + " inputs but there are "
                                + layers.get(l - 1).nodes() + " nodes before it");
            }
        }
    }

    /**
     * Edges lead to subnodes. Each adds up its edges, and is scaled and shifted; the first are nodes themselves, the others
     * are multiplied in groups. Then the nodes are scaled and shifted.
     *
     * @param terms one an input
     * @param edges subnodes × inputs
     * @param sums nodes that add
     * @param arities of every node that multiplies, how many subnodes it does
     * @param subnodeAffine scale and shift
     * @param nodeAffine scale and shift
     */
    public record Layer(
            Terms[] terms, Edge[][] edges, int sums, List<Integer> arities, Affine subnodeAffine, Affine nodeAffine) {

        public int inputs() {
            return terms.length;
        }

        public int subnodes() {
            return edges.length;
        }

        public int nodes() {
            return sums + arities.size();
        }

        /** The node that a subnode belongs to. */
        public int node(int subnode) {
            int node = sums;
            int end = sums;
            if (subnode < sums) {
                return subnode;
            }
            for (int arity : arities) {
                end += arity;
                if (subnode < end) {
                    return node;
                }
                node++;
            }
            throw new IndexOutOfBoundsException(subnode);
        }

        /** With other functions that edges are made of, and other edges. */
        public Layer with(Terms[] otherTerms, Edge[][] otherEdges) {
            return new Layer(otherTerms, otherEdges, sums, arities, subnodeAffine, nodeAffine);
        }
    }

    /** scale·x + bias, one of each a node. */
    public record Affine(double[] scale, double[] bias) {
        public static Affine identity(int nodes) {
            double[] ones = new double[nodes];
            Arrays.fill(ones, 1);
            return new Affine(ones, new double[nodes]);
        }

        Affine select(int[] nodes) {
            return new Affine(
                    Arrays.stream(nodes).mapToDouble(i -> scale[i]).toArray(),
                    Arrays.stream(nodes).mapToDouble(i -> bias[i]).toArray());
        }
    }

    /** Nodes of a layer: some that add, and the arity of each that multiplies. */
    public record Width(int sums, List<Integer> arities) {
        public Width {
            arities = List.copyOf(arities);
        }

        public static Width sums(int sums) {
            return new Width(sums, List.of());
        }

        public int nodes() {
            return sums + arities.size();
        }

        public int subnodes() {
            return sums + arities.stream().mapToInt(Integer::intValue).sum();
        }

        /**
         * Widths behind the inputs, of a network with one output.
         *
         * @param text the inputs, then every layer, for instance {@code 2,5,1}, or {@code 2,2+1,1} with a node that multiplies
         * @throws IllegalArgumentException of one line, where it is no such network
         */
        public static List<Width> list(String text, int inputs) {
            String[] layers = text.replace(" ", "").replace("*", "").split(",", -1);
            if (layers.length < 2
                    || !layers[0].equals(String.valueOf(inputs))
                    || !layers[layers.length - 1].equals("1")) {
                throw new IllegalArgumentException("shape " + text + ": begin with the "
                        + Counted.of(inputs, "input") + " of the data and end with 1, for instance " + inputs
                        + ",5,1");
            }
            return Arrays.stream(layers).skip(1).map(Width::of).toList();
        }

        private static Width of(String layer) {
            if (!layer.matches("\\d{1,3}(\\+\\d{1,2})?")) {
                throw new IllegalArgumentException("'" + layer
                        + "' is no layer: write its nodes, for instance 5, or 2+1 with one that multiplies");
            }
            String[] parts = layer.split("\\+");
            int products = parts.length < 2 ? 0 : Integer.parseInt(parts[1]);
            Width width = new Width(Integer.parseInt(parts[0]), Collections.nCopies(products, 2));
            if (width.nodes() < 1 || width.nodes() > 100) {
                throw new IllegalArgumentException("a layer has " + width.nodes() + " nodes: choose 1 to 100");
            }
            return width;
        }

        /** For instance {@code 5}, or {@code 2+1*} with one node that multiplies two subnodes. */
        @Override
        public String toString() {
            return arities.isEmpty() ? String.valueOf(sums) : sums + "+" + arities.size() + "*";
        }
    }

    /**
     * A network to be trained. Splines begin as noise of 0.3 over the number of intervals, bases evenly within ±1/√inputs,
     * as pykan's do.
     *
     * @param form what edges are made of, over whatever range
     * @param lower of every input's range, which is the range of its grid; hidden nodes begin with -1 to 1
     * @param widths of the layers behind the inputs
     */
    public static MultKan create(double[] lower, double[] upper, List<Width> widths, Terms form, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Layer> layers = new ArrayList<>();
        int inputs = lower.length;
        for (int l = 0; l < widths.size(); l++) {
            Width width = widths.get(l);
            Terms[] terms = new Terms[inputs];
            for (int i = 0; i < inputs; i++) {
                terms[i] = form.over(l == 0 ? lower[i] : -1, l == 0 ? upper[i] : 1);
            }
            Edge[][] edges = new Edge[width.subnodes()][inputs];
            double scale = 1 / Math.sqrt(inputs);
            for (Edge[] row : edges) {
                for (int i = 0; i < inputs; i++) {
                    double[] noise = new double[form.count()];
                    for (int t = 0; t < noise.length; t++) {
                        noise[t] = (random.nextDouble() - 0.5) * 0.3 / form.resolution();
                    }
                    row[i] = new Edge.Spline(noise, (2 * random.nextDouble() - 1) * scale, scale);
                }
            }
            layers.add(new Layer(
                    terms,
                    edges,
                    width.sums(),
                    width.arities(),
                    Affine.identity(width.subnodes()),
                    Affine.identity(width.nodes())));
            inputs = width.nodes();
        }
        return new MultKan(layers);
    }

    public int inputs() {
        return layers.getFirst().inputs();
    }

    public int outputs() {
        return layers.getLast().nodes();
    }

    /** Edges that were not cut off. */
    public int edges() {
        return places().size();
    }

    public int parameterCount() {
        return all().mapToInt(Edge::parameters).sum();
    }

    private Stream<Edge> all() {
        return layers.stream().flatMap(layer -> Arrays.stream(layer.edges)).flatMap(Arrays::stream);
    }

    /** The trained numbers, layer by layer, subnode by subnode, input by input. */
    public double[] parameters() {
        double[] all = new double[parameterCount()];
        int at = 0;
        for (Edge edge : all().toList()) {
            edge.write(all, at);
            at += edge.parameters();
        }
        return all;
    }

    public MultKan withParameters(double[] all) {
        int at = 0;
        List<Layer> changed = new ArrayList<>();
        for (Layer layer : layers) {
            Edge[][] edges = new Edge[layer.subnodes()][layer.inputs()];
            for (int j = 0; j < edges.length; j++) {
                for (int i = 0; i < edges[j].length; i++) {
                    edges[j][i] = layer.edges[j][i].read(all, at);
                    at += edges[j][i].parameters();
                }
            }
            changed.add(layer.with(layer.terms, edges));
        }
        return new MultKan(changed, ties);
    }

    /** With another edge from an input of a layer to one of its subnodes, and in the places that are tied to it; cut off alone. */
    public MultKan withEdge(Place place, Edge edge) {
        if (edge instanceof Edge.None) {
            return with(place, edge, ties.without(place));
        }
        MultKan changed = this;
        for (Place each : ties.group(place)) {
            changed = changed.with(each, edge, ties);
        }
        return changed;
    }

    private MultKan with(Place place, Edge edge, Ties others) {
        Layer layer = layers.get(place.layer);
        Edge[][] edges = Arrays.stream(layer.edges).map(Edge[]::clone).toArray(Edge[][]::new);
        edges[place.subnode][place.input] = edge;
        return withLayer(place.layer, layer.with(layer.terms, edges)).withTies(others);
    }

    public MultKan withTies(Ties others) {
        return new MultKan(layers, others);
    }

    public MultKan withLayer(int l, Layer layer) {
        List<Layer> changed = new ArrayList<>(layers);
        changed.set(l, layer);
        return new MultKan(changed, ties);
    }

    public Edge edge(Place place) {
        return layers.get(place.layer).edges[place.subnode][place.input];
    }

    /** Where an edge is; all count from 0. */
    public record Place(int layer, int subnode, int input) {}

    /** Where the edges are that were not cut off, from the inputs on. */
    public List<Place> places() {
        List<Place> places = new ArrayList<>();
        for (int l = 0; l < layers.size(); l++) {
            Layer layer = layers.get(l);
            for (int j = 0; j < layer.subnodes(); j++) {
                for (int i = 0; i < layer.inputs(); i++) {
                    if (!(layer.edges[j][i] instanceof Edge.None)) {
                        places.add(new Place(l, j, i));
                    }
                }
            }
        }
        return places;
    }

    /** Whether all of them are functions. */
    public boolean symbolic() {
        return places().stream().allMatch(place -> edge(place) instanceof Edge.Function);
    }

    /** Those of them that are not locked. */
    public List<Place> unlocked() {
        return places().stream().filter(place -> !ties.locked().contains(place)).toList();
    }

    /**
     * Without some hidden nodes, and without what leads from and to them.
     *
     * @param kept of every layer, its nodes that stay; without the last one, all of that
     */
    public MultKan withNodes(List<int[]> kept) {
        List<Layer> smaller = new ArrayList<>();
        Map<Place, Place> moved = new HashMap<>();
        for (int l = 0; l < layers.size(); l++) {
            Layer layer = layers.get(l);
            int[] nodes = l == kept.size() ? IntStream.range(0, layer.nodes()).toArray() : kept.get(l);
            int[] inputs = l == 0 ? IntStream.range(0, layer.inputs()).toArray() : kept.get(l - 1);
            int[] subnodes = IntStream.range(0, layer.subnodes())
                    .filter(j -> Arrays.stream(nodes).anyMatch(n -> n == layer.node(j)))
                    .toArray();
            Edge[][] edges = Arrays.stream(subnodes)
                    .mapToObj(j -> Arrays.stream(inputs)
                            .mapToObj(i -> layer.edges[j][i])
                            .toArray(Edge[]::new))
                    .toArray(Edge[][]::new);
            smaller.add(new Layer(
                    Arrays.stream(inputs).mapToObj(i -> layer.terms[i]).toArray(Terms[]::new),
                    edges,
                    (int) Arrays.stream(nodes).filter(n -> n < layer.sums).count(),
                    Arrays.stream(nodes)
                            .filter(n -> n >= layer.sums)
                            .mapToObj(n -> layer.arities.get(n - layer.sums))
                            .toList(),
                    layer.subnodeAffine.select(subnodes),
                    layer.nodeAffine.select(nodes)));
            for (int j = 0; j < subnodes.length; j++) {
                for (int i = 0; i < inputs.length; i++) {
                    moved.put(new Place(l, subnodes[j], inputs[i]), new Place(l, j, i));
                }
            }
        }
        return new MultKan(smaller, ties.mapped(place -> Optional.ofNullable(moved.get(place))));
    }

    /** With one of its outputs alone. */
    public MultKan withOutput(int output) {
        if (outputs() == 1) {
            return this;
        }
        List<int[]> kept = new ArrayList<>();
        layers.forEach(layer -> kept.add(IntStream.range(0, layer.nodes()).toArray()));
        kept.set(kept.size() - 1, new int[] {output});
        return withNodes(kept);
    }

    /** Widths behind the inputs, for instance {@code 2, 5, 1}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(String.valueOf(inputs()));
        layers.forEach(layer -> text.append(", ").append(new Width(layer.sums, layer.arities)));
        return text.toString();
    }
}

package org.kanworkbench.app.activations.layer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.explain.Edge;
import org.kanworkbench.explain.Importance;
import org.kanworkbench.explain.Interval;
import org.kanworkbench.explain.LayerEdges;
import org.kanworkbench.explain.LayerNames;
import org.kanworkbench.explain.Unit;
import org.kanworkbench.network.NetworkSpec;

/** All edge functions of a network small enough to display in full. */
public record NetworkCurves(OpenModel open, List<Layer> layers) {

    /** Maximum number of distinguishable edges of a layer. */
    static final int MOST_EDGES = 200;

    private static final int POINTS = 33;

    /**
     * One layer.
     *
     * @param x points of every curve, within the domain
     * @param values [output][input][point]
     * @param range least and largest finite value
     */
    public record Layer(LayerNames names, Importance importance, float[] x, float[] values, Interval range) {

        int inputs() {
            return importance.inputs();
        }

        int outputs() {
            return importance.outputs();
        }

        public float[] curve(int output, int input) {
            int at = (output * inputs() + input) * x.length;
            return Arrays.copyOfRange(values, at, at + x.length);
        }

        /** Importance relative to the layer's largest, 0 to 1; 1 for NaN, which must be visible. */
        double share(int output, int input) {
            float value = importance.of(output, input);
            float most = 0;
            for (float other : importance.values()) {
                most = Math.max(most, Float.isNaN(other) ? 0 : other);
            }
            return Float.isNaN(value) ? 1 : most == 0 ? 0 : value / most;
        }
    }

    /**
     * The neighbour of an edge in the picture, or the edge itself at the border.
     *
     * @param from null for the first
     * @param right number of curves to the right, in the order of a layer's curves: input by input
     * @param up number of layers towards the outputs
     */
    Edge neighbour(Edge from, int right, int up) {
        if (from == null) {
            return new Edge(0, 0, 0);
        }
        Layer layer = layers.get(from.layer());
        int place = from.input() * layer.outputs() + from.output();
        int level = Math.clamp(from.layer() + up, 0, layers.size() - 1);
        Layer there = layers.get(level);
        int count = there.inputs() * there.outputs();
        int at = level == from.layer() ? place + right : place * count / (layer.inputs() * layer.outputs());
        at = Math.clamp(at, 0, count - 1);
        return new Edge(level, at % there.outputs(), at / there.outputs());
    }

    /** The same of a unit: so many to the right, and so many levels towards the outputs. */
    Unit neighbour(Unit from, int right, int up) {
        if (from == null) {
            return new Unit(0, 0);
        }
        int level = Math.clamp(from.level() + up, 0, layers.size());
        int at = level == from.level() ? from.unit() + right : from.unit() * units(level) / units(from.level());
        return new Unit(level, Math.clamp(at, 0, units(level) - 1));
    }

    /** How many units a level has, see {@link Unit}. */
    int units(int level) {
        return level < layers.size()
                ? layers.get(level).inputs()
                : layers.getLast().outputs();
    }

    public static boolean fits(NetworkSpec network) {
        return network.layers().stream().allMatch(layer -> layer.inputs() * layer.outputs() <= MOST_EDGES);
    }

    static NetworkCurves of(OpenModel open, Measured measured) {
        NetworkSpec network = measured.weights().network();
        List<Layer> layers = new ArrayList<>();
        for (int l = 0; l < network.layers().size(); l++) {
            LayerEdges edges = measured.functions().layer(l);
            float[] x = edges.domain().evenly(POINTS);
            float[] values = edges.at(x).ofLayer();
            Interval range = Interval.of(values).span(new Interval(0, 0));
            layers.add(new Layer(open.names(network, l), measured.importance().get(l), x, values, range));
        }
        return new NetworkCurves(open, List.copyOf(layers));
    }
}

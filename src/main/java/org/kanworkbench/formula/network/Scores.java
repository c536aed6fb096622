package org.kanworkbench.formula.network;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * How much of the outputs rests on inputs, nodes and edges: pykan's attribution, from the spread of what each edge adds,
 * carried back from the outputs (Liu et al., KAN 2.0, 2024). Means over the outputs.
 *
 * @param nodes of the inputs, then of the nodes behind each layer
 * @param edges a layer, subnodes × inputs
 */
public record Scores(List<double[]> nodes, List<double[][]> edges) {

    /** Keeps dead subnodes from dividing by 0. */
    private static final double LEAST_SPREAD = 1e-4;

    /** Of the last forward pass. */
    public static Scores of(MultKanPass pass) {
        List<double[][]> carried = carried(pass);
        List<double[][]> edges = new ArrayList<>();
        for (int l = 0; l < pass.network().layers().size(); l++) {
            MultKan.Layer layer = pass.network().layers().get(l);
            double[] node = means(carried.get(l + 1));
            double[][] mean = new double[layer.subnodes()][layer.inputs()];
            for (int j = 0; j < layer.subnodes(); j++) {
                for (int i = 0; i < layer.inputs(); i++) {
                    mean[j][i] = share(pass, l, j, i) * node[layer.node(j)];
                }
            }
            edges.add(mean);
        }
        return new Scores(carried.stream().map(Scores::means).toList(), List.copyOf(edges));
    }

    /** Of the inputs, then of each layer's nodes: one row an output, how much of it each node carries. */
    private static List<double[][]> carried(MultKanPass pass) {
        List<MultKan.Layer> layers = pass.network().layers();
        int outputs = pass.network().outputs();
        double[][] node = new double[outputs][outputs];
        for (int o = 0; o < outputs; o++) {
            node[o][o] = 1;
        }
        Deque<double[][]> carried = new ArrayDeque<>();
        carried.addFirst(node);
        for (int l = layers.size() - 1; l >= 0; l--) {
            MultKan.Layer layer = layers.get(l);
            double[][] below = new double[outputs][layer.inputs()];
            for (int j = 0; j < layer.subnodes(); j++) {
                for (int i = 0; i < layer.inputs(); i++) {
                    double share = share(pass, l, j, i);
                    for (int o = 0; o < outputs; o++) {
                        below[o][i] += share * carried.getFirst()[o][layer.node(j)];
                    }
                }
            }
            carried.addFirst(below);
        }
        return List.copyOf(carried);
    }

    /** The spread of what an edge adds, over that of the sum. */
    private static double share(MultKanPass pass, int l, int j, int i) {
        double[] added = pass.added(new MultKan.Place(l, j, i));
        return added == null
                ? 0
                : MultKanPass.deviation(added) / (MultKanPass.deviation(pass.sum(l, j)) + LEAST_SPREAD);
    }

    private static double[] means(double[][] rows) {
        double[] means = new double[rows[0].length];
        for (double[] row : rows) {
            for (int i = 0; i < means.length; i++) {
                means[i] += row[i] / rows.length;
            }
        }
        return means;
    }

    /** Of an edge. */
    public double of(MultKan.Place place) {
        return edges.get(place.layer())[place.subnode()][place.input()];
    }
}

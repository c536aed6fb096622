package org.kanworkbench.formula.network;

import java.util.ArrayDeque;
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
        List<MultKan.Layer> layers = pass.network().layers();
        int outputs = pass.network().outputs();
        // One row an output: how much of it each node of the layer at hand carries.
        double[][] node = new double[outputs][outputs];
        for (int o = 0; o < outputs; o++) {
            node[o][o] = 1;
        }
        Deque<double[]> nodes = new ArrayDeque<>(List.of(means(node)));
        Deque<double[][]> edges = new ArrayDeque<>();
        for (int l = layers.size() - 1; l >= 0; l--) {
            MultKan.Layer layer = layers.get(l);
            double[][] below = new double[outputs][layer.inputs()];
            double[][] mean = new double[layer.subnodes()][layer.inputs()];
            for (int j = 0; j < layer.subnodes(); j++) {
                double spread = MultKanPass.deviation(pass.sum(l, j)) + LEAST_SPREAD;
                for (int i = 0; i < layer.inputs(); i++) {
                    double[] added = pass.added(new MultKan.Place(l, j, i));
                    double own = added == null ? 0 : MultKanPass.deviation(added);
                    for (int o = 0; o < outputs; o++) {
                        double score = own * node[o][layer.node(j)] / spread;
                        below[o][i] += score;
                        mean[j][i] += score / outputs;
                    }
                }
            }
            node = below;
            nodes.addFirst(means(node));
            edges.addFirst(mean);
        }
        return new Scores(List.copyOf(nodes), List.copyOf(edges));
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

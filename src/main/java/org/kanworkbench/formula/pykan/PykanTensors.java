package org.kanworkbench.formula.pykan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.tensors.NamedTensors;
import org.kanworkbench.formula.network.CandidateFunction;
import org.kanworkbench.formula.network.Edge;
import org.kanworkbench.formula.network.Knots;
import org.kanworkbench.formula.network.MultKan;
import org.kanworkbench.formula.network.MultKan.Affine;
import org.kanworkbench.formula.network.MultKan.Width;

/**
 * The tensors of a MultKAN's state dict (github.com/KindXiaoming/pykan): {@code act_fun.L.grid} (in, G+2k+1), {@code coef} (in,
 * out, G+k), {@code mask}, {@code scale_base} and {@code scale_sp} (in, out), {@code symbolic_fun.L.mask} (out, in) and
 * {@code affine} (out, in, 4), {@code subnode_scale_L}, {@code subnode_bias_L}, {@code node_scale_L}, {@code node_bias_L}.
 *
 * @param file for messages
 * @param prefix of every name
 * @param order of the splines; pykan's {@code k}
 */
record PykanTensors(String file, NamedTensors tensors, String prefix, int order) {

    private static final String ZERO = "0";

    /**
     * @param widths behind the inputs
     * @param functions of every layer, subnodes × inputs, by pykan's names
     */
    MultKan network(List<Width> widths, List<List<List<String>>> functions) throws ModelFileException {
        List<MultKan.Layer> layers = new ArrayList<>();
        int inputs = -1;
        for (int l = 0; l < widths.size(); l++) {
            Knots[] knots = knots(l);
            if (inputs >= 0 && knots.length != inputs) {
                throw damaged("layer " + l + " has " + knots.length + " inputs, not " + inputs);
            }
            Width width = widths.get(l);
            layers.add(new MultKan.Layer(
                    knots,
                    edges(l, knots, width.subnodes(), functions.get(l)),
                    width.sums(),
                    width.arities(),
                    affine("subnode", l, width.subnodes()),
                    affine("node", l, width.nodes())));
            inputs = width.nodes();
        }
        return new MultKan(layers);
    }

    private Knots[] knots(int layer) throws ModelFileException {
        List<Integer> shape = tensors.shape(name(layer, "act_fun", "grid"));
        if (shape.size() != 2 || shape.get(1) < 2 * order + 2) {
            throw damaged("the grid of layer " + layer + " has the shape " + shape);
        }
        double[] grid = tensors.doubles(name(layer, "act_fun", "grid"));
        int width = shape.get(1);
        Knots[] knots = new Knots[shape.get(0)];
        for (int i = 0; i < knots.length; i++) {
            double[] own = Arrays.copyOfRange(grid, i * width, (i + 1) * width);
            for (int t = 0; t < width; t++) {
                if (!Double.isFinite(own[t]) || t > 0 && own[t] < own[t - 1]) {
                    throw damaged("a grid of layer " + layer + " does not ascend");
                }
            }
            knots[i] = new Knots(own, order);
        }
        return knots;
    }

    private Edge[][] edges(int l, Knots[] knots, int subnodes, List<List<String>> functions) throws ModelFileException {
        int inputs = knots.length;
        int terms = knots[0].count();
        double[] coef = checked(name(l, "act_fun", "coef"), inputs, subnodes, terms);
        double[] mask = checked(name(l, "act_fun", "mask"), inputs, subnodes);
        double[] base = checked(name(l, "act_fun", "scale_base"), inputs, subnodes);
        double[] scale = checked(name(l, "act_fun", "scale_sp"), inputs, subnodes);
        double[] symbolic = checked(name(l, "symbolic_fun", "mask"), subnodes, inputs);
        double[] affine = checked(name(l, "symbolic_fun", "affine"), subnodes, inputs, 4);
        Edge[][] edges = new Edge[subnodes][inputs];
        for (int j = 0; j < subnodes; j++) {
            for (int i = 0; i < inputs; i++) {
                int at = i * subnodes + j;
                int symbol = j * inputs + i;
                if (mask[at] != 0 && symbolic[symbol] != 0) {
                    throw new ModelFileException(file + ": the edge from node " + i + " of layer " + l + " to " + j
                            + " is a spline and a function at once: fix it to one in pykan and save it again");
                }
                edges[j][i] = mask[at] != 0
                        ? new Edge.Spline(
                                Arrays.copyOfRange(coef, at * terms, (at + 1) * terms),
                                mask[at] * base[at],
                                mask[at] * scale[at])
                        : symbolic[symbol] != 0
                                ? function(functions.get(j).get(i), symbolic[symbol], affine, 4 * symbol)
                                : Edge.NONE;
            }
        }
        return edges;
    }

    private Edge function(String name, double mask, double[] affine, int at) throws ModelFileException {
        if (name.equals(ZERO)) {
            CandidateFunction same = CandidateFunction.named("x").orElseThrow();
            return affine[at + 3] == 0 ? Edge.NONE : new Edge.Function(same, 0, 0, 0, mask * affine[at + 3]);
        }
        CandidateFunction function = CandidateFunction.named(name)
                .orElseThrow(() -> new ModelFileException(file + " has an edge \"" + name
                        + "\", which is no function that is known here: replace it in pykan by another"));
        return new Edge.Function(function, affine[at], affine[at + 1], mask * affine[at + 2], mask * affine[at + 3]);
    }

    private Affine affine(String of, int l, int nodes) throws ModelFileException {
        return new Affine(checked(prefix + of + "_scale_" + l, nodes), checked(prefix + of + "_bias_" + l, nodes));
    }

    private String name(int layer, String part, String tensor) {
        return prefix + part + "." + layer + "." + tensor;
    }

    private double[] checked(String name, Integer... shape) throws ModelFileException {
        if (!tensors.shape(name).equals(List.of(shape))) {
            throw damaged(name + " has the shape " + tensors.shape(name) + ", not " + List.of(shape));
        }
        return tensors.doubles(name);
    }

    private ModelFileException damaged(String what) {
        return new ModelFileException(file + " is no network of pykan (" + what + "): save it again with saveckpt");
    }
}

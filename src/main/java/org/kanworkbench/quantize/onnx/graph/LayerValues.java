package org.kanworkbench.quantize.onnx.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kanworkbench.network.InputScaling;
import org.kanworkbench.network.LayerField;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.LayerTensor;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.Normalization;
import org.kanworkbench.quantize.scheme.BitRule;

/**
 * One layer's trained values for a graph, with edge scales multiplied in: a matrix of all edge weights, one row per
 * expanded input, and one factor and one constant per output, which include everything that is equal for every row of a
 * batch. Layer norm subtracts the mean of a row's sums: here it is subtracted from the weights beforehand, per input,
 * so that the sums have mean 0.
 */
final class LayerValues {

    /** As in the engine's norms. */
    static final double EPSILON = 1e-5;

    final LayerSpec spec;
    final int layer;
    /** The graph's name of the normalised inputs, where only the basis sees them; else null. */
    String normalized;

    /** The terms with rows in the matrix, in order: basis terms, then {@link BitRule#BASE}. */
    final List<Integer> terms;

    private final Model model;
    private final float[] base;
    /**
     * [term, the base last][input], the mean over outputs that is subtracted from the weights; null without layer norm.
     */
    private final float[][] means;

    private final float[] basis;

    LayerValues(Model model, int layer) {
        this.model = model;
        this.layer = layer;
        LayerSpec whole = model.network().layers().get(layer);
        // What all of a layer sees is normalised before it.
        spec = whole.scalesBase() ? whole.with(LayerField.SCALING, InputScaling.NONE) : whole;
        base = spec.hasBase() ? values(LayerTensor.BASE_WEIGHT) : null;
        basis = spec.learnedTerms() > 0 ? values(LayerTensor.BASIS_WEIGHT) : null;
        terms = new ArrayList<>();
        for (int term = spec.basis().constantFirst() ? 1 : 0;
                term < spec.basis().terms();
                term++) {
            terms.add(term);
        }
        if (spec.hasBase()) {
            terms.add(BitRule.BASE);
        }
        means = spec.normalization() == Normalization.LAYER ? means() : null;
    }

    /** Whether the basis's constant has weights of its own, which are added to the biases. */
    boolean hasConstant() {
        return spec.basis().constantFirst() && !spec.foldsConstant();
    }

    private float[][] means() {
        List<Integer> all = new ArrayList<>(terms);
        if (hasConstant()) {
            all.add(0);
        }
        float[][] found = new float[spec.basis().terms() + 1][];
        for (int term : all) {
            float[] ofTerm = new float[spec.inputs()];
            for (int i = 0; i < ofTerm.length; i++) {
                double sum = 0;
                for (int o = 0; o < spec.outputs(); o++) {
                    sum += trained(term, i, o);
                }
                ofTerm[i] = (float) (sum / spec.outputs());
            }
            found[place(term)] = ofTerm;
        }
        return found;
    }

    private int place(int term) {
        return term == BitRule.BASE ? spec.basis().terms() : term;
    }

    float[] values(LayerTensor tensor) {
        return model.tensor(name(tensor)).values();
    }

    /** The name of a part of the graph that is not a tensor of the model. */
    String name(String part) {
        return "layers." + layer + "." + part;
    }

    /** The tensor's name in the model. */
    String name(LayerTensor tensor) {
        return tensor.name(layer);
    }

    /** The weight of one edge for one term, minus the mean that layer norm would subtract. */
    float weight(int term, int input, int output) {
        float trained = trained(term, input, output);
        boolean shared = term == BitRule.BASE || !spec.stretchesEdges();
        return means == null || !shared ? trained : trained - means[place(term)][input];
    }

    private float trained(int term, int input, int output) {
        int edge = output * spec.inputs() + input;
        return term == BitRule.BASE
                ? base[edge]
                : basis[edge * spec.learnedTerms() + term - (spec.foldsConstant() ? 1 : 0)];
    }

    /** Weights of a term, [output][input]. */
    float[] edges(int term) {
        float[] edges = new float[spec.outputs() * spec.inputs()];
        for (int edge = 0; edge < edges.length; edge++) {
            edges[edge] = trained(term, edge % spec.inputs(), edge / spec.inputs());
        }
        return edges;
    }

    /** Weights of some terms, [term][input][output]. */
    float[] matrix(List<Integer> chosen) {
        float[] matrix = new float[chosen.size() * spec.inputs() * spec.outputs()];
        int at = 0;
        for (int term : chosen) {
            for (int i = 0; i < spec.inputs(); i++) {
                for (int o = 0; o < spec.outputs(); o++) {
                    matrix[at++] = weight(term, i, o);
                }
            }
        }
        return matrix;
    }

    /** The constant part of every output: biases, and constants on its edges. */
    double[] constants() {
        double[] constants = new double[spec.outputs()];
        if (spec.hasBias()) {
            add(constants, values(LayerTensor.BIAS));
        }
        if (spec.basisBias()) {
            add(constants, values(LayerTensor.BASIS_BIAS));
        }
        if (hasConstant()) {
            for (int o = 0; o < spec.outputs(); o++) {
                for (int i = 0; i < spec.inputs(); i++) {
                    constants[o] += weight(0, i, o);
                }
            }
        }
        if (spec.normalization() == Normalization.LAYER) {
            double mean = Arrays.stream(constants).average().orElseThrow();
            for (int o = 0; o < constants.length; o++) {
                constants[o] -= mean;
            }
        }
        return constants;
    }

    private static void add(double[] to, float[] values) {
        for (int o = 0; o < to.length; o++) {
            to[o] += values[o];
        }
    }

    /** Batch norm's factor of the sums at inference; 1 without it. */
    double[] factors() {
        double[] factors = new double[spec.outputs()];
        boolean batch = spec.normalization() == Normalization.BATCH;
        for (int o = 0; o < factors.length; o++) {
            factors[o] = batch
                    ? values(LayerTensor.NORM_WEIGHT)[o] / Math.sqrt(values(LayerTensor.RUNNING_VARIANCE)[o] + EPSILON)
                    : 1;
        }
        return factors;
    }

    /**
     * The constants added to the sums after multiplication by {@link #factors}.
     *
     * @param more additional constants
     */
    float[] shifts(double[] more) {
        double[] shifts = constants();
        for (int o = 0; o < shifts.length; o++) {
            shifts[o] += more[o];
        }
        boolean batch = spec.normalization() == Normalization.BATCH;
        double[] factors = factors();
        float[] result = new float[shifts.length];
        for (int o = 0; o < shifts.length; o++) {
            result[o] = (float)
                    (batch
                            ? (shifts[o] - values(LayerTensor.RUNNING_MEAN)[o]) * factors[o]
                                    + values(LayerTensor.NORM_BIAS)[o]
                            : shifts[o]);
        }
        return result;
    }
}

package org.kanworkbench.explain;

import java.util.LinkedHashMap;
import java.util.Map;
import org.kanworkbench.network.LayerTensor;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.tensor.Tensor;

/**
 * Edits single edges. Models are immutable: each edit returns a new model that shares all other tensors, so that undo
 * returns to the previous model.
 */
public final class EdgeEdits {

    private EdgeEdits() {}

    /**
     * Sets one coefficient as {@link LayerEdges#coefficients} shows it, edge scale included. Throws
     * IllegalArgumentException for indices out of range, values that are not finite, and basis functions of an edge
     * whose scale is 0, as no weight could give them a value.
     *
     * @param term in the order of {@link LayerEdges#termNames()}
     */
    public static Model withCoefficient(Model model, int layer, int output, int input, int term, float value) {
        LayerEdges edges = new EdgeFunctions(model).layer(layer);
        LayerEdges.checked("term", term, edges.termNames().size());
        float[] coefficients = edges.coefficients(output, input);
        coefficients[term] = value;
        return withCoefficients(model, layer, edges, edges.edge(output, input), coefficients, term, term + 1);
    }

    /**
     * Moves one edge's curve through a point by the smallest change of its coefficients that makes f(x) = y, Δ_t = (y −
     * f(x))·φ_t(x) / Σ φ(x)². Exceptions as above; also if every term is 0 at x.
     *
     * @param functions of the model, with the input ranges of its displayed curves
     */
    public static Model pulled(EdgeFunctions functions, int layer, int output, int input, float x, float y) {
        LayerEdges edges = functions.layer(layer);
        float[] coefficients = edges.coefficients(output, input);
        EdgeCurves at = edges.at(new float[] {x});
        float[] terms = at.terms(output, input);
        double norm = 0;
        for (float term : terms) {
            norm += (double) term * term;
        }
        if (!(norm > 0)) {
            throw new IllegalArgumentException("no term acts at x = " + x + ": pull where the curve has one");
        }
        double missing = y - at.values(output, input)[0];
        for (int t = 0; t < coefficients.length; t++) {
            coefficients[t] += (float) (missing * terms[t] / norm);
        }
        return withCoefficients(
                functions.model(), layer, edges, edges.edge(output, input), coefficients, 0, coefficients.length);
    }

    private static Model withCoefficients(
            Model model, int layer, LayerEdges edges, int edge, float[] coefficients, int from, int to) {
        Map<String, Tensor> tensors = new LinkedHashMap<>(model.tensors());
        int first = edges.spec().hasBase() ? 1 : 0;
        float[] base = from < first ? copied(tensors, LayerTensor.BASE_WEIGHT.name(layer)) : null;
        float[] basis = to > first ? copied(tensors, LayerTensor.BASIS_WEIGHT.name(layer)) : null;
        int learned = edges.spec().learnedTerms();
        for (int t = from; t < to; t++) {
            if (!Float.isFinite(coefficients[t])) {
                throw new IllegalArgumentException("coefficient of "
                        + edges.termNames().get(t) + " is " + coefficients[t] + ": choose a finite number");
            }
            if (t < first) {
                base[edge] = coefficients[t];
            } else {
                float weight = coefficients[t] / scale(model, layer, edges, edge);
                if (!Float.isFinite(weight)) {
                    throw new IllegalArgumentException("coefficient of "
                            + edges.termNames().get(t) + " is " + coefficients[t]
                            + ", too much for the edge's scale: choose one nearer to 0");
                }
                basis[edge * learned + t - first] = weight;
            }
        }
        return new Model(model.network(), tensors);
    }

    private static float scale(Model model, int layer, LayerEdges edges, int edge) {
        if (!edges.spec().hasEdgeScale()) {
            return 1;
        }
        float scale = model.tensor(LayerTensor.BASIS_SCALE.name(layer)).values()[edge];
        if (scale == 0) {
            throw new IllegalArgumentException("the edge's scale is 0: its basis terms have no effect");
        }
        return scale;
    }

    /** Puts a copy in a tensor's place and returns its values. */
    private static float[] copied(Map<String, Tensor> tensors, String name) {
        Tensor old = tensors.get(name);
        float[] values = old.values().clone();
        tensors.put(name, new Tensor(old.shape(), values));
        return values;
    }
}

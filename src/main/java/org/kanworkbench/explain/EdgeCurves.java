package org.kanworkbench.explain;

import java.util.function.IntFunction;
import org.kanworkbench.engine.layer.EdgeTerms;

/**
 * A layer's edge functions at some inputs x. The layer's terms are precomputed, so that a curve costs points × terms
 * for any basis. NaN weights or ranges yield NaN values. Immutable.
 */
public final class EdgeCurves {

    private final LayerEdges layer;
    private final float[] x;
    private final IntFunction<EdgeTerms.Curves> byEdge;

    EdgeCurves(LayerEdges layer, float[] x, IntFunction<EdgeTerms.Curves> byEdge) {
        this.layer = layer;
        this.x = x.clone();
        this.byEdge = byEdge;
    }

    private EdgeTerms.Curves of(int edge) {
        return byEdge.apply(edge);
    }

    public LayerEdges layer() {
        return layer;
    }

    /** A copy of the inputs. */
    public float[] x() {
        return x.clone();
    }

    /** f at every point. */
    public float[] values(int output, int input) {
        float[] to = new float[x.length];
        addCurve(layer.edge(output, input), to, 0);
        return to;
    }

    /** df/dx at every point. */
    public float[] slopes(int output, int input) {
        int edge = layer.edge(output, input);
        float[] to = new float[x.length];
        layer.addTo(to, 0, edge, of(edge).slopes(), x.length);
        return to;
    }

    /**
     * Each basis function times its coefficient, [term][point], in the order of {@link LayerEdges#termNames()}; they
     * sum to f.
     */
    public float[][] parts(int output, int input) {
        int edge = layer.edge(output, input);
        EdgeTerms.Curves terms = of(edge);
        float[][] parts = new float[terms.count()][x.length];
        for (int t = 0; t < parts.length; t++) {
            layer.addTerm(parts[t], 0, edge, t, terms.values(), x.length);
        }
        return parts;
    }

    /** The terms of an edge without coefficients, [term][point]. */
    float[] terms(int output, int input) {
        return of(layer.edge(output, input)).values();
    }

    /** f of all edges of one output, [input][point]. */
    public float[] ofOutput(int output) {
        return edges(layer.edge(output, 0), layer.inputs());
    }

    /** f of all edges of the layer, [output][input][point]. */
    public float[] ofLayer() {
        return edges(0, Math.multiplyExact(layer.outputs(), layer.inputs()));
    }

    private float[] edges(int first, int count) {
        float[] to = new float[Math.multiplyExact(count, x.length)];
        for (int e = 0; e < count; e++) {
            addCurve(first + e, to, e * x.length);
        }
        return to;
    }

    private void addCurve(int edge, float[] to, int at) {
        layer.addTo(to, at, edge, of(edge).values(), x.length);
    }
}

package org.kanworkbench.explain;

import java.util.Arrays;
import org.kanworkbench.engine.layer.EdgeTerms;
import org.kanworkbench.network.LayerSpec;

/** Sums |f(x)| of a layer's edges over rows. Terms are evaluated once per input and row for all outputs. */
final class Contributions {

    private final int inputs;
    private final int outputs;
    private final EdgeTerms terms;
    private final boolean scaledByRow;
    /** Whether every edge has functions of its own. */
    private final boolean byEdge;

    /** [input][term][output], so that the innermost loop runs over outputs that lie side by side. */
    private final float[] weights;
    /** [input][output]. */
    private final double[] sums;
    /** [output]: f of one entry, and sums over a batch. */
    private final float[] one;

    private final float[] batch;
    private long rows;

    Contributions(LayerEdges layer) {
        LayerSpec spec = layer.spec();
        outputs = layer.outputs();
        byEdge = spec.stretchesEdges();
        inputs = layer.inputs();
        terms = layer.terms();
        scaledByRow = spec.scaling().byRow() && spec.basis().terms() > 0;
        weights = new float[Math.multiplyExact(inputs * terms.count(), outputs)];
        for (int o = 0; o < outputs; o++) {
            for (int i = 0; i < inputs; i++) {
                for (int t = 0; t < terms.count(); t++) {
                    weights[(i * terms.count() + t) * outputs + o] = layer.coefficient(layer.edge(o, i), t);
                }
            }
        }
        sums = new double[inputs * outputs];
        one = new float[outputs];
        batch = new float[outputs];
    }

    /**
     * @param x rows × inputs
     * @param s the same as scaled for the basis
     * @param background a value of x that many entries have and that is computed once per batch and input; NaN for none
     */
    void add(float[] x, float[] s, int count, float background) {
        rows += count;
        if (byEdge) {
            addByEdge(x, s);
            return;
        }
        float[] phi = terms.values(x, s);
        for (int i = 0; i < inputs; i++) {
            Arrays.fill(batch, 0);
            int common = 0;
            int commonAt = 0;
            for (int n = i; n < count * inputs; n += inputs) {
                if (x[n] == background && !scaledByRow) {
                    common++;
                    commonAt = n;
                } else {
                    addEntry(phi, x.length, n, i, 1);
                }
            }
            if (common > 0) {
                addEntry(phi, x.length, commonAt, i, common);
            }
            for (int o = 0; o < outputs; o++) {
                sums[i * outputs + o] += batch[o];
            }
        }
    }

    private void addByEdge(float[] x, float[] s) {
        for (int o = 0; o < outputs; o++) {
            float[] phi = terms.valuesOf(o, x, s);
            for (int n = 0; n < x.length; n++) {
                int input = n % inputs;
                float sum = 0;
                for (int t = 0; t < terms.count(); t++) {
                    sum += phi[t * x.length + n] * weights[(input * terms.count() + t) * outputs + o];
                }
                sums[input * outputs + o] += Math.abs(sum);
            }
        }
    }

    private void addEntry(float[] phi, int plane, int n, int input, float times) {
        Arrays.fill(one, 0);
        for (int t = 0; t < terms.count(); t++) {
            float term = phi[t * plane + n];
            int at = (input * terms.count() + t) * outputs;
            for (int o = 0; o < outputs; o++) {
                one[o] += term * weights[at + o];
            }
        }
        for (int o = 0; o < outputs; o++) {
            batch[o] += times * Math.abs(one[o]);
        }
    }

    Importance mean() {
        float[] means = new float[outputs * inputs];
        for (int o = 0; o < outputs; o++) {
            for (int i = 0; i < inputs; i++) {
                means[o * inputs + i] = (float) (sums[i * outputs + o] / rows);
            }
        }
        return new Importance(outputs, inputs, means);
    }
}

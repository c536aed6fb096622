package org.kanworkbench.quantize.onnx.graph;

import java.util.ArrayList;
import java.util.List;
import org.kanworkbench.network.LayerTensor;
import org.kanworkbench.network.tensor.QuantizedTensor;
import org.kanworkbench.quantize.TensorReport;
import org.kanworkbench.quantize.scheme.BitRule;

/** What rounding did to the weights of one layer, term by term, in units of the model's own weights. */
final class IntegerReports {

    private final LayerValues layer;
    private final CodedExpansion expansion;
    private final int bits;

    IntegerReports(LayerValues layer, CodedExpansion expansion, int bits) {
        this.layer = layer;
        this.expansion = expansion;
        this.bits = bits;
    }

    /** @param rounded [output][input][new term], scales of the codes included */
    List<TensorReport> of(QuantizedTensor rounded) {
        float[] values = rounded.float32().values();
        List<TensorReport> reports = new ArrayList<>();
        for (int t = 0; t < layer.terms.size(); t++) {
            reports.add(expansion.folds(t) ? folded(t) : own(t, values));
        }
        return reports;
    }

    private TensorReport own(int term, float[] values) {
        int inputs = layer.spec.inputs();
        int terms = expansion.terms().size();
        double factor =
                expansion.mix()[term][term] * expansion.terms().get(term).scale();
        float[] before = layer.matrix(List.of(layer.terms.get(term)));
        float[] after = new float[before.length];
        for (int o = 0; o < layer.spec.outputs(); o++) {
            for (int i = 0; i < inputs; i++) {
                double others = 0;
                for (int t = 0; t < layer.terms.size(); t++) {
                    if (t != term && expansion.mix()[term][t] != 0) {
                        others += expansion.mix()[term][t] * layer.weight(layer.terms.get(t), i, o);
                    }
                }
                double whole = values[(o * inputs + i) * terms + term] / factor;
                after[i * layer.spec.outputs() + o] =
                        (float) (whole - others / expansion.mix()[term][term]);
            }
        }
        return of(tensor(term), part(term), bits, before, after);
    }

    private TensorReport folded(int term) {
        float[] weights = layer.matrix(List.of(layer.terms.get(term)));
        return new TensorReport(
                tensor(term),
                "",
                weights.length,
                0,
                false,
                "its activation is a sum of the basis's polynomials over the layer's inputs: part of their weights",
                0,
                rms(weights));
    }

    private String tensor(int term) {
        return layer.name(layer.terms.get(term) == BitRule.BASE ? LayerTensor.BASE_WEIGHT : LayerTensor.BASIS_WEIGHT);
    }

    private String part(int term) {
        int number = layer.terms.get(term);
        return number == BitRule.BASE ? "" : layer.spec.basis().termName(number);
    }

    static TensorReport of(String tensor, String part, int bits, float[] before, float[] after) {
        double sum = 0;
        for (int n = 0; n < before.length; n++) {
            double error = (double) after[n] - before[n];
            sum += error * error;
        }
        return new TensorReport(
                tensor, part, before.length, bits, true, "", Math.sqrt(sum / before.length), rms(before));
    }

    private static double rms(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum / values.length);
    }
}

package org.kanworkbench.quantize.onnx.graph;

import java.util.ArrayList;
import java.util.List;
import org.kanworkbench.network.LayerTensor;
import org.kanworkbench.network.tensor.QuantizedTensor;
import org.kanworkbench.quantize.TensorReport;
import org.kanworkbench.quantize.scheme.BitRule;

/** Reports the quantisation error of one layer's weights per term, in units of the model's weights. */
record IntegerReports(LayerValues layer, CodedExpansion expansion, int bits) {

    /** @param rounded [output][input][new term], including the scales of the codes */
    List<TensorReport> of(QuantizedTensor rounded) {
        float[] values = rounded.float32().values();
        List<TensorReport> reports = new ArrayList<>();
        if (layer.hasConstant()) {
            reports.add(TensorReport.left(
                    layer.name(LayerTensor.BASIS_WEIGHT),
                    layer.spec.basis().termName(0),
                    0,
                    "added to the biases, in float32",
                    layer.matrix(List.of(0))));
        }
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
        return TensorReport.rounded(tensor(term), part(term), bits, before, after);
    }

    private TensorReport folded(int term) {
        return TensorReport.left(
                tensor(term),
                "",
                0,
                "its activation is a sum of the basis's polynomials over the layer's inputs: part of their weights",
                layer.matrix(List.of(layer.terms.get(term))));
    }

    private String tensor(int term) {
        return layer.name(layer.terms.get(term) == BitRule.BASE ? LayerTensor.BASE_WEIGHT : LayerTensor.BASIS_WEIGHT);
    }

    private String part(int term) {
        int number = layer.terms.get(term);
        return number == BitRule.BASE ? "" : layer.spec.basis().termName(number);
    }
}

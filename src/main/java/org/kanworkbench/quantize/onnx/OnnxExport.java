package org.kanworkbench.quantize.onnx;

import java.util.List;
import org.kanworkbench.network.Model;
import org.kanworkbench.quantize.QuantizeException;
import org.kanworkbench.quantize.RoundedModel;
import org.kanworkbench.quantize.Scheme;
import org.kanworkbench.quantize.TensorReport;
import org.kanworkbench.quantize.WeightFormat;

/** Turns a trained network into an ONNX graph under a scheme. */
public final class OnnxExport {

    /** For whoever opens the file elsewhere. */
    private static final String DESCRIPTION =
            "A Kolmogorov-Arnold network. input: rows as it was trained on them, pixels on"
                    + " -1 to 1 as (byte / 255 - 0.5) / 0.5. logits: one value a class, before any softmax.";

    private OnnxExport() {}

    public static OnnxModel of(Model model, Origin origin, Scheme scheme) throws QuantizeException {
        List<TensorReport> tensors = RoundedModel.of(model, scheme).reports();
        GraphBuilder graph = new GraphBuilder();
        String result = new FloatGraph(graph, scheme.weights() instanceof WeightFormat.Float16).write(model);
        byte[] content = graph.build(
                result,
                model.network().inputs(),
                model.network().outputs(),
                DESCRIPTION,
                FileProperties.of(origin, scheme));
        return new OnnxModel(content, model.network().inputs(), model.network().outputs(), scheme, origin, tensors);
    }
}

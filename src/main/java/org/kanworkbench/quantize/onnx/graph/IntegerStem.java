package org.kanworkbench.quantize.onnx.graph;

import java.util.List;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.stem.Convolutions;
import org.kanworkbench.network.tensor.QuantizedTensor;
import org.kanworkbench.network.tensor.Tensor;
import org.kanworkbench.quantize.Calibration;
import org.kanworkbench.quantize.TensorReport;
import org.kanworkbench.quantize.WeightRounding;
import org.kanworkbench.quantize.onnx.Codes;
import org.kanworkbench.quantize.onnx.GraphBuilder;
import org.kanworkbench.quantize.scheme.WeightFormat.Integers;

/**
 * Writes convolutions of 8-bit codes. With calibration, images stay quantised between stages, and a zero point of 0
 * implements ReLU; otherwise every stage quantises its images dynamically.
 *
 * @param inputs null for dynamic codes
 */
record IntegerStem(GraphBuilder graph, Integers format, MeasuredInputs inputs) {

    String write(Model model, Convolutions stem, List<TensorReport> reports) {
        String image = FloatStem.image(graph, stem, GraphBuilder.INPUT);
        if (inputs == null) {
            for (int s = 0; s < stem.channels().size(); s++) {
                image = dynamic(model, stem, s, image, reports);
            }
            return FloatStem.rows(graph, model, image);
        }
        Codes codes = Codes.of(Calibration.span(inputs.ofStage(0), format.range()));
        String coded = codes.quantize(graph, image);
        for (int s = 0; s < stem.channels().size(); s++) {
            Codes given = Codes.of(Calibration.span(inputs.ofStage(s + 1), format.range()));
            coded = calibrated(model, stem, s, coded, codes, given, reports);
            codes = given;
        }
        return codes.dequantize(graph, FloatStem.rows(graph, model, coded));
    }

    private QuantizedTensor rounded(Model model, int stage, List<TensorReport> reports) {
        String name = "stem." + stage + ".weight";
        Tensor kernels = model.tensor(name);
        QuantizedTensor rounded = WeightRounding.round(kernels, format);
        reports.add(TensorReport.rounded(
                name, "", format.bits(), kernels.values(), rounded.float32().values()));
        return rounded;
    }

    private String kernels(QuantizedTensor rounded, Convolutions stem, int stage) {
        return graph.bytes("stem." + stage + ".weight", rounded.codes(), true, FloatStem.shape(stem, stage));
    }

    private static float[] scales(QuantizedTensor rounded, int outputs) {
        float[] scales = new float[outputs];
        for (int o = 0; o < outputs; o++) {
            scales[o] = rounded.scales()[rounded.blockOf(o, 0, 0)];
        }
        return scales;
    }

    private String calibrated(
            Model model,
            Convolutions stem,
            int stage,
            String coded,
            Codes taken,
            Codes given,
            List<TensorReport> reports) {
        QuantizedTensor rounded = rounded(model, stage, reports);
        int outputs = stem.channels().get(stage);
        float[] scales = scales(rounded, outputs);
        float[] bias = model.tensor("stem." + stage + ".bias").values();
        int[] biases = new int[outputs];
        for (int o = 0; o < outputs; o++) {
            double wanted = Math.rint(bias[o] / ((double) taken.scale() * scales[o]));
            biases[o] = (int) Math.clamp(wanted, -(1 << 30), 1 << 30);
        }
        String sums = graph.node(
                "QLinearConv",
                FloatStem.BORDER,
                coded,
                graph.scalar(taken.scale()),
                taken.zero(graph),
                kernels(rounded, stem, stage),
                graph.floats("stem." + stage + ".scale", scales, outputs),
                graph.bytes("zeros", new byte[outputs], true, outputs),
                graph.scalar(given.scale()),
                given.zero(graph),
                graph.integers("stem." + stage + ".bias", biases, outputs));
        return graph.node("MaxPool", FloatStem.HALVING, sums);
    }

    private String dynamic(Model model, Convolutions stem, int stage, String image, List<TensorReport> reports) {
        QuantizedTensor rounded = rounded(model, stage, reports);
        int outputs = stem.channels().get(stage);
        List<String> coded = graph.nodeOfThree("DynamicQuantizeLinear", image);
        String sums = graph.node(
                "ConvInteger", FloatStem.BORDER, coded.getFirst(), kernels(rounded, stem, stage), coded.get(2));
        String scale = graph.node(
                "Mul",
                graph.floats("stem." + stage + ".scale", scales(rounded, outputs), 1, outputs, 1, 1),
                coded.get(1));
        String product = graph.node("Mul", graph.toFloat(sums), scale);
        String bias = graph.floats(
                "stem." + stage + ".bias",
                model.tensor("stem." + stage + ".bias").values(),
                1,
                outputs,
                1,
                1);
        return graph.node("MaxPool", FloatStem.HALVING, graph.node("Relu", graph.node("Add", product, bias)));
    }
}

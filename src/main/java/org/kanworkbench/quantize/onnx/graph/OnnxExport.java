package org.kanworkbench.quantize.onnx.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.Target;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.quantize.Calibration;
import org.kanworkbench.quantize.EdgeScales;
import org.kanworkbench.quantize.QuantizedModel;
import org.kanworkbench.quantize.TensorReport;
import org.kanworkbench.quantize.onnx.FileProperties;
import org.kanworkbench.quantize.onnx.GraphBuilder;
import org.kanworkbench.quantize.onnx.OnnxModel;
import org.kanworkbench.quantize.onnx.Origin;
import org.kanworkbench.quantize.scheme.Arithmetic;
import org.kanworkbench.quantize.scheme.QuantizeException;
import org.kanworkbench.quantize.scheme.Scheme;

/** Exports a trained network as an ONNX graph under a scheme. */
public final class OnnxExport {

    /** The description in the file. */
    private static final String DESCRIPTION =
            "A Kolmogorov-Arnold network. input: rows as it was trained on them, pixels on"
                    + " -1 to 1 as (byte / 255 - 0.5) / 0.5. ";

    private static final String CLASSES = "logits: one value per class, before any softmax.";
    private static final String NUMBERS = "numbers: one value a target, in its units.";

    private OnnxExport() {}

    /** Whether a scheme needs {@link Calibration} rows. */
    public static boolean calibrates(Scheme scheme) {
        return scheme.arithmetic() == Arithmetic.INT8_STATIC || scheme.arithmetic() == Arithmetic.INT8_LEAN;
    }

    /**
     * Exports the network. Throws QuantizeException for schemes that are only simulated, quantise nothing, or lack
     * calibration.
     */
    public static OnnxModel of(Model model, Origin origin, Scheme scheme, Optional<Calibration> calibration)
            throws QuantizeException {
        NetworkSpec network = model.network();
        QuantizedModel rounded = QuantizedModel.of(model, scheme);
        // Not the rounded one: the graph rounds after it has taken means out of the weights.
        Model whole = EdgeScales.folded(model);
        MeasuredInputs inputs = null;
        if (calibrates(scheme)) {
            Calibration rows = calibration.orElseThrow(() -> new QuantizeException("scheme " + scheme.name()
                    + " needs calibration rows: name the data that the model was trained on"));
            if (rows.width() != network.inputs()) {
                throw new QuantizeException("calibration rows have " + rows.width() + " values but the network takes "
                        + network.inputs() + ": name the data that it was trained on");
            }
            inputs = MeasuredInputs.of(whole, rows, origin.batch());
        }
        GraphBuilder graph = new GraphBuilder();
        NetworkGraph written = new NetworkGraph(graph, scheme, inputs);
        String result = inUnits(graph, written.write(whole), origin.target());
        // Without a product of integers, nothing is scaled by the batch.
        boolean byRow = scheme.arithmetic().rowsAreIndependent() || written.reports.isEmpty();
        boolean independent = byRow && !network.scalesByBatch();
        byte[] content = graph.build(
                result,
                GraphBuilder.output(origin.target()),
                network.inputs(),
                network.outputs(),
                DESCRIPTION + (origin.target() instanceof Target.Classes ? CLASSES : NUMBERS),
                FileProperties.of(origin, scheme, independent));
        return new OnnxModel(
                content,
                network.inputs(),
                network.outputs(),
                independent,
                scheme,
                origin,
                scheme.arithmetic() == Arithmetic.FLOAT
                        ? rounded.reports()
                        : reports(rounded.reports(), written.reports));
    }

    private static String inUnits(GraphBuilder graph, String outputs, Target target) {
        return switch (target) {
            case Target.Classes _ -> outputs;
            case Target.Numbers numbers -> {
                List<ColumnScaling.Column> columns = numbers.scaling().columns();
                float[] deviations = new float[columns.size()];
                float[] means = new float[columns.size()];
                for (int t = 0; t < means.length; t++) {
                    deviations[t] = (float) columns.get(t).deviation();
                    means[t] = (float) columns.get(t).mean();
                }
                String scaled =
                        graph.node("Mul", outputs, graph.floats("target.deviation", deviations, deviations.length));
                yield graph.node("Add", scaled, graph.floats("target.mean", means, means.length));
            }
        };
    }

    /** Replaces reports on rounded weights by those of integer products. */
    private static List<TensorReport> reports(List<TensorReport> all, List<TensorReport> ofIntegers) {
        Map<String, List<TensorReport>> replaced =
                ofIntegers.stream().collect(Collectors.groupingBy(TensorReport::tensor));
        List<TensorReport> reports = new ArrayList<>();
        for (TensorReport report : all) {
            if (!replaced.containsKey(report.tensor())) {
                reports.add(report);
            } else if (reports.stream().noneMatch(r -> r.tensor().equals(report.tensor()))) {
                reports.addAll(replaced.get(report.tensor()));
            }
        }
        return reports;
    }
}

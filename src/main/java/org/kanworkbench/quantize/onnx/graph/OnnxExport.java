package org.kanworkbench.quantize.onnx.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.kanworkbench.network.InputScaling;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.quantize.Calibration;
import org.kanworkbench.quantize.EdgeScales;
import org.kanworkbench.quantize.RoundedModel;
import org.kanworkbench.quantize.TensorReport;
import org.kanworkbench.quantize.onnx.FileProperties;
import org.kanworkbench.quantize.onnx.GraphBuilder;
import org.kanworkbench.quantize.onnx.OnnxModel;
import org.kanworkbench.quantize.onnx.Origin;
import org.kanworkbench.quantize.scheme.Arithmetic;
import org.kanworkbench.quantize.scheme.QuantizeException;
import org.kanworkbench.quantize.scheme.Scheme;

/** Turns a trained network into an ONNX graph under a scheme. */
public final class OnnxExport {

    /** For whoever opens the file elsewhere. */
    private static final String DESCRIPTION =
            "A Kolmogorov-Arnold network. input: rows as it was trained on them, pixels on"
                    + " -1 to 1 as (byte / 255 - 0.5) / 0.5. logits: one value a class, before any softmax.";

    private OnnxExport() {}

    /** Whether a scheme needs {@link Calibration} rows. */
    public static boolean calibrates(Scheme scheme) {
        return scheme.arithmetic() == Arithmetic.INT8_STATIC || scheme.arithmetic() == Arithmetic.INT8_LEAN;
    }

    /**
     * The network as a file. A QuantizeException refuses schemes that are only simulated, round nothing, or need
     * calibration that is not there.
     */
    public static OnnxModel of(Model model, Origin origin, Scheme scheme, Optional<Calibration> calibration)
            throws QuantizeException {
        NetworkSpec network = model.network();
        RoundedModel rounded = RoundedModel.of(model, scheme);
        Model whole = EdgeScales.folded(scheme.arithmetic() == Arithmetic.FLOAT ? rounded.model() : model);
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
        String result = written.write(whole);
        boolean independent = scheme.arithmetic().rowsAreIndependent() && independent(network);
        byte[] content = graph.build(
                result,
                network.inputs(),
                network.outputs(),
                DESCRIPTION,
                FileProperties.of(origin, scheme, independent));
        return new OnnxModel(
                content,
                network.inputs(),
                network.outputs(),
                independent,
                scheme,
                origin,
                reports(rounded.reports(), written.reports));
    }

    private static boolean independent(NetworkSpec network) {
        return network.layers().stream().noneMatch(layer -> layer.scaling() == InputScaling.BATCH_MIN_MAX);
    }

    /** Those of integer products in place of those of weights that are only rounded. */
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

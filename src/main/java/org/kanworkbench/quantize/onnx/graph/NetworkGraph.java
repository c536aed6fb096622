package org.kanworkbench.quantize.onnx.graph;

import java.util.ArrayList;
import java.util.List;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.LayerTensor;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.Normalization;
import org.kanworkbench.network.stem.Convolutions;
import org.kanworkbench.quantize.TensorReport;
import org.kanworkbench.quantize.onnx.GraphBuilder;
import org.kanworkbench.quantize.scheme.BitRule;
import org.kanworkbench.quantize.scheme.Granularity;
import org.kanworkbench.quantize.scheme.QuantizeException;
import org.kanworkbench.quantize.scheme.Scheme;
import org.kanworkbench.quantize.scheme.Symmetry;
import org.kanworkbench.quantize.scheme.WeightFormat;
import org.kanworkbench.quantize.scheme.WeightFormat.Integers;

/** Writes a complete network as a self-contained graph. */
final class NetworkGraph {

    private final GraphBuilder graph;
    private final Scheme scheme;
    /** Null without calibration. */
    private final MeasuredInputs inputs;

    /** Outputs of every stage of plain convolutions and inputs of every layer, in float. */
    final List<String> stages = new ArrayList<>();

    final List<String> layerInputs = new ArrayList<>();
    /** The normalised inputs of layers whose basis alone sees them; others' inputs as they are. */
    final List<String> normalizedInputs = new ArrayList<>();
    /** Reports on tensors quantised to integers. */
    final List<TensorReport> reports = new ArrayList<>();

    NetworkGraph(GraphBuilder graph, Scheme scheme, MeasuredInputs inputs) {
        this.graph = graph;
        this.scheme = scheme;
        this.inputs = inputs;
    }

    /** The name of the network's outputs. */
    String write(Model model) throws QuantizeException {
        String x = stem(model);
        for (int l = 0; l < model.network().layers().size(); l++) {
            LayerValues layer = new LayerValues(model, l);
            LayerSpec spec = model.network().layers().get(l);
            if (spec.normalizesInputs()) {
                String normalized = new Expansion(graph).normalized(layer, x);
                x = spec.scalesBase() ? normalized : x;
                layer.normalized = normalized;
            }
            layerInputs.add(x);
            normalizedInputs.add(layer.normalized == null ? x : layer.normalized);
            x = ended(layer, sums(layer, x));
        }
        return x;
    }

    private String stem(Model model) throws QuantizeException {
        if (model.network().stem() instanceof Convolutions convolutions
                && format(BitRule.STEM, List.of(BitRule.KERNEL)) instanceof Integers integers) {
            return new IntegerStem(graph, integers, inputs).write(model, convolutions, reports);
        }
        FloatStem stem = new FloatStem(graph, scheme);
        String x = stem.write(model, GraphBuilder.INPUT);
        stages.addAll(stem.stages);
        return x;
    }

    private String sums(LayerValues layer, String x) throws QuantizeException {
        return switch (scheme.arithmetic()) {
            case FLOAT -> new FloatLayer(graph, scheme).write(layer, x);
            case INT8_DYNAMIC, INT8_STATIC, INT8_LEAN ->
                // Functions of every edge's own are no matrix product, so these layers stay in float32.
                !layer.spec.stretchesEdges() && format(layer) instanceof Integers integers
                        ? integers(layer, x, integers)
                        : new FloatLayer(graph, scheme).write(layer, x);
            case SIMULATED ->
                throw new QuantizeException(
                        "scheme " + scheme.name()
                                + " is simulated by the workbench's engine alone: choose float32, float16 or one of int8 for a file");
        };
    }

    private String integers(LayerValues layer, String x, Integers format) throws QuantizeException {
        IntegerProduct product = new IntegerProduct(graph, format);
        Coding coding = new Coding(graph, format.range());
        return switch (scheme.arithmetic()) {
            case INT8_DYNAMIC -> product.dynamic(layer, coding.joined(layer, x), reports);
            case INT8_STATIC ->
                product.write(layer, coding.calibrated(layer, x, inputs.layers().get(layer.layer)), reports);
            default ->
                product.write(layer, coding.lean(layer, x, inputs.layers().get(layer.layer)), reports);
        };
    }

    /** Also checks that of a constant's weights, which stay in float32 as parts of the biases. */
    private WeightFormat format(LayerValues layer) throws QuantizeException {
        WeightFormat all = format(layer.layer, layer.terms);
        if (layer.hasConstant()
                && all instanceof Integers
                && !(scheme.format(layer.layer, 0) instanceof WeightFormat.Float32)) {
            List<Integer> terms = new ArrayList<>(layer.terms);
            terms.add(0);
            format(layer.layer, terms);
        }
        return all;
    }

    /** The format of all weights of a layer; integer products need a single one. */
    private WeightFormat format(int layer, List<Integer> terms) throws QuantizeException {
        List<WeightFormat> formats = terms.stream()
                .map(term -> scheme.format(layer, term))
                .distinct()
                .toList();
        if (formats.size() > 1) {
            throw new QuantizeException(
                    "scheme " + scheme.name()
                            + " keeps terms of one layer in different ways: int8 products need one for all, or simulate it with w8");
        }
        if (formats.getFirst() instanceof Integers integers) {
            check(integers);
        }
        return formats.getFirst();
    }

    private void check(Integers format) throws QuantizeException {
        boolean grouped = format.granularity() == Granularity.GROUP_32;
        boolean affine = format.symmetry() == Symmetry.AFFINE;
        if (grouped || affine) {
            throw new QuantizeException(
                    "scheme " + scheme.name() + " asks for "
                            + (grouped ? "groups of inputs" : "affine weights")
                            + ": int8 products take symmetric weights with a scale a tensor or an output, or simulate it with w8");
        }
    }

    /**
     * Layer norm and activation of a layer's sums. Batch norm is part of the sums, see {@link LayerValues}.
     *
     * @param sums rows × outputs
     */
    private String ended(LayerValues layer, String sums) {
        LayerSpec spec = layer.spec;
        String y = spec.normalization() == Normalization.LAYER ? normed(layer, sums) : sums;
        return spec.activation() == Activation.PRELU
                ? graph.node(
                        "PRelu", y, graph.floats(layer.name(LayerTensor.PRELU), layer.values(LayerTensor.PRELU), 1))
                : new Expansion(graph).activation(spec.activation(), y);
    }

    /**
     * Layer norm of sums with mean 0. ONNX Runtime's own LayerNormalization takes three times as long, a tenth of
     * kal-net's int8 graph.
     */
    private String normed(LayerValues layer, String y) {
        int outputs = layer.spec.outputs();
        String scale =
                graph.floats(layer.name(LayerTensor.NORM_WEIGHT), layer.values(LayerTensor.NORM_WEIGHT), outputs);
        String shift = graph.floats(layer.name(LayerTensor.NORM_BIAS), layer.values(LayerTensor.NORM_BIAS), outputs);
        return new Expansion(graph).affineNorm(y, scale, shift);
    }
}

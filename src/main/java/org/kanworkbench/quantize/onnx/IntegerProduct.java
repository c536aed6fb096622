package org.kanworkbench.quantize.onnx;

import java.util.List;
import java.util.Map;
import org.kanworkbench.network.QuantizedTensor;
import org.kanworkbench.network.Tensor;
import org.kanworkbench.quantize.TensorReport;
import org.kanworkbench.quantize.WeightFormat.Integers;
import org.kanworkbench.quantize.WeightRounding;

/**
 * Writes the product of codes with a layer's weights: unsigned by signed 8-bit integers, summed in 32 bits. The scales of the
 * codes are multiplied into the weights before these are rounded, so that one product serves all terms; the zero points make
 * one integer an output.
 */
final class IntegerProduct {

    private static final long TO_FLOAT = 1;

    private final GraphBuilder graph;
    private final Integers format;

    IntegerProduct(GraphBuilder graph, Integers format) {
        this.graph = graph;
        this.format = format;
    }

    /** The layer's sums with its constants, rows × outputs, in float. */
    String write(LayerValues layer, CodedExpansion expansion, List<TensorReport> reports) {
        QuantizedTensor weights = WeightRounding.round(combined(layer, expansion), format);
        reports.addAll(new IntegerReports(layer, expansion, format.bits()).of(weights));
        int outputs = layer.spec.outputs();
        byte[] matrix = matrix(layer, weights, expansion.terms().size());
        int[] corrections = new int[outputs];
        int perTerm = layer.spec.inputs() * outputs;
        for (int n = 0; n < matrix.length; n++) {
            corrections[n % outputs] -= expansion.terms().get(n / perTerm).zeroPoint() * matrix[n];
        }
        String products = graph.node(
                "MatMulInteger",
                expansion.codes(),
                graph.bytes(layer.name("weight"), matrix, true, matrix.length / outputs, outputs));
        String sums = graph.node("Add", products, graph.integers(layer.name("zero"), corrections, outputs));
        return scaled(layer, sums, scales(layer, weights), rest(layer, expansion));
    }

    /** The same where the codes are found as the rows come: their scale and zero point are values of the graph. */
    String dynamic(LayerValues layer, String expanded, List<TensorReport> reports) {
        List<Codes> units = layer.terms.stream().map(_ -> new Codes(1, 0)).toList();
        List<String> coded = graph.nodeOfThree("DynamicQuantizeLinear", expanded);
        CodedExpansion expansion = CodedExpansion.plain(coded.getFirst(), units);
        QuantizedTensor weights = WeightRounding.round(combined(layer, expansion), format);
        reports.addAll(new IntegerReports(layer, expansion, format.bits()).of(weights));
        int outputs = layer.spec.outputs();
        byte[] matrix = matrix(layer, weights, units.size());
        String products = graph.node(
                "MatMulInteger",
                coded.getFirst(),
                graph.bytes(layer.name("weight"), matrix, true, layer.expanded(), outputs),
                coded.get(2));
        float[] scales = scales(layer, weights);
        String scale = graph.node("Mul", graph.floats(layer.name("scale"), scales, outputs), coded.get(1));
        String sums = graph.node("Mul", graph.node("Cast", Map.of("to", TO_FLOAT), products), scale);
        return graph.node("Add", sums, graph.floats(layer.name("bias"), layer.shifts(new double[outputs]), outputs));
    }

    /** [new term][input][output]. */
    private static byte[] matrix(LayerValues layer, QuantizedTensor weights, int terms) {
        int inputs = layer.spec.inputs();
        int outputs = layer.spec.outputs();
        byte[] matrix = new byte[weights.codes().length];
        for (int o = 0; o < outputs; o++) {
            for (int i = 0; i < inputs; i++) {
                for (int t = 0; t < terms; t++) {
                    matrix[(t * inputs + i) * outputs + o] = weights.codes()[(o * inputs + i) * terms + t];
                }
            }
        }
        return matrix;
    }

    private String scaled(LayerValues layer, String sums, float[] scales, double[] rest) {
        int outputs = layer.spec.outputs();
        String product = graph.node(
                "Mul",
                graph.node("Cast", Map.of("to", TO_FLOAT), sums),
                graph.floats(layer.name("scale"), scales, outputs));
        return graph.node("Add", product, graph.floats(layer.name("bias"), layer.shifts(rest), outputs));
    }

    private static float[] scales(LayerValues layer, QuantizedTensor weights) {
        double[] factors = layer.factors();
        float[] scales = new float[factors.length];
        for (int o = 0; o < scales.length; o++) {
            scales[o] = (float) (weights.scales()[weights.blockOf(o, 0, 0)] * factors[o]);
        }
        return scales;
    }

    /** [output][input][new term], scales of the codes included. */
    private static Tensor combined(LayerValues layer, CodedExpansion expansion) {
        int inputs = layer.spec.inputs();
        int outputs = layer.spec.outputs();
        int terms = expansion.terms().size();
        float[] values = new float[outputs * inputs * terms];
        for (int o = 0; o < outputs; o++) {
            for (int i = 0; i < inputs; i++) {
                for (int n = 0; n < terms; n++) {
                    double sum = weighted(layer, expansion.mix()[n], i, o);
                    values[(o * inputs + i) * terms + n] =
                            (float) (sum * expansion.terms().get(n).scale());
                }
            }
        }
        return new Tensor(new int[] {outputs, inputs, terms}, values);
    }

    private static double weighted(LayerValues layer, double[] factors, int input, int output) {
        double sum = 0;
        for (int t = 0; t < factors.length; t++) {
            if (factors[t] != 0) {
                sum += factors[t] * layer.weight(layer.terms.get(t), input, output);
            }
        }
        return sum;
    }

    private static double[] rest(LayerValues layer, CodedExpansion expansion) {
        double[] rest = new double[layer.spec.outputs()];
        for (int o = 0; o < rest.length; o++) {
            for (int i = 0; i < layer.spec.inputs(); i++) {
                rest[o] += weighted(layer, expansion.rest(), i, o);
            }
        }
        return rest;
    }
}

package org.kanworkbench.quantize.onnx.graph;

import java.util.Collections;
import java.util.List;
import org.kanworkbench.network.LayerTensor;
import org.kanworkbench.network.tensor.QuantizedTensor;
import org.kanworkbench.network.tensor.Tensor;
import org.kanworkbench.quantize.TensorReport;
import org.kanworkbench.quantize.WeightRounding;
import org.kanworkbench.quantize.onnx.Codes;
import org.kanworkbench.quantize.onnx.GraphBuilder;
import org.kanworkbench.quantize.scheme.QuantizeException;
import org.kanworkbench.quantize.scheme.WeightFormat.Integers;

/**
 * Writes the product of codes with a layer's weights: unsigned by signed 8-bit integers, summed in 32 bits. The scales
 * of the codes are multiplied into the weights before quantisation, so that one product serves all terms; the zero
 * points add one constant per output.
 */
record IntegerProduct(GraphBuilder graph, Integers format) {

    /** Maximum number of products of 255 and 127 with a sum below 2^31. */
    private static final int MOST_ROWS = Integer.MAX_VALUE / (255 * 127);

    /** The layer's sums including constants, rows × outputs, in float. */
    String write(LayerValues layer, CodedExpansion expansion, List<TensorReport> reports) throws QuantizeException {
        QuantizedTensor weights = rounded(layer, expansion, reports);
        int outputs = layer.spec.outputs();
        byte[] matrix = matrix(layer, expansion, weights);
        double[] rest = rest(layer, expansion);
        int inputs = layer.spec.inputs();
        for (int t = 0; t < expansion.terms().size(); t++) {
            int zeroPoint = expansion.terms().get(t).zeroPoint();
            for (int i = 0; i < inputs; i++) {
                int at = expansion.row(t, i, inputs) * outputs;
                for (int o = 0; o < outputs; o++) {
                    rest[o] -= (double) zeroPoint * matrix[at + o] * scale(weights, o);
                }
            }
        }
        String products = graph.node("MatMulInteger", expansion.codes(), constant(layer, matrix));
        String scale = graph.floats(layer.name("scale"), scales(layer, weights), outputs);
        return scaled(layer, products, scale, rest);
    }

    /** The same for dynamic codes: their scale and zero point are values of the graph. */
    String dynamic(LayerValues layer, String expanded, List<TensorReport> reports) throws QuantizeException {
        List<String> coded = graph.nodeOfThree("DynamicQuantizeLinear", expanded);
        List<Codes> units = Collections.nCopies(layer.terms.size(), new Codes(1, 0));
        CodedExpansion expansion = CodedExpansion.ofOwnTerms(coded.getFirst(), false, units);
        QuantizedTensor weights = rounded(layer, expansion, reports);
        int outputs = layer.spec.outputs();
        byte[] matrix = matrix(layer, expansion, weights);
        String products = graph.node("MatMulInteger", coded.getFirst(), constant(layer, matrix), coded.get(2));
        String scale =
                graph.node("Mul", graph.floats(layer.name("scale"), scales(layer, weights), outputs), coded.get(1));
        return scaled(layer, products, scale, new double[outputs]);
    }

    private QuantizedTensor rounded(LayerValues layer, CodedExpansion expansion, List<TensorReport> reports)
            throws QuantizeException {
        long rows = (long) expansion.terms().size() * layer.spec.inputs();
        if (rows > MOST_ROWS) {
            throw new QuantizeException("layer " + (layer.layer + 1) + " has " + rows
                    + " expanded inputs: int8 products" + " are summed in 32 bits, which " + MOST_ROWS
                    + " fit at most; keep that layer in float32");
        }
        QuantizedTensor weights = WeightRounding.round(combined(layer, expansion), format);
        reports.addAll(new IntegerReports(layer, expansion, format.bits()).of(weights));
        return weights;
    }

    private String constant(LayerValues layer, byte[] matrix) {
        int outputs = layer.spec.outputs();
        return graph.bytes(layer.name("weight"), matrix, true, matrix.length / outputs, outputs);
    }

    /** Codes of the weights, one row per code of the expansion. */
    private static byte[] matrix(LayerValues layer, CodedExpansion expansion, QuantizedTensor weights) {
        int inputs = layer.spec.inputs();
        int outputs = layer.spec.outputs();
        int terms = expansion.terms().size();
        byte[] matrix = new byte[weights.codes().length];
        for (int o = 0; o < outputs; o++) {
            for (int i = 0; i < inputs; i++) {
                for (int t = 0; t < terms; t++) {
                    matrix[expansion.row(t, i, inputs) * outputs + o] = weights.codes()[(o * inputs + i) * terms + t];
                }
            }
        }
        return matrix;
    }

    private static float scale(QuantizedTensor weights, int output) {
        return weights.scales()[weights.blockOf(output, 0, 0)];
    }

    private String scaled(LayerValues layer, String products, String scale, double[] rest) {
        String sums = graph.node("Mul", graph.toFloat(products), scale);
        return graph.node(
                "Add", sums, graph.floats(layer.name(LayerTensor.BIAS), layer.shifts(rest), layer.spec.outputs()));
    }

    private static float[] scales(LayerValues layer, QuantizedTensor weights) {
        double[] factors = layer.factors();
        float[] scales = new float[factors.length];
        for (int o = 0; o < scales.length; o++) {
            scales[o] = (float) (scale(weights, o) * factors[o]);
        }
        return scales;
    }

    /** [output][input][new term], including the scales of the codes. */
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

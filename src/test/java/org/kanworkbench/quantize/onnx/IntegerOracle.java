package org.kanworkbench.quantize.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;

/**
 * Computes a graph with static codes node by node as ONNX defines the operators, integers in long, everything else in double:
 * no vector, no shortcut, and one row after the other.
 */
final class IntegerOracle {

    /** Values of one row, or a constant: shape without the rows, and values. */
    private record Value(int[] shape, double[] values) {

        int size() {
            return values.length;
        }
    }

    private final List<NodeProto> nodes;
    private final Map<String, Value> constants = new HashMap<>();

    IntegerOracle(byte[] content) throws Exception {
        ModelProto model = ModelProto.parseFrom(content);
        nodes = model.getGraph().getNodeList();
        model.getGraph().getInitializerList().forEach(t -> constants.put(t.getName(), constant(t)));
    }

    private static Value constant(TensorProto tensor) {
        ByteBuffer data = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        int[] shape = tensor.getDimsList().stream().mapToInt(Long::intValue).toArray();
        double[] values = new double[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        for (int n = 0; n < values.length; n++) {
            values[n] = switch (TensorProto.DataType.forNumber(tensor.getDataType())) {
                case FLOAT -> data.getFloat();
                case INT8 -> data.get();
                case UINT8 -> data.get() & 0xff;
                case INT32 -> data.getInt();
                case INT64 -> data.getLong();
                default -> throw new AssertionError("type " + tensor.getDataType());
            };
        }
        return new Value(shape, values);
    }

    double[] logits(float[] row) {
        Map<String, Value> found = new HashMap<>(constants);
        double[] x = new double[row.length];
        Arrays.setAll(x, n -> row[n]);
        found.put(GraphBuilder.INPUT, new Value(new int[] {row.length}, x));
        for (NodeProto node : nodes) {
            List<Value> in = node.getInputList().stream().map(found::get).toList();
            found.put(node.getOutput(0), compute(node, in));
        }
        return found.get(GraphBuilder.OUTPUT).values();
    }

    private static Value compute(NodeProto node, List<Value> in) {
        Value a = in.getFirst();
        return switch (node.getOpType()) {
            case "Add" -> pairwise(a, in.get(1), Double::sum);
            case "Sub" -> pairwise(a, in.get(1), (p, q) -> p - q);
            case "Mul" -> pairwise(a, in.get(1), (p, q) -> p * q);
            case "Div" -> pairwise(a, in.get(1), (p, q) -> p / q);
            case "Pow" -> pairwise(a, in.get(1), Math::pow);
            case "Abs" -> each(a, Math::abs);
            case "Neg" -> each(a, v -> -v);
            case "Exp" -> each(a, Math::exp);
            case "Tanh" -> each(a, Math::tanh);
            case "Sigmoid" -> each(a, v -> 1 / (1 + Math.exp(-v)));
            case "Relu" -> each(a, v -> Math.max(0, v));
            case "HardSigmoid" -> {
                Map<String, Float> f = floats(node);
                yield each(a, v -> Math.clamp(f.get("alpha") * v + f.get("beta"), 0, 1));
            }
            case "Identity" -> a;
            case "Cast" -> each(a, v -> (float) v);
            case "Reshape" ->
                new Value(
                        Arrays.stream(in.get(1).values(), 1, in.get(1).size())
                                .mapToInt(d -> (int) d)
                                .toArray(),
                        a.values());
            case "Concat" -> concat(in);
            case "Gather" -> picked(a, in.get(1));
            case "QuantizeLinear" ->
                each(a, v -> code(v / in.get(1).values()[0], in.get(2).values()[0]));
            case "DequantizeLinear" ->
                each(a, v -> (v - in.get(2).values()[0]) * in.get(1).values()[0]);
            case "MatMulInteger" -> product(a, in.get(1));
            case "Sqrt" -> each(a, Math::sqrt);
            case "ReduceMean" ->
                new Value(
                        new int[] {1},
                        new double[] {Arrays.stream(a.values()).average().orElseThrow()});
            case "QLinearConv" -> convolved(in);
            case "MaxPool" -> pooled(a);
            default -> throw new AssertionError(node.getOpType());
        };
    }

    private static double code(double steps, double zeroPoint) {
        return Math.clamp(Math.rint((float) steps) + zeroPoint, 0, 255);
    }

    private interface Pair {
        double of(double a, double b);
    }

    /** With a scalar, one of the last dimension, or [terms, 1] against [1, inputs]. */
    private static Value pairwise(Value a, Value b, Pair pair) {
        if (a.size() < b.size() || a.shape().length < b.shape().length) {
            return pairwise(b, a, (p, q) -> pair.of(q, p));
        }
        boolean outer = b.shape().length == 2 && b.shape()[1] == 1 && a.shape().length == 2 && a.shape()[0] == 1;
        int size = outer ? a.size() * b.size() : a.size();
        double[] values = new double[size];
        for (int n = 0; n < size; n++) {
            values[n] = outer
                    ? pair.of(a.values()[n % a.size()], b.values()[n / a.size()])
                    : pair.of(a.values()[n], b.values()[n % b.size()]);
        }
        return new Value(outer ? new int[] {b.size(), a.size()} : a.shape(), values);
    }

    private static Value each(Value a, DoubleUnaryOperator f) {
        return new Value(a.shape(), Arrays.stream(a.values()).map(f).toArray());
    }

    private static Value concat(List<Value> in) {
        double[] values =
                in.stream().flatMapToDouble(v -> Arrays.stream(v.values())).toArray();
        return new Value(new int[] {values.length}, values);
    }

    private static Value picked(Value table, Value rows) {
        int width = table.shape()[1];
        double[] values = new double[rows.size() * width];
        Arrays.setAll(values, n -> table.values()[(int) rows.values()[n / width] * width + n % width]);
        return new Value(new int[] {values.length}, values);
    }

    private static Value product(Value codes, Value weights) {
        int outputs = weights.shape()[1];
        double[] values = new double[outputs];
        for (int o = 0; o < outputs; o++) {
            long sum = 0;
            for (int k = 0; k < codes.size(); k++) {
                sum += (long) codes.values()[k] * (long) weights.values()[k * outputs + o];
            }
            values[o] = sum;
        }
        return new Value(new int[] {outputs}, values);
    }

    /** 3 × 3 with a border of one that stands for 0. */
    private static Value convolved(List<Value> in) {
        Value x = in.get(0);
        Value w = in.get(3);
        double zero = in.get(2).values()[0];
        int channels = x.shape()[0];
        int height = x.shape()[1];
        int width = x.shape()[2];
        int outputs = w.shape()[0];
        double[] values = new double[outputs * height * width];
        for (int o = 0; o < outputs; o++) {
            double step =
                    in.get(1).values()[0] * in.get(4).values()[o] / in.get(6).values()[0];
            for (int r = 0; r < height; r++) {
                for (int c = 0; c < width; c++) {
                    long sum = (long) in.get(8).values()[o];
                    for (int i = 0; i < channels; i++) {
                        for (int tap = 0; tap < 9; tap++) {
                            int row = r + tap / 3 - 1;
                            int column = c + tap % 3 - 1;
                            if (row >= 0 && row < height && column >= 0 && column < width) {
                                double code = x.values()[(i * height + row) * width + column] - zero;
                                sum += (long) code * (long) w.values()[(o * channels + i) * 9 + tap];
                            }
                        }
                    }
                    values[(o * height + r) * width + c] =
                            code(sum * step, in.get(7).values()[0]);
                }
            }
        }
        return new Value(new int[] {outputs, height, width}, values);
    }

    private static Value pooled(Value x) {
        int channels = x.shape()[0];
        int height = x.shape()[1] / 2;
        int width = x.shape()[2] / 2;
        double[] values = new double[channels * height * width];
        for (int n = 0; n < values.length; n++) {
            int c = n / (height * width);
            int r = n / width % height * 2;
            int q = n % width * 2;
            int at = (c * x.shape()[1] + r) * x.shape()[2] + q;
            int below = at + x.shape()[2];
            values[n] = Math.max(
                    Math.max(x.values()[at], x.values()[at + 1]), Math.max(x.values()[below], x.values()[below + 1]));
        }
        return new Value(new int[] {channels, height, width}, values);
    }

    private static Map<String, Float> floats(NodeProto node) {
        return node.getAttributeList().stream()
                .collect(Collectors.toMap(AttributeProto::getName, AttributeProto::getF));
    }
}

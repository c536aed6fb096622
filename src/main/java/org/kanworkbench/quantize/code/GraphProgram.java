package org.kanworkbench.quantize.code;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.kanworkbench.quantize.code.Program.Constant;
import org.kanworkbench.quantize.code.Program.Operand;
import org.kanworkbench.quantize.code.Program.Reduction;
import org.kanworkbench.quantize.code.Program.Step;
import org.kanworkbench.quantize.onnx.GraphBuilder;
import org.kanworkbench.quantize.onnx.GraphShapes;
import org.kanworkbench.quantize.onnx.OnnxModel;
import org.kanworkbench.quantize.scheme.QuantizeException;

/** Reads the program out of a graph in float32 that the workbench has made. */
final class GraphProgram {

    private final Map<String, int[]> shapes;
    private final Map<String, TensorProto> tensors = new HashMap<>();
    /** The arrays that hold the values of other names. */
    private final Map<String, String> arrays = new HashMap<>();

    private final Map<String, int[]> own = new HashMap<>();
    private final LinkedHashMap<String, Constant> constants = new LinkedHashMap<>();
    private final List<Step> steps = new ArrayList<>();

    private GraphProgram(Map<String, int[]> shapes) {
        this.shapes = shapes;
    }

    static Program of(OnnxModel model) throws QuantizeException {
        GraphProto graph = model.graph();
        GraphProgram program = new GraphProgram(GraphShapes.of(graph));
        graph.getInitializerList().forEach(tensor -> program.tensors.put(tensor.getName(), tensor));
        program.arrays.put(GraphBuilder.INPUT, Program.INPUT);
        program.own.put(Program.INPUT, new int[] {1, model.inputs()});
        for (NodeProto node : graph.getNodeList()) {
            program.enter(node);
        }
        Operand result = program.operand(graph.getOutput(0).getName());
        return new Program(model.inputs(), model.outputs(), program.constants, program.steps, result);
    }

    private void enter(NodeProto node) {
        String to = node.getOutput(0);
        String type = node.getOpType();
        if (type.equals("Identity") || type.equals("Reshape")) {
            arrays.put(to, arrays.get(node.getInput(0)));
            return;
        }
        int[] shape = shapes.get(to);
        Operand first = operand(node.getInput(0));
        String out = name(to);
        steps.add(
                switch (type) {
                    case "MatMul" -> new Program.Product(out, shape, first, array(node.getInput(1)));
                    case "Conv" ->
                        new Program.Convolution(
                                out,
                                shape,
                                first,
                                array(node.getInput(1)),
                                node.getInputCount() > 2 ? array(node.getInput(2)) : null);
                    case "MaxPool" -> new Program.Pooling(out, shape, first);
                    case "ReduceSum", "ReduceMean", "ReduceMin", "ReduceMax" ->
                        new Program.Reduce(out, shape, axes(node, first.shape()), reduction(type), first);
                    default -> new Program.Each(out, shape, function(type), operands(node));
                });
        arrays.put(to, out);
        own.put(out, shape);
    }

    private static Reduction reduction(String type) {
        return switch (type) {
            case "ReduceSum" -> Reduction.SUM;
            case "ReduceMean" -> Reduction.MEAN;
            case "ReduceMin" -> Reduction.MIN;
            default -> Reduction.MAX;
        };
    }

    private static ElementFunction function(String type) {
        return ElementFunction.of(type)
                .orElseThrow(() -> new IllegalArgumentException(type + " is in no graph in float32"));
    }

    private List<Operand> operands(NodeProto node) {
        List<Operand> operands = new ArrayList<>();
        node.getInputList().forEach(input -> operands.add(operand(input)));
        // HardSigmoid's slope and shift.
        for (AttributeProto attribute : node.getAttributeList()) {
            operands.add(literal(attribute.getF()));
        }
        return operands;
    }

    private static Operand literal(float value) {
        return new Operand(null, value, new int[0], false);
    }

    private Operand operand(String input) {
        TensorProto tensor = tensors.get(input);
        if (tensor == null) {
            String array = arrays.get(input);
            int[] shape = shapes.get(input);
            return new Operand(array, 0, shape, !Arrays.equals(shape, own.get(array)));
        }
        float[] values = floats(tensor);
        return values.length == 1 ? literal(values[0]) : array(input);
    }

    /** A constant, of one value too. */
    private Operand array(String input) {
        String name = name(input);
        int[] shape = shapes.get(input);
        constants.putIfAbsent(name, new Constant(floats(tensors.get(input)), shape));
        return new Operand(name, 0, shape, false);
    }

    /** A name in any language. */
    private static String name(String ofGraph) {
        return ofGraph.replace('.', '_');
    }

    private int[] axes(NodeProto node, int[] shape) {
        return node.getInputCount() > 1
                ? Arrays.stream(GraphShapes.longs(tensors.get(node.getInput(1))))
                        .mapToInt(Math::toIntExact)
                        .toArray()
                : IntStream.range(0, shape.length).toArray();
    }

    private static float[] floats(TensorProto tensor) {
        var raw = tensor.getRawData()
                .asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        float[] values = new float[raw.remaining()];
        raw.get(values);
        return values;
    }
}

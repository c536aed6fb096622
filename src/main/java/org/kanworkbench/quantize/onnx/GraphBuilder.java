package org.kanworkbench.quantize.onnx;

import ai.onnx.proto.OnnxMl;
import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.kanworkbench.data.Target;
import org.kanworkbench.network.tensor.HalfTensor;

/**
 * Builds a graph node by node. Outputs of nodes and constants have unique names. The graph's input is {@link #INPUT},
 * float rows × inputs, and its output {@link #OUTPUT}, float rows × outputs, for any number of rows.
 */
public final class GraphBuilder {

    public static final String INPUT = "input";
    static final String OUTPUT = "logits";

    /** The output of a graph of numbers, in their units. */
    static final String NUMBERS = "numbers";

    public static String output(Target target) {
        return switch (target) {
            case Target.Classes _ -> OUTPUT;
            case Target.Numbers _ -> NUMBERS;
        };
    }

    static final String ROWS = "rows";
    /** Version of ONNX's operator set; the first with 16-bit integers in QuantizeLinear. */
    static final int OPSET = 21;

    /** ONNX's number of the type. */
    private static final long FLOAT = 1;

    private static final String PRODUCER = "KAN Workbench";

    private final GraphProto.Builder graph = GraphProto.newBuilder();
    private int names;

    /** Adds a node with float output. Attributes: Long, Float or long[]. */
    public String node(String operator, Map<String, Object> attributes, String... inputs) {
        String result = fresh(operator.toLowerCase(Locale.ROOT));
        add(operator, attributes, List.of(inputs), List.of(result));
        return result;
    }

    public String node(String operator, String... inputs) {
        return node(operator, Map.of(), inputs);
    }

    /** Values of another type in float32. */
    public String toFloat(String values) {
        return node("Cast", Map.of("to", FLOAT), values);
    }

    /** A sum with one more summand, which alone begins one. */
    public String plus(String sum, String more) {
        return sum == null ? more : node("Add", sum, more);
    }

    /** Adds a node with three outputs. */
    public List<String> nodeOfThree(String operator, String... inputs) {
        List<String> results = List.of(fresh("value"), fresh("scale"), fresh("zero"));
        add(operator, Map.of(), List.of(inputs), results);
        return results;
    }

    private void add(String operator, Map<String, Object> attributes, List<String> inputs, List<String> outputs) {
        NodeProto.Builder node = NodeProto.newBuilder()
                .setName(outputs.getFirst() + "_node")
                .setOpType(operator)
                .addAllInput(inputs)
                .addAllOutput(outputs);
        attributes.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> node.addAttribute(attribute(entry.getKey(), entry.getValue())));
        graph.addNode(node);
    }

    private static AttributeProto attribute(String name, Object value) {
        AttributeProto.Builder attribute = AttributeProto.newBuilder().setName(name);
        switch (value) {
            case Long number -> attribute.setType(AttributeType.INT).setI(number);
            case Float number -> attribute.setType(AttributeType.FLOAT).setF(number);
            case long[] numbers ->
                attribute
                        .setType(AttributeType.INTS)
                        .addAllInts(Arrays.stream(numbers).boxed().toList());
            default -> throw new IllegalArgumentException("no attribute can be " + value);
        }
        return attribute.build();
    }

    /** Adds a scalar float constant. */
    public String scalar(float value) {
        return floats("constant", new float[] {value});
    }

    /** Adds a float constant; a scalar without dimensions. */
    public String floats(String name, float[] values, long... dimensions) {
        ByteBuffer raw = raw(values.length * Float.BYTES);
        raw.asFloatBuffer().put(values);
        return constant(name, DataType.FLOAT, raw, dimensions);
    }

    /** Adds a constant rounded to half precision; what lies beyond its range becomes its largest value. */
    public String halves(String name, float[] values, long... dimensions) {
        ByteBuffer raw = raw(values.length * Short.BYTES);
        for (int n = 0; n < values.length; n++) {
            raw.putShort(
                    n * Short.BYTES,
                    Float.floatToFloat16(Math.clamp(values[n], -HalfTensor.LARGEST, HalfTensor.LARGEST)));
        }
        return constant(name, DataType.FLOAT16, raw, dimensions);
    }

    public String bytes(String name, byte[] values, boolean signed, long... dimensions) {
        return constant(name, signed ? DataType.INT8 : DataType.UINT8, ByteBuffer.wrap(values), dimensions);
    }

    public String integers(String name, int[] values, long... dimensions) {
        ByteBuffer raw = raw(values.length * Integer.BYTES);
        for (int n = 0; n < values.length; n++) {
            raw.putInt(n * Integer.BYTES, values[n]);
        }
        return constant(name, DataType.INT32, raw, dimensions);
    }

    public String longs(String name, long... values) {
        ByteBuffer raw = raw(values.length * Long.BYTES);
        raw.asLongBuffer().put(values);
        return constant(name, DataType.INT64, raw, values.length);
    }

    private static ByteBuffer raw(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** @param raw its values as bytes */
    private String constant(String name, DataType type, ByteBuffer raw, long... dimensions) {
        String unique = fresh(name);
        graph.addInitializer(TensorProto.newBuilder()
                .setName(unique)
                .setDataType(type.getNumber())
                .addAllDims(Arrays.stream(dimensions).boxed().toList())
                .setRawData(ByteString.copyFrom(raw)));
        return unique;
    }

    /** Adds a value of the graph to its outputs. */
    public void watch(String name) {
        if (graph.getOutputList().stream().noneMatch(output -> output.getName().equals(name))) {
            graph.addOutput(ValueInfoProto.newBuilder()
                    .setName(name)
                    .setType(OnnxMl.TypeProto.newBuilder()
                            .setTensorType(
                                    OnnxMl.TypeProto.Tensor.newBuilder().setElemType(DataType.FLOAT.getNumber()))));
        }
    }

    private String fresh(String name) {
        return name + "_" + names++;
    }

    /** The bytes of a file that tells nothing but its graph, of which that is the output. */
    public byte[] build(String result, int inputs, int outputs) {
        return build(result, OUTPUT, inputs, outputs, "", Map.of());
    }

    /**
     * The bytes of a file.
     *
     * @param result what the graph computes
     * @param output its name
     * @param properties the file's metadata
     */
    public byte[] build(
            String result, String output, int inputs, int outputs, String description, Map<String, String> properties) {
        add("Identity", Map.of(), List.of(result), List.of(output));
        graph.setName("network").addInput(value(INPUT, inputs)).addOutput(value(output, outputs));
        ModelProto.Builder model = ModelProto.newBuilder()
                .setIrVersion(OnnxMl.Version.IR_VERSION_VALUE)
                .setProducerName(PRODUCER)
                .setDocString(description)
                .addOpsetImport(OnnxMl.OperatorSetIdProto.newBuilder().setVersion(OPSET))
                .setGraph(graph);
        properties.forEach((key, value) -> model.addMetadataProps(
                OnnxMl.StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return model.build().toByteArray();
    }

    private static ValueInfoProto value(String name, int width) {
        OnnxMl.TensorShapeProto.Builder shape = OnnxMl.TensorShapeProto.newBuilder();
        shape.addDimBuilder().setDimParam(ROWS);
        shape.addDimBuilder().setDimValue(width);
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(OnnxMl.TypeProto.newBuilder()
                        .setTensorType(OnnxMl.TypeProto.Tensor.newBuilder()
                                .setElemType(DataType.FLOAT.getNumber())
                                .setShape(shape)))
                .build();
    }
}

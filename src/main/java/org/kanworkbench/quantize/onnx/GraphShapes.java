package org.kanworkbench.quantize.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.kanworkbench.quantize.scheme.QuantizeException;

/**
 * Bounds the memory and arithmetic of a graph for a batch before it runs: a small file can ask for unlimited memory.
 * Shapes follow ONNX's definitions of the operators that the reader accepts.
 */
public final class GraphShapes {

    /** Maximum number of values of one array, a quarter of a gigabyte as floats. */
    private static final long MOST_VALUES = 1L << 26;

    /** Maximum number of values of all computed arrays. */
    private static final long MOST_IN_ALL = 1L << 29;

    /** Maximum number of multiplications in all products: some seconds. */
    private static final long MOST_WORK = 1L << 39;

    private final String file;
    private final int rows;
    private final Map<String, long[]> shapes = new HashMap<>();
    private final Map<String, TensorProto> constants = new HashMap<>();
    private long values;
    private long work;

    private GraphShapes(String file, int rows) {
        this.file = file;
        this.rows = rows;
    }

    /**
     * Rejects a graph that exceeds the limits or has inconsistent shapes.
     *
     * @param rows of the batch
     */
    static void check(String file, GraphProto graph, int rows) throws QuantizeException {
        all(file, graph, rows);
    }

    /**
     * The number of rows that a graph may run at once: the first of {@code most}, half of it and so on that exceeds no
     * limit, at least 1.
     */
    static int rows(GraphProto graph, int most) {
        for (int rows = most; rows > 1; rows /= 2) {
            try {
                check("the graph", graph, rows);
                return rows;
            } catch (QuantizeException _) {
                // Fewer rows need less.
            }
        }
        return 1;
    }

    /** The shapes of all arrays of a graph of the workbench's own, for one row. */
    public static Map<String, int[]> of(GraphProto graph) throws QuantizeException {
        Map<String, int[]> narrow = new HashMap<>();
        all("the graph", graph, 1)
                .shapes
                .forEach((name, shape) -> narrow.put(
                        name, Arrays.stream(shape).mapToInt(Math::toIntExact).toArray()));
        return narrow;
    }

    private static GraphShapes all(String file, GraphProto graph, int rows) throws QuantizeException {
        GraphShapes shapes = new GraphShapes(file, rows);
        for (TensorProto constant : graph.getInitializerList()) {
            shapes.enter(constant);
        }
        long width =
                graph.getInput(0).getType().getTensorType().getShape().getDim(1).getDimValue();
        shapes.shapes.put(graph.getInput(0).getName(), new long[] {rows, width});
        for (NodeProto node : graph.getNodeList()) {
            shapes.enter(node);
        }
        return shapes;
    }

    private void enter(TensorProto constant) throws QuantizeException {
        long[] shape =
                constant.getDimsList().stream().mapToLong(Long::longValue).toArray();
        if (!holds(constant, shape)) {
            throw new QuantizeException(file + " says that " + constant.getName() + " has the shape "
                    + Arrays.toString(shape) + ", which it does not hold: export it again");
        }
        constants.put(constant.getName(), constant);
        shapes.put(constant.getName(), shape);
    }

    private static boolean holds(TensorProto constant, long[] shape) {
        try {
            // Two values of four bits share a byte; no type is smaller.
            return size(shape) <= 2L * constant.getSerializedSize();
        } catch (ArithmeticException _) {
            return false;
        }
    }

    private void enter(NodeProto node) throws QuantizeException {
        long[] shape;
        long size;
        try {
            shape = shape(node);
            size = size(shape);
        } catch (IndexOutOfBoundsException
                | ArithmeticException
                | NegativeArraySizeException
                | IllegalArgumentException _) {
            throw misfit(node);
        }
        values += size;
        if (size > MOST_VALUES || values > MOST_IN_ALL || work > MOST_WORK) {
            throw new QuantizeException(file + " would compute too much at " + node.getOpType() + " ("
                    + node.getOutput(0) + "): "
                    + (rows > 1
                            ? "it predicts " + rows + " samples at once, as they depend on each other: train a"
                                    + " smaller model; one that does not scale its inputs by the batch can also be exported in float32 or int8-static"
                            : "don't trust this file, choose one that `export` wrote"));
        }
        for (String output : node.getOutputList()) {
            shapes.put(output, shape);
        }
        if (node.getOpType().equals("DynamicQuantizeLinear")) {
            node.getOutputList().stream().skip(1).forEach(scale -> shapes.put(scale, new long[0]));
        }
    }

    private QuantizeException misfit(NodeProto node) {
        return new QuantizeException(file + " has shapes that do not fit at " + node.getOpType()
                + (node.getOutputCount() == 0 ? "" : " (" + node.getOutput(0) + ")") + ": export it again");
    }

    private long[] shape(NodeProto node) throws QuantizeException {
        if (node.getOutputCount() == 0) {
            throw misfit(node);
        }
        return switch (node.getOpType()) {
            case "Concat" -> concatenated(node);
            case "Gather" -> gathered(node);
            case "Reshape" -> reshaped(node);
            case "ReduceMax", "ReduceMean", "ReduceMin", "ReduceSum" -> reduced(node);
            case "MatMul", "MatMulInteger" -> product(node, input(node, 0), input(node, 1));
            case "Gemm" ->
                product(node, turned(node, "transA", input(node, 0)), turned(node, "transB", input(node, 1)));
            case "Conv", "ConvInteger" -> convolved(node, input(node, 1));
            case "QLinearConv" -> convolved(node, input(node, 3));
            case "MaxPool" -> {
                long[] kernel = numbers(node, "kernel_shape");
                yield slid(node, input(node, 0), input(node, 0)[1], kernel);
            }
            case "Add", "Sub", "Mul", "Div", "Pow", "PRelu", "Equal", "Where" -> spread(node);
            default -> input(node, 0);
        };
    }

    private long[] input(NodeProto node, int index) throws QuantizeException {
        long[] shape = index < node.getInputCount() ? shapes.get(node.getInput(index)) : null;
        if (shape == null) {
            throw misfit(node);
        }
        return shape;
    }

    /** Broadcasting as in NumPy. */
    private long[] spread(NodeProto node) throws QuantizeException {
        long[] shape = input(node, 0);
        for (int i = 1; i < node.getInputCount(); i++) {
            shape = spread(node, shape, input(node, i));
        }
        return shape;
    }

    private long[] spread(NodeProto node, long[] a, long[] b) throws QuantizeException {
        long[] shape = new long[Math.max(a.length, b.length)];
        for (int i = 1; i <= shape.length; i++) {
            long ofA = i <= a.length ? a[a.length - i] : 1;
            long ofB = i <= b.length ? b[b.length - i] : 1;
            if (ofA != ofB && ofA != 1 && ofB != 1) {
                throw misfit(node);
            }
            shape[shape.length - i] = ofA == 1 ? ofB : ofA;
        }
        return shape;
    }

    private long[] concatenated(NodeProto node) throws QuantizeException {
        long[] shape = input(node, 0).clone();
        int axis = axis(number(node, "axis", 0), shape.length);
        for (int i = 1; i < node.getInputCount(); i++) {
            shape[axis] = Math.addExact(shape[axis], input(node, i)[axis]);
        }
        return shape;
    }

    private long[] gathered(NodeProto node) throws QuantizeException {
        long[] data = input(node, 0);
        long[] indices = input(node, 1);
        int axis = axis(number(node, "axis", 0), data.length);
        return LongStream.concat(
                        LongStream.concat(Arrays.stream(data, 0, axis), Arrays.stream(indices)),
                        Arrays.stream(data, axis + 1, data.length))
                .toArray();
    }

    private long[] reshaped(NodeProto node) throws QuantizeException {
        long[] from = input(node, 0);
        long[] to = constant(node, 1);
        int open = -1;
        for (int i = 0; i < to.length; i++) {
            if (to[i] == 0) {
                to[i] = from[i];
            }
            if (to[i] == -1) {
                open = i;
            }
        }
        if (open >= 0) {
            to[open] = 1;
            to[open] = size(from) / size(to);
        }
        if (size(to) != size(from)) {
            throw misfit(node);
        }
        return to;
    }

    private long[] reduced(NodeProto node) throws QuantizeException {
        long[] shape = input(node, 0).clone();
        long[] axes = node.getInputCount() > 1 ? constant(node, 1) : numbers(node, "axes");
        if (axes.length == 0) {
            axes = LongStream.range(0, shape.length).toArray();
        }
        boolean kept = number(node, "keepdims", 1) != 0;
        List<Integer> gone = new ArrayList<>();
        for (long axis : axes) {
            gone.add(axis(axis, shape.length));
            shape[axis(axis, shape.length)] = 1;
        }
        long[] all = shape;
        return kept
                ? shape
                : IntStream.range(0, shape.length)
                        .filter(i -> !gone.contains(i))
                        .mapToLong(i -> all[i])
                        .toArray();
    }

    private long[] turned(NodeProto node, String attribute, long[] shape) throws QuantizeException {
        if (shape.length != 2) {
            throw misfit(node);
        }
        return number(node, attribute, 0) == 0 ? shape : new long[] {shape[1], shape[0]};
    }

    private long[] product(NodeProto node, long[] a, long[] b) throws QuantizeException {
        if (a.length < 2 || b.length < 2 || a[a.length - 1] != b[b.length - 2]) {
            throw misfit(node);
        }
        long[] ahead = spread(node, Arrays.copyOf(a, a.length - 2), Arrays.copyOf(b, b.length - 2));
        long[] shape = Arrays.copyOf(ahead, ahead.length + 2);
        shape[ahead.length] = a[a.length - 2];
        shape[ahead.length + 1] = b[b.length - 1];
        work(size(shape), a[a.length - 1]);
        return shape;
    }

    private long[] convolved(NodeProto node, long[] kernels) throws QuantizeException {
        long[] kernel = Arrays.copyOfRange(kernels, 2, kernels.length);
        long[] shape = slid(node, input(node, 0), kernels[0], kernel);
        work(size(shape), Math.multiplyExact(kernels[1], size(kernel)));
        return shape;
    }

    /** Output shape of a window over images: rows, channels, sides. */
    private long[] slid(NodeProto node, long[] picture, long channels, long[] kernel) throws QuantizeException {
        int sides = picture.length - 2;
        if (sides < 1 || kernel.length != sides || !text(node, "auto_pad").isEmpty()) {
            throw misfit(node);
        }
        long[] strides = numbers(node, "strides");
        long[] pads = numbers(node, "pads");
        long[] steps = numbers(node, "dilations");
        long[] shape = new long[picture.length];
        shape[0] = picture[0];
        shape[1] = channels;
        for (int i = 0; i < sides; i++) {
            long padded = pads.length == 0
                    ? picture[i + 2]
                    : Math.addExact(picture[i + 2], Math.addExact(pads[i], pads[i + sides]));
            long reach = Math.multiplyExact(kernel[i] - 1, steps.length == 0 ? 1 : steps[i]) + 1;
            shape[i + 2] = (padded - reach) / (strides.length == 0 ? 1 : strides[i]) + 1;
            if (padded < reach || shape[i + 2] < 1) {
                throw misfit(node);
            }
        }
        return shape;
    }

    private void work(long results, long each) {
        work = Math.addExact(work, Math.multiplyExact(results, each));
    }

    private long[] constant(NodeProto node, int index) throws QuantizeException {
        TensorProto tensor = constants.get(node.getInput(index));
        if (tensor == null || tensor.getDataType() != DataType.INT64.getNumber()) {
            throw misfit(node);
        }
        return longs(tensor);
    }

    /** The values of an integer constant. */
    public static long[] longs(TensorProto tensor) {
        if (tensor.getRawData().isEmpty()) {
            return tensor.getInt64DataList().stream().mapToLong(Long::longValue).toArray();
        }
        LongBuffer raw = tensor.getRawData()
                .asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asLongBuffer();
        long[] numbers = new long[raw.remaining()];
        raw.get(numbers);
        return numbers;
    }

    private static int axis(long axis, int dimensions) {
        return (int) Math.floorMod(axis, (long) dimensions);
    }

    private static long number(NodeProto node, String name, long otherwise) {
        return attribute(node, name).stream()
                .mapToLong(AttributeProto::getI)
                .findFirst()
                .orElse(otherwise);
    }

    private static long[] numbers(NodeProto node, String name) {
        return attribute(node, name).stream()
                .flatMapToLong(a -> a.getIntsList().stream().mapToLong(Long::longValue))
                .toArray();
    }

    private static String text(NodeProto node, String name) {
        return attribute(node, name).stream()
                .map(a -> a.getS().toStringUtf8())
                .filter(text -> !text.equals("NOTSET"))
                .findFirst()
                .orElse("");
    }

    private static List<AttributeProto> attribute(NodeProto node, String name) {
        return node.getAttributeList().stream()
                .filter(attribute -> attribute.getName().equals(name))
                .limit(1)
                .toList();
    }

    private static long size(long[] shape) {
        long size = 1;
        for (long dimension : shape) {
            if (dimension < 0) {
                throw new ArithmeticException("a dimension below 0");
            }
            size = Math.multiplyExact(size, dimension);
        }
        return size;
    }
}

package org.kanworkbench.quantize.onnx;

import ai.onnx.proto.OnnxMl;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.kanworkbench.data.FileErrors;
import org.kanworkbench.network.Limits;
import org.kanworkbench.quantize.QuantizeException;
import org.kanworkbench.quantize.TensorReport;

/** Reads ONNX files of the form that the workbench writes; others of that form will do as well. */
public final class OnnxReader {

    /** A network of the workbench's largest size is below that. */
    private static final long MOST_BYTES = 900_000_000;

    /** What the workbench writes. */
    private static final Set<String> OPERATORS = Set.of(
            "Abs",
            "Add",
            "Cast",
            "Concat",
            "Conv",
            "ConvInteger",
            "DequantizeLinear",
            "Div",
            "DynamicQuantizeLinear",
            "Equal",
            "Exp",
            "Gather",
            "Gelu",
            "Gemm",
            "HardSigmoid",
            "Identity",
            "LayerNormalization",
            "MatMul",
            "MatMulInteger",
            "MaxPool",
            "Mul",
            "Neg",
            "PRelu",
            "Pow",
            "QLinearConv",
            "QuantizeLinear",
            "ReduceMax",
            "ReduceMean",
            "ReduceMin",
            "Relu",
            "Reshape",
            "Sigmoid",
            "Sqrt",
            "Sub",
            "Tanh",
            "Where");

    private OnnxReader() {}

    public static OnnxModel read(Path file) throws QuantizeException {
        byte[] content = content(file);
        ModelProto model = parse(file, content);
        GraphProto graph = model.getGraph();
        checkOperators(file, model);
        int inputs = width(file, "input", GraphBuilder.INPUT, graph.getInputList());
        int outputs = width(file, "output", GraphBuilder.OUTPUT, graph.getOutputList());
        Map<String, String> properties = new HashMap<>();
        model.getMetadataPropsList().forEach(p -> properties.put(p.getKey(), p.getValue()));
        return new OnnxModel(
                content,
                inputs,
                outputs,
                FileProperties.rowsIndependent(properties),
                FileProperties.scheme(file.toString(), properties),
                FileProperties.origin(file.toString(), properties, inputs, outputs),
                reports(graph));
    }

    private static byte[] content(Path file) throws QuantizeException {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new QuantizeException(
                        file + " is larger than " + MOST_BYTES / 1_000_000 + " MB: choose a smaller one");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new QuantizeException(
                    file + " cannot be read (" + FileErrors.reason(e) + "): check that it exists and may be read", e);
        }
    }

    private static ModelProto parse(Path file, byte[] content) throws QuantizeException {
        try {
            ModelProto model = ModelProto.parseFrom(content);
            if (model.getGraph().getNodeCount() > 0) {
                return model;
            }
        } catch (InvalidProtocolBufferException _) {
            // As one without a graph.
        }
        throw new QuantizeException(file + " is no ONNX file, or it was cut off: export it again");
    }

    private static void checkOperators(Path file, ModelProto model) throws QuantizeException {
        for (NodeProto node : model.getGraph().getNodeList()) {
            if (!node.getDomain().isEmpty() || !OPERATORS.contains(node.getOpType())) {
                throw new QuantizeException(file + " has the operator " + node.getOpType()
                        + ", which no network of the workbench has: choose a file that `export` wrote");
            }
        }
        for (TensorProto tensor : model.getGraph().getInitializerList()) {
            if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
                throw new QuantizeException(file + " keeps " + tensor.getName()
                        + " in another file: save it as one file, or choose one that `export` wrote");
            }
        }
    }

    /** Values of a row of the graph's only input or output. */
    private static int width(Path file, String what, String name, List<ValueInfoProto> values)
            throws QuantizeException {
        if (values.size() == 1 && values.getFirst().getName().equals(name)) {
            OnnxMl.TypeProto.Tensor type = values.getFirst().getType().getTensorType();
            boolean rows = type.getElemType() == DataType.FLOAT.getNumber()
                    && type.getShape().getDimCount() == 2
                    && !type.getShape().getDim(0).hasDimValue();
            long width = rows ? type.getShape().getDim(1).getDimValue() : 0;
            if (width >= 1 && width <= (long) Limits.MAX_UNITS * Limits.MAX_UNITS) {
                return (int) width;
            }
        }
        throw new QuantizeException(file + " has not one " + what + " '" + name
                + "' of float rows, any number of them: choose a file that `export` wrote");
    }

    /** Of every array that counts; the numbers of shapes, scales and single constants do not. */
    private static List<TensorReport> reports(GraphProto graph) {
        List<TensorReport> reports = new ArrayList<>();
        for (TensorProto tensor : graph.getInitializerList()) {
            long size = tensor.getDimsList().stream().reduce(1L, (a, b) -> a * b);
            int bits = switch (DataType.forNumber(tensor.getDataType())) {
                case FLOAT -> Float.SIZE;
                case FLOAT16 -> 16;
                case INT8 -> Byte.SIZE;
                case null, default -> 0;
            };
            if (bits > 0 && tensor.getDimsCount() > 0) {
                boolean touched = bits < Float.SIZE;
                reports.add(new TensorReport(
                        tensor.getName(),
                        "",
                        size,
                        bits,
                        touched,
                        touched ? "" : "float32 in the file",
                        Double.NaN,
                        Double.NaN));
            }
        }
        return reports;
    }
}

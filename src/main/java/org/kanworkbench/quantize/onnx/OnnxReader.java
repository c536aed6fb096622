package org.kanworkbench.quantize.onnx;

import ai.onnx.proto.OnnxMl;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.kanworkbench.data.FileErrors;
import org.kanworkbench.data.WholeFile;
import org.kanworkbench.network.Limits;
import org.kanworkbench.quantize.TensorReport;
import org.kanworkbench.quantize.scheme.QuantizeException;

/** Reads ONNX files in the form that the workbench writes, from any source. */
public final class OnnxReader {

    /** Maximum file size, above that of the workbench's largest network. */
    private static final long MOST_BYTES = 900_000_000;

    /** Maximum number of nodes, inputs, attributes and arrays: the workbench's largest networks have some thousand. */
    private static final int MOST_FIELDS = 1 << 18;

    /** The operators that the workbench writes. */
    private static final Set<String> OPERATORS =
            Set.of(("Abs Add Cast Concat Conv ConvInteger Cos DequantizeLinear Div DynamicQuantizeLinear"
                            + " Equal Exp Gather Gelu Gemm HardSigmoid Identity LayerNormalization MatMul"
                            + " MatMulInteger MaxPool Mul Neg PRelu Pow QLinearConv QuantizeLinear ReduceMax"
                            + " ReduceMean ReduceMin ReduceSum Relu Reshape Sigmoid Sin Sqrt Sub Tanh Where")
                    .split(" "));

    private OnnxReader() {}

    public static OnnxModel read(Path file) throws QuantizeException {
        byte[] content = content(file);
        checkCount(file, content);
        ModelProto model = parse(file, content);
        GraphProto graph = model.getGraph();
        checkOperators(file, model);
        int inputs = width(file, "input", GraphBuilder.INPUT, graph.getInputList());
        Map<String, String> properties = new HashMap<>();
        model.getMetadataPropsList().forEach(p -> properties.put(p.getKey(), p.getValue()));
        int outputs = width(file, "output", FileProperties.output(properties), graph.getOutputList());
        Origin origin = FileProperties.origin(file.toString(), properties, inputs, outputs);
        boolean independent = FileProperties.rowsIndependent(properties);
        // A network runs as few of these rows at once as fit, see OnnxNetwork.
        GraphShapes.check(file.toString(), graph, independent ? 1 : origin.batch());
        return new OnnxModel(
                content,
                inputs,
                outputs,
                independent,
                FileProperties.scheme(file.toString(), properties),
                origin,
                reports(graph));
    }

    private static byte[] content(Path file) throws QuantizeException {
        try {
            return WholeFile.read(file, MOST_BYTES);
        } catch (IOException e) {
            throw new QuantizeException(
                    file + " cannot be read (" + FileErrors.reason(e) + "): check it, or choose another file", e);
        }
    }

    /** An empty node takes two bytes in the file and a hundred in memory. */
    private static void checkCount(Path file, byte[] content) throws QuantizeException {
        int fields;
        try {
            fields = fields(
                    CodedInputStream.newInstance(content),
                    List.of(
                            ModelProto.GRAPH_FIELD_NUMBER,
                            GraphProto.NODE_FIELD_NUMBER,
                            NodeProto.ATTRIBUTE_FIELD_NUMBER),
                    0);
        } catch (IOException _) {
            throw noFile(file);
        }
        if (fields > MOST_FIELDS) {
            throw new QuantizeException(
                    file + " has more than " + MOST_FIELDS + " nodes and names: don't trust this file, choose another");
        }
    }

    /** Counts the fields of a message and of nested messages along a path of fields, up to the limit. */
    private static int fields(CodedInputStream in, List<Integer> path, int before) throws IOException {
        int fields = before;
        for (int tag = in.readTag(); tag != 0 && fields <= MOST_FIELDS; tag = in.readTag()) {
            fields++;
            boolean within = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED
                    && !path.isEmpty()
                    && WireFormat.getTagFieldNumber(tag) == path.getFirst();
            if (within) {
                int outer = in.pushLimit(in.readRawVarint32());
                fields = fields(in, path.subList(1, path.size()), fields);
                in.skipRawBytes(Math.max(0, in.getBytesUntilLimit()));
                in.popLimit(outer);
            } else if (!in.skipField(tag)) {
                break;
            }
        }
        return fields;
    }

    private static QuantizeException noFile(Path file) {
        return new QuantizeException(file + " is no ONNX file, or it was cut off: export it again");
    }

    private static ModelProto parse(Path file, byte[] content) throws QuantizeException {
        try {
            ModelProto model = ModelProto.parseFrom(content);
            if (model.getGraph().getNodeCount() > 0) {
                return model;
            }
        } catch (InvalidProtocolBufferException _) {
            // Treated as a file without a graph.
        }
        throw noFile(file);
    }

    private static void checkOperators(Path file, ModelProto model) throws QuantizeException {
        for (NodeProto node : model.getGraph().getNodeList()) {
            if (!node.getDomain().isEmpty() || !OPERATORS.contains(node.getOpType())) {
                throw new QuantizeException(file + " has the operator " + node.getOpType()
                        + ", which no network of the workbench has: choose a file that `export` wrote");
            }
        }
        if (model.getGraph().getSparseInitializerCount() > 0) {
            throw new QuantizeException(
                    file + " has sparse arrays, which are not read: choose a file that `export` wrote");
        }
        for (TensorProto tensor : model.getGraph().getInitializerList()) {
            if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
                throw new QuantizeException(file + " keeps " + tensor.getName()
                        + " in another file: save it as one file, or choose one that `export` wrote");
            }
        }
    }

    /** Values per row of the graph's only input or output. */
    private static int width(Path file, String what, String name, List<ValueInfoProto> values)
            throws QuantizeException {
        if (values.size() == 1 && values.getFirst().getName().equals(name)) {
            OnnxMl.TypeProto.Tensor type = values.getFirst().getType().getTensorType();
            boolean rows = type.getElemType() == DataType.FLOAT.getNumber()
                    && type.getShape().getDimCount() == 2
                    && !type.getShape().getDim(0).hasDimValue();
            long width = rows ? type.getShape().getDim(1).getDimValue() : 0;
            if (width >= 1 && width <= Limits.MAX_UNITS) {
                return (int) width;
            }
        }
        throw new QuantizeException(file + " has not one " + what + " '" + name
                + "' of float rows, any number of them: choose a file that `export` wrote");
    }

    /** Reports on every array of weights; shapes, scales and scalar constants are skipped. */
    private static List<TensorReport> reports(GraphProto graph) {
        List<TensorReport> reports = new ArrayList<>();
        for (TensorProto tensor : graph.getInitializerList()) {
            long size = tensor.getDimsList().stream().reduce(1L, (a, b) -> a * b);
            int bits = switch (DataType.forNumber(tensor.getDataType())) {
                case FLOAT -> Float.SIZE;
                case FLOAT16 -> 16;
                case INT8 -> areSevenBits(tensor) ? 7 : Byte.SIZE;
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

    /** Codes of fewer than 8 bits are stored as bytes too; only larger ones overflow inexact products. */
    private static boolean areSevenBits(TensorProto tensor) {
        ByteString raw = tensor.getRawData();
        return IntStream.concat(
                        IntStream.range(0, raw.size()).map(raw::byteAt),
                        tensor.getInt32DataList().stream().mapToInt(Integer::intValue))
                .allMatch(code -> Math.abs(code) <= 63);
    }
}

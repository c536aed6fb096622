package org.kanworkbench.quantize.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.file.Path;
import java.util.List;
import org.kanworkbench.files.AtomicFile;
import org.kanworkbench.files.SaveException;
import org.kanworkbench.quantize.TensorReport;
import org.kanworkbench.quantize.scheme.Scheme;

/**
 * A network as the content of an ONNX file. The content is not copied: treat it as frozen.
 *
 * @param inputs number of inputs, scaled as for a network of the workbench
 * @param outputs number of outputs
 * @param rowsIndependent whether predictions are independent of the batch
 * @param tensors reports on the model's tensors; without errors for a file that was read
 */
public record OnnxModel(
        byte[] content,
        int inputs,
        int outputs,
        boolean rowsIndependent,
        Scheme scheme,
        Origin origin,
        List<TensorReport> tensors) {

    public static final String EXTENSION = ".onnx";

    /** Versions of ONNX's operator set. */
    public static final int OPSET = GraphBuilder.OPSET;

    public OnnxModel {
        tensors = List.copyOf(tensors);
    }

    /** The graph, of a model that the workbench has made or read. */
    public GraphProto graph() {
        try {
            return ModelProto.parseFrom(content).getGraph();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("no graph of the workbench", e);
        }
    }

    /** Writes the file atomically. */
    public void write(Path file) throws SaveException {
        AtomicFile.write(file, out -> out.write(content));
    }
}

package org.kanworkbench.quantize.onnx;

import java.nio.file.Path;
import java.util.List;
import org.kanworkbench.files.AtomicFile;
import org.kanworkbench.files.SaveException;
import org.kanworkbench.quantize.TensorReport;
import org.kanworkbench.quantize.scheme.Scheme;

/**
 * A network as the content of an ONNX file. The content is not copied: treat it as frozen.
 *
 * @param inputs values of a row that it takes, as a network of the workbench sees them
 * @param outputs values of a row that it gives
 * @param rowsIndependent whether a row's answer is the same whatever rows come with it
 * @param tensors what the scheme did to the model's tensors; in a file that was read, without errors
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

    /** ONNX's own operators, by the version of their set. */
    public static final int OPSET = GraphBuilder.OPSET;

    public OnnxModel {
        tensors = List.copyOf(tensors);
    }

    /** Writes the file whole or not at all. */
    public void write(Path file) throws SaveException {
        AtomicFile.write(file, out -> out.write(content));
    }
}

package org.kanworkbench.app.models;

import java.nio.file.Path;
import org.kanworkbench.data.Target;
import org.kanworkbench.files.model.ModelReader;
import org.kanworkbench.quantize.onnx.OnnxModel;

/**
 * A network from an ONNX file, which ONNX Runtime computes. It answers as any {@link OpenModel} does; what it has learned is not
 * known.
 *
 * @param file that it was opened from
 * @param series index into the palette of model colours, which graphs share with models
 */
public record OpenGraph(Path file, int series, OnnxModel graph) implements OpenNetwork {

    public OpenGraph {
        file = file.toAbsolutePath();
    }

    @Override
    public String name() {
        return ModelReader.title(file);
    }

    @Override
    public Target target() {
        return graph.origin().target();
    }
}

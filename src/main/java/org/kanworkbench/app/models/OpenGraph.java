package org.kanworkbench.app.models;

import java.nio.file.Path;
import org.kanworkbench.data.Target;
import org.kanworkbench.files.model.ModelReader;
import org.kanworkbench.quantize.onnx.OnnxModel;

/**
 * A network from an ONNX file, which ONNX Runtime computes. It answers as any {@link OpenModel} does; what it has learned is not
 * known.
 */
public final class OpenGraph implements OpenNetwork {

    private final Path file;
    private final int series;
    private final OnnxModel graph;

    /** @param series index into the palette of model colours, which graphs share with models */
    public OpenGraph(Path file, int series, OnnxModel graph) {
        this.file = file.toAbsolutePath();
        this.series = series;
        this.graph = graph;
    }

    @Override
    public String name() {
        return ModelReader.title(file);
    }

    /** The file that it was opened from. */
    public Path file() {
        return file;
    }

    @Override
    public int series() {
        return series;
    }

    @Override
    public Target target() {
        return graph.origin().target();
    }

    public OnnxModel graph() {
        return graph;
    }
}

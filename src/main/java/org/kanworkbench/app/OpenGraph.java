package org.kanworkbench.app;

import java.util.List;
import org.kanworkbench.quantize.onnx.OnnxModel;

/**
 * A network from an ONNX file, which ONNX Runtime computes. It answers as any {@link OpenModel} does; what it has learned is not
 * known.
 */
public final class OpenGraph implements OpenNetwork {

    private final String name;
    private final int series;
    private final OnnxModel graph;

    /** @param series index into the palette of model colours, which graphs share with models */
    OpenGraph(String name, int series, OnnxModel graph) {
        this.name = name;
        this.series = series;
        this.graph = graph;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int series() {
        return series;
    }

    @Override
    public List<String> classes() {
        return graph.origin().classes();
    }

    public OnnxModel graph() {
        return graph;
    }
}

package org.kanworkbench.quantize.onnx.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.stem.Convolutions;
import org.kanworkbench.network.stem.KanConvolutions;
import org.kanworkbench.network.stem.NoStem;
import org.kanworkbench.network.stem.PositionalEncoding;
import org.kanworkbench.quantize.onnx.GraphBuilder;
import org.kanworkbench.quantize.scheme.BitRule;
import org.kanworkbench.quantize.scheme.Scheme;

/** Writes the stem in float. */
final class FloatStem {

    static final Map<String, Object> BORDER = Map.of("pads", new long[] {1, 1, 1, 1});
    static final Map<String, Object> HALVING = Map.of("kernel_shape", new long[] {2, 2}, "strides", new long[] {2, 2});

    private final GraphBuilder graph;
    private final Scheme scheme;
    /** Outputs of every stage of plain convolutions, in order. */
    final List<String> stages = new ArrayList<>();

    FloatStem(GraphBuilder graph, Scheme scheme) {
        this.graph = graph;
        this.scheme = scheme;
    }

    /** Rows × the first layer's inputs. */
    String write(Model model, String x) {
        return switch (model.network().stem()) {
            case NoStem _ -> x;
            case PositionalEncoding encoding -> {
                float[] offsets = new float[model.network().inputs()];
                for (int i = 0; i < offsets.length; i++) {
                    offsets[i] = encoding.offset(i);
                }
                yield graph.node("Add", x, graph.floats("position", offsets, offsets.length));
            }
            case KanConvolutions convolutions -> new KanStem(graph, scheme).write(model, convolutions, x);
            case Convolutions convolutions -> convolved(model, convolutions, x);
        };
    }

    private String convolved(Model model, Convolutions stem, String x) {
        String image = image(graph, stem, x);
        for (int s = 0; s < stem.channels().size(); s++) {
            String name = "stem." + s + ".";
            int outputs = stem.channels().get(s);
            String kernels = FloatLayer.weights(
                    graph,
                    scheme.format(BitRule.STEM, BitRule.KERNEL),
                    name + "weight",
                    model.tensor(name + "weight").values(),
                    shape(stem, s));
            String bias =
                    graph.floats(name + "bias", model.tensor(name + "bias").values(), outputs);
            String sums = graph.node("Conv", BORDER, image, kernels, bias);
            image = graph.node("MaxPool", HALVING, graph.node("Relu", sums));
            stages.add(image);
        }
        return rows(graph, model, image);
    }

    /** Reshapes rows to images of one channel. */
    static String image(GraphBuilder graph, Convolutions stem, String x) {
        return graph.node("Reshape", x, graph.longs("shape", -1, 1, stem.height(), stem.width()));
    }

    /** Reshapes images to rows. */
    static String rows(GraphBuilder graph, Model model, String image) {
        long width = model.network().layers().getFirst().inputs();
        return graph.node("Reshape", image, graph.longs("shape", -1, width));
    }

    static long[] shape(Convolutions stem, int stage) {
        return new long[] {
            stem.channels().get(stage), stem.inputChannels(stage), Convolutions.KERNEL, Convolutions.KERNEL
        };
    }
}

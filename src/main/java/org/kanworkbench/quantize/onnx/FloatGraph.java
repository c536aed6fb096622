package org.kanworkbench.quantize.onnx;

import java.util.List;
import java.util.Map;
import org.kanworkbench.network.Convolutions;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.NoStem;
import org.kanworkbench.network.PositionalEncoding;

/** Writes a whole network in float arithmetic, every operation of it, so that a file needs nothing but itself. */
final class FloatGraph {

    private final GraphBuilder graph;
    private final boolean halfWeights;

    /** @param halfWeights whether weights are kept in half precision and widened where they are used */
    FloatGraph(GraphBuilder graph, boolean halfWeights) {
        this.graph = graph;
        this.halfWeights = halfWeights;
    }

    /** The name of the network's outputs. */
    String write(Model model) {
        String x = stem(model, GraphBuilder.INPUT);
        for (int l = 0; l < model.network().layers().size(); l++) {
            LayerValues layer = new LayerValues(model, l);
            x = new LayerEnd(graph).write(layer, sums(layer, x));
        }
        return x;
    }

    private String sums(LayerValues layer, String x) {
        List<String> pieces = new Expansion(graph).pieces(layer, x);
        String expanded = pieces.size() == 1
                ? pieces.getFirst()
                : graph.node("Concat", Map.of("axis", 1L), pieces.toArray(String[]::new));
        return graph.node(
                "MatMul",
                expanded,
                weights(layer.name("weight"), layer.matrix(), layer.expanded(), layer.spec.outputs()));
    }

    private String weights(String name, float[] values, long... dimensions) {
        return halfWeights
                ? graph.node("Cast", Map.of("to", 1L), graph.halves(name, values, dimensions))
                : graph.floats(name, values, dimensions);
    }

    private String stem(Model model, String x) {
        NetworkSpec network = model.network();
        return switch (network.stem()) {
            case NoStem _ -> x;
            case PositionalEncoding encoding -> {
                float[] offsets = new float[network.inputs()];
                for (int i = 0; i < offsets.length; i++) {
                    offsets[i] = encoding.offset(i);
                }
                yield graph.node("Add", x, graph.floats("position", offsets, offsets.length));
            }
            case Convolutions convolutions -> convolved(model, convolutions, x);
        };
    }

    private String convolved(Model model, Convolutions stem, String x) {
        String image = graph.node("Reshape", x, graph.longs("shape", -1, 1, stem.height(), stem.width()));
        for (int s = 0; s < stem.channels().size(); s++) {
            String name = "stem." + s + ".";
            int outputs = stem.channels().get(s);
            String kernels = weights(
                    name + "weight",
                    model.tensor(name + "weight").values(),
                    outputs,
                    stem.inputChannels(s),
                    Convolutions.KERNEL,
                    Convolutions.KERNEL);
            String bias =
                    graph.floats(name + "bias", model.tensor(name + "bias").values(), outputs);
            String sums = graph.node("Conv", Map.of("pads", new long[] {1, 1, 1, 1}), image, kernels, bias);
            image = graph.node(
                    "MaxPool",
                    Map.of("kernel_shape", new long[] {2, 2}, "strides", new long[] {2, 2}),
                    graph.node("Relu", sums));
        }
        return graph.node(
                "Reshape",
                image,
                graph.longs("shape", -1, model.network().layers().getFirst().inputs()));
    }
}

package org.kanworkbench.quantize.onnx.graph;

import org.kanworkbench.network.basis.Operations;
import org.kanworkbench.quantize.onnx.GraphBuilder;

/** Writes a formula as nodes; a value is the name of a node's output. */
record GraphOperations(GraphBuilder graph, Expansion expansion) implements Operations<String> {

    @Override
    public String affine(String x, double slope, double shift) {
        return expansion.affine(x, (float) slope, (float) shift);
    }

    @Override
    public String add(String a, String b) {
        return graph.node("Add", a, b);
    }

    @Override
    public String subtract(String a, String b) {
        return graph.node("Sub", a, b);
    }

    @Override
    public String multiply(String a, String b) {
        return graph.node("Mul", a, b);
    }

    @Override
    public String divide(String a, String b) {
        return graph.node("Div", a, b);
    }

    @Override
    public String exp(String x) {
        return graph.node("Exp", x);
    }

    @Override
    public String sin(String x) {
        return graph.node("Sin", x);
    }

    @Override
    public String cos(String x) {
        return graph.node("Cos", x);
    }

    @Override
    public String tanh(String x) {
        return graph.node("Tanh", x);
    }

    @Override
    public String ramp(String x) {
        return graph.node("Relu", x);
    }
}

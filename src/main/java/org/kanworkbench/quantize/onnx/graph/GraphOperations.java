package org.kanworkbench.quantize.onnx.graph;

import org.kanworkbench.network.basis.SwitchedOperations;
import org.kanworkbench.quantize.onnx.GraphBuilder;

/** Writes a formula as nodes; a value is the name of a node's output. */
record GraphOperations(GraphBuilder graph, Expansion expansion) implements SwitchedOperations<String> {

    @Override
    public String affine(String x, double slope, double shift) {
        return expansion.affine(x, (float) slope, (float) shift);
    }

    @Override
    public String binary(Binary operation, String a, String b) {
        return graph.node(
                switch (operation) {
                    case ADD -> "Add";
                    case SUBTRACT -> "Sub";
                    case MULTIPLY -> "Mul";
                    case DIVIDE -> "Div";
                },
                a,
                b);
    }

    @Override
    public String unary(Unary operation, String x) {
        return graph.node(
                switch (operation) {
                    case EXP -> "Exp";
                    case SIN -> "Sin";
                    case COS -> "Cos";
                    case TANH -> "Tanh";
                    case RAMP -> "Relu";
                },
                x);
    }
}

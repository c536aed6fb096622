package org.kanworkbench.quantize.onnx.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.LayerTensor;
import org.kanworkbench.network.basis.BSpline;
import org.kanworkbench.network.basis.Basis;
import org.kanworkbench.network.basis.FormulaBasis;
import org.kanworkbench.network.basis.GaussianRbf;
import org.kanworkbench.network.basis.NoBasis;
import org.kanworkbench.network.basis.Operations;
import org.kanworkbench.network.basis.SwitchedOperations;
import org.kanworkbench.network.basis.trained.TrainedBasis;
import org.kanworkbench.network.basis.wavelet.StretchedBasis;
import org.kanworkbench.quantize.onnx.GraphBuilder;

/**
 * Writes a layer's expanded inputs in float: scaled inputs, basis functions, activations. A value of a formula is the
 * name of a node's output.
 */
record Expansion(GraphBuilder graph) implements SwitchedOperations<String> {

    /** Values of some terms, rows × (terms · inputs), ordered by term. */
    record Piece(String values, int terms) {}

    /**
     * The expanded inputs in the order of {@link LayerValues#terms}.
     *
     * @param x rows × inputs
     */
    List<Piece> pieces(LayerValues layer, String x) {
        List<Piece> pieces = new ArrayList<>();
        if (layer.spec.basis().terms() > 0 && !layer.spec.stretchesEdges()) {
            pieces.addAll(basis(
                    layer.spec.basis(),
                    layer.spec.inputs(),
                    layer.name(LayerTensor.BASIS_VALUE),
                    () -> layer.values(LayerTensor.BASIS_VALUE),
                    scaled(layer, x)));
        }
        if (layer.spec.hasBase()) {
            pieces.add(new Piece(activation(layer.spec.base(), x), 1));
        }
        return pieces;
    }

    /** Concatenates pieces. */
    String joined(List<String> values) {
        return values.size() == 1
                ? values.getFirst()
                : graph.node("Concat", Map.of("axis", 1L), values.toArray(String[]::new));
    }

    /** s(x), rows × inputs. */
    String scaled(LayerValues layer, String x) {
        return switch (layer.spec.scaling()) {
            case NONE -> x;
            case TANH -> graph.node("Tanh", x);
            case LAYER_NORM, LAYER_NORM_ALL -> layer.normalized;
            case RUNNING_MIN_MAX ->
                running(x, layer.values(LayerTensor.RUNNING_MIN)[0], layer.values(LayerTensor.RUNNING_MAX)[0]);
            case BATCH_MIN_MAX -> byRange(x, Map.of("keepdims", 0L));
            case ROW_MIN_MAX -> byRange(x, Map.of("keepdims", 1L), graph.longs("axis", 1));
        };
    }

    /** The layer norm of a layer's inputs. */
    String normalized(LayerValues layer, String x) {
        String axis = graph.longs("axis", 1);
        String centred = centred(x, axis);
        int inputs = layer.spec.inputs();
        String gain =
                graph.floats(layer.name(LayerTensor.SCALING_WEIGHT), layer.values(LayerTensor.SCALING_WEIGHT), inputs);
        String shift =
                graph.floats(layer.name(LayerTensor.SCALING_BIAS), layer.values(LayerTensor.SCALING_BIAS), inputs);
        return affineNorm(centred, gain, shift);
    }

    /** Layer norm of rows with mean 0: gain·x/√(variance + ε) + shift. */
    String affineNorm(String x, String gain, String shift) {
        return graph.node("Add", graph.node("Mul", unit(x, graph.longs("axis", 1)), gain), shift);
    }

    /** x less its mean over axes. */
    String centred(String x, String axes) {
        return graph.node("Sub", x, graph.node("ReduceMean", Map.of("keepdims", 1L), x, axes));
    }

    /** Values with mean 0 over axes, with deviation 1. */
    String unit(String x, String axes) {
        String variance = graph.node("ReduceMean", Map.of("keepdims", 1L), graph.node("Mul", x, x), axes);
        String deviation = graph.node("Sqrt", graph.node("Add", variance, graph.scalar((float) LayerValues.EPSILON)));
        return graph.node("Div", x, deviation);
    }

    private String running(String x, float low, float high) {
        float factor = high == low ? 0 : 2 / (high - low);
        if (low == -1 && high == 1) {
            return x;
        }
        return affine(x, factor, -low * factor - 1);
    }

    @Override
    public String affine(String x, double slope, double shift) {
        String product = (float) slope == 1 ? x : graph.node("Mul", x, graph.scalar((float) slope));
        return (float) shift == 0 ? product : graph.node("Add", product, graph.scalar((float) shift));
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

    /** 2(x − min)/(max − min) − 1; everything at the lower end for a range of width 0. */
    private String byRange(String x, Map<String, Object> attributes, String... axes) {
        String[] inputs = axes.length == 0 ? new String[] {x} : new String[] {x, axes[0]};
        String low = graph.node("ReduceMin", attributes, inputs);
        String high = graph.node("ReduceMax", attributes, inputs);
        String range = graph.node("Sub", high, low);
        String zero = graph.scalar(0);
        String factor =
                graph.node("Where", graph.node("Equal", range, zero), zero, graph.node("Div", graph.scalar(2), range));
        return affine(graph.node("Mul", graph.node("Sub", x, low), factor), 1, -1);
    }

    /** act(x), except {@link Activation#PRELU}, which has a trained value. */
    String activation(Activation activation, String x) {
        return switch (activation) {
            case IDENTITY -> x;
            case SILU -> graph.node("Mul", x, graph.node("Sigmoid", x));
            case GELU -> graph.node("Gelu", x);
            case RELU -> graph.node("Relu", x);
            case TANH -> graph.node("Tanh", x);
            case PRELU, ZERO -> throw new IllegalArgumentException(activation + " has no graph of its own");
        };
    }

    /**
     * The basis functions of scaled inputs.
     *
     * @param inputs of a layer, or pixels of images
     * @param name of the basis's own values
     * @param trained these values, of a basis that has some
     * @param s rows × inputs
     */
    List<Piece> basis(Basis basis, int inputs, String name, Supplier<float[]> trained, String s) {
        return switch (basis) {
            case NoBasis _ -> List.of();
            // Every edge has its own, see FloatLayer.
            case StretchedBasis _ -> List.of();
            case BSpline spline -> List.of(flat(spline, inputs, splines(spline, s, inputs)));
            // They differ in their centres only: one operation for all of them.
            case GaussianRbf gaussians -> List.of(flat(gaussians, inputs, gaussians(gaussians, s, inputs)));
            case TrainedBasis own -> singly(own.functions(s, values(own, inputs, name, trained.get()), this));
            case FormulaBasis formula -> singly(formula.functions(s, this));
        };
    }

    private static List<Piece> singly(List<String> functions) {
        return functions.stream().map(f -> new Piece(f, 1)).toList();
    }

    /** The basis's values, each a row of inputs. */
    private List<String> values(TrainedBasis basis, int inputs, String name, float[] trained) {
        List<String> rows = new ArrayList<>();
        for (int n = 0; n < (basis.kinds() + basis.fixedKinds()) * basis.terms(); n++) {
            float[] row = new float[inputs];
            int kind = n / basis.terms();
            for (int i = 0; i < inputs; i++) {
                row[i] = kind < basis.kinds()
                        ? trained[basis.place(kind, n % basis.terms(), i, inputs)]
                        : (float) basis.initial(kind, n % basis.terms(), i, inputs);
            }
            rows.add(graph.floats(name + "." + n, row, 1, inputs));
        }
        return rows;
    }

    /** rows × terms × inputs as rows × (terms·inputs). */
    private Piece flat(Basis basis, int inputs, String values) {
        int terms = basis.terms();
        return new Piece(graph.node("Reshape", values, graph.longs("shape", -1, (long) terms * inputs)), terms);
    }

    /**
     * B-splines on even knots as differences of powers that start at a function's own ends: with n = order + 1, v the
     * distance from a function's middle in steps, B = Σ_j (−1)^j·C(n, j)·max(0, n/2 − j − |v|)^order / order!, j below
     * n/2. Unlike powers that start at the grid's first knot, these are as small as the function itself.
     */
    private String splines(BSpline spline, String s, int inputs) {
        int order = spline.order();
        double half = (order + 1) / 2.0;
        float[] middles = new float[spline.terms()];
        for (int k = 0; k < middles.length; k++) {
            middles[k] = (float) (spline.knot(k) / spline.step() + half);
        }
        String steps = affine(row(s, inputs), 1 / spline.step(), 0);
        String distance =
                graph.node("Abs", graph.node("Sub", steps, graph.floats("middles", middles, middles.length, 1)));
        String sum = null;
        for (int j = 0; j < half; j++) {
            String power = power(distance, half - j, Math.abs(Operations.splineFactor(order, j)), order);
            sum = sum == null ? power : graph.node(j % 2 == 1 ? "Sub" : "Add", sum, power);
        }
        return sum;
    }

    /**
     * factor·max(0, reach − distance)^order, with one node fewer than the formula: HardSigmoid is max(0, min(1, α·x +
     * β)).
     */
    private String power(String distance, double reach, double factor, int order) {
        String ramp = graph.node("HardSigmoid", Map.of("alpha", (float) (-1 / reach), "beta", 1f), distance);
        String power = order == 1 ? ramp : graph.node("Pow", ramp, graph.scalar(order));
        return affine(power, factor * Math.pow(reach, order), 0);
    }

    private String gaussians(GaussianRbf basis, String s, int inputs) {
        float[] centres = new float[basis.terms()];
        for (int k = 0; k < centres.length; k++) {
            centres[k] = (float) (basis.centre(k) / basis.spacing());
        }
        String widths = affine(row(s, inputs), 1 / basis.spacing(), 0);
        String u = graph.node("Sub", widths, graph.floats("centres", centres, centres.length, 1));
        return graph.node("Exp", graph.node("Neg", graph.node("Mul", u, u)));
    }

    /** rows × inputs as rows × 1 × inputs. */
    private String row(String s, int inputs) {
        return graph.node("Reshape", s, graph.longs("shape", -1, 1, inputs));
    }
}

package org.kanworkbench.formula.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.InputScaling;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.LayerTensor;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.Normalization;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.basis.BSpline;
import org.kanworkbench.network.basis.Basis;
import org.kanworkbench.network.basis.NoBasis;
import org.kanworkbench.network.basis.trained.TrainedBasis;
import org.kanworkbench.network.stem.NoStem;

/**
 * Networks of the engine as networks of formulas, of which they compute the same: layers of any basis and SiLU, whose inputs
 * are scaled one by one, with nothing behind their sums but what scales and shifts.
 */
public final class ModelConversion {

    private static final double NORM_OFFSET = 1e-5;

    private static final String CHOOSE =
            "choose a preset of edges alone, such as efficient-kan, kal-net or fourier-kan";

    /** Where a hyperbolic tangent is nearly ±1. */
    private static final double SQUASHED = 2;

    private ModelConversion() {}

    /** Throws IllegalArgumentException, with one line that names the layer, for a network of another kind. */
    public static MultKan of(Model model) {
        if (!(model.network().stem() instanceof NoStem)) {
            throw new IllegalArgumentException("the network begins with "
                    + model.network().stem().getClass().getSimpleName() + ": only layers of edges become formulas");
        }
        List<MultKan.Layer> layers = new ArrayList<>();
        for (int l = 0; l < model.network().layers().size(); l++) {
            check(model.network().layers().get(l), l);
            if (squashed(model, l)) {
                layers.add(squashing(model, l));
            }
            layers.add(layer(model, l));
        }
        return new MultKan(layers);
    }

    /** Behind the standardisation of its inputs, as edges of its own, so that it takes them as a table has them. */
    public static MultKan behind(ColumnScaling scaling, MultKan network) {
        int inputs = network.inputs();
        Terms[] terms = new Terms[inputs];
        Edge[][] edges = new Edge[inputs][inputs];
        for (int i = 0; i < inputs; i++) {
            ColumnScaling.Column column = scaling.columns().get(i);
            double factor = 1 / column.deviation();
            Arrays.fill(edges[i], Edge.NONE);
            edges[i][i] = function("x", factor, -column.mean() * factor);
            Terms own = network.layers().getFirst().terms()[i];
            terms[i] = own.over(
                    column.mean() + own.lower() * column.deviation(), column.mean() + own.upper() * column.deviation());
        }
        List<MultKan.Layer> layers = new ArrayList<>();
        layers.add(summing(terms, edges, MultKan.Affine.identity(inputs)));
        layers.addAll(network.layers());
        return new MultKan(layers);
    }

    private static Edge.Function function(String name, double a, double b) {
        return new Edge.Function(CandidateFunction.named(name).orElseThrow(), a, b, 1, 0);
    }

    private static MultKan.Layer summing(Terms[] terms, Edge[][] edges, MultKan.Affine sums) {
        return new MultKan.Layer(terms, edges, edges.length, List.of(), sums, MultKan.Affine.identity(edges.length));
    }

    /** With what the second of two outputs is more than the first. */
    public static MultKan difference(MultKan network) {
        MultKan.Layer last = network.layers().getLast();
        Edge.Function same = function("x", 1, 0);
        Edge[][] edges = {{new Edge.Function(same.function(), 1, 0, -1, 0), same}};
        Terms[] terms = new Terms[2];
        Arrays.fill(terms, last.terms()[0].over(-SQUASHED, SQUASHED));
        List<MultKan.Layer> layers = new ArrayList<>(network.layers());
        layers.add(summing(terms, edges, MultKan.Affine.identity(1)));
        return new MultKan(layers);
    }

    /** With outputs in a target's units instead of standardised ones. */
    public static MultKan before(ColumnScaling target, MultKan network) {
        int l = network.layers().size() - 1;
        MultKan.Layer last = network.layers().get(l);
        MultKan.Affine units = MultKan.Affine.identity(last.nodes());
        for (int o = 0; o < last.nodes(); o++) {
            ColumnScaling.Column column = target.columns().get(o);
            units.scale()[o] = column.deviation() * last.nodeAffine().scale()[o];
            units.bias()[o] = column.deviation() * last.nodeAffine().bias()[o] + column.mean();
        }
        return network.withLayer(
                l,
                new MultKan.Layer(
                        last.terms(), last.edges(), last.sums(), last.arities(), last.subnodeAffine(), units));
    }

    private static boolean squashed(Model model, int l) {
        return model.network().layers().get(l).scaling() == InputScaling.TANH;
    }

    /** Every input's hyperbolic tangent, behind the inputs as they are where the layer has a base. */
    private static MultKan.Layer squashing(Model model, int l) {
        LayerSpec layer = model.network().layers().get(l);
        int inputs = layer.inputs();
        Edge[][] edges = new Edge[layer.hasBase() ? 2 * inputs : inputs][inputs];
        for (int j = 0; j < edges.length; j++) {
            Arrays.fill(edges[j], Edge.NONE);
            edges[j][j % inputs] = function(j < edges.length - inputs ? "x" : "tanh", 1, 0);
        }
        Terms[] terms = new Terms[inputs];
        Arrays.fill(terms, new Stretched(layer.basis(), -SQUASHED, SQUASHED, Activation.ZERO));
        return summing(terms, edges, MultKan.Affine.identity(edges.length));
    }

    /**
     * What the edges of a preset's hidden layers are made of, for networks that are trained here. Throws
     * IllegalArgumentException, with one line, where it has none.
     */
    public static Terms terms(Preset preset) {
        LayerSpec layer = preset.hiddenLayer();
        if (!(preset.stem() instanceof NoStem)) {
            refuse(
                    preset.name() + " begins with "
                            + preset.stem().getClass().getSimpleName().toLowerCase(Locale.ROOT),
                    CHOOSE);
        }
        if (layer.basis() instanceof NoBasis) {
            refuse(preset.name() + " has no functions on its edges", CHOOSE);
        }
        if (layer.stretchesEdges()) {
            refuse(preset.name() + " shifts and stretches its inputs for each edge", CHOOSE);
        }
        if (layer.base() != Activation.SILU && layer.base() != Activation.ZERO) {
            refuse(preset.name() + " has the base activation " + layer.base().label(), CHOOSE);
        }
        return switch (layer.basis()) {
            case BSpline spline -> Knots.even(-1, 1, spline.grid(), spline.order());
            case TrainedBasis trained -> stretched(trained, trained.start(0, 1), s -> s, layer.base());
            default -> stretched(layer.basis(), new double[0], s -> s, layer.base());
        };
    }

    private static MultKan.Layer layer(Model model, int l) {
        LayerSpec layer = model.network().layers().get(l);
        int inputs = layer.inputs();
        int outputs = layer.outputs();
        int learned = layer.learnedTerms();
        int folded = layer.basis().terms() - learned;
        float[] coefficients = model.values(l, LayerTensor.BASIS_WEIGHT);
        float[] scales = model.values(l, LayerTensor.BASIS_SCALE);
        float[] bases = model.values(l, LayerTensor.BASE_WEIGHT);
        // Behind a squashing, bases are edges from the inputs as they were.
        int before = squashed(model, l) && bases != null ? inputs : 0;
        Edge[][] edges = new Edge[outputs][before + inputs];
        Terms[] terms = new Terms[before + inputs];
        for (int i = 0; i < inputs; i++) {
            terms[before + i] = terms(model, l, i);
            for (int o = 0; o < outputs; o++) {
                int edge = o * inputs + i;
                double[] c = new double[folded + learned];
                for (int k = 0; k < learned; k++) {
                    c[folded + k] = coefficients[edge * learned + k];
                }
                double base = bases == null ? 0 : bases[edge];
                edges[o][before + i] = new Edge.Spline(c, before > 0 ? 0 : base, scales == null ? 1 : scales[edge]);
                if (before > 0) {
                    terms[i] = terms[before + i].over(-SQUASHED, SQUASHED);
                    edges[o][i] = new Edge.Spline(new double[c.length], base, 1);
                }
            }
        }
        return summing(terms, edges, sums(model, l));
    }

    private static void check(LayerSpec layer, int l) {
        String at = "layer " + (l + 1);
        if (layer.basis() instanceof NoBasis) {
            refuse(at + " has no functions on its edges", "train with a basis");
        }
        if (layer.stretchesEdges()) {
            refuse(at + " shifts and stretches its inputs for each edge", "train with another basis");
        }
        if (layer.scaling().measured()) {
            refuse(
                    at + " scales its inputs by " + layer.scaling().label(),
                    "train with input scaling " + InputScaling.NONE.label());
        }
        if (layer.base() != Activation.SILU && layer.base() != Activation.ZERO) {
            refuse(at + " has the base activation " + layer.base().label(), "train with " + Activation.SILU.label());
        }
        if (layer.normalization() == Normalization.LAYER) {
            refuse(
                    at + " is followed by " + layer.normalization().label(),
                    "train a preset without it, such as efficient-kan-faithful, or find a formula of its data");
        }
        if (layer.activation() != Activation.IDENTITY) {
            refuse(at + " is followed by the activation " + layer.activation().label(), "train without");
        }
    }

    private static void refuse(String what, String remedy) {
        throw new IllegalArgumentException(what + ", which cannot become a formula: " + remedy);
    }

    /** In units of the input before it is scaled, or of what it was squashed to. */
    private static Terms terms(Model model, int l, int input) {
        LayerSpec layer = model.network().layers().get(l);
        float[] least = model.values(l, LayerTensor.RUNNING_MIN);
        double low = least == null ? -1 : least[0];
        double high = least == null ? 1 : model.values(l, LayerTensor.RUNNING_MAX)[0];
        if (!(low < high)) {
            throw new IllegalArgumentException("all inputs of layer " + (l + 1) + " were the same: train it first");
        }
        DoubleUnaryOperator unscaled = s -> low + (s + 1) / 2 * (high - low);
        return switch (layer.basis()) {
            case BSpline spline ->
                new Knots(
                        IntStream.rangeClosed(0, spline.grid() + 2 * spline.order())
                                .mapToDouble(j -> unscaled.applyAsDouble(spline.knot(j)))
                                .toArray(),
                        spline.order());
            case TrainedBasis trained -> {
                double[] own = trained.start(input, layer.inputs());
                float[] values = model.values(l, LayerTensor.BASIS_VALUE);
                for (int n = 0; n < trained.kinds() * trained.terms(); n++) {
                    own[n] = values[trained.place(n / trained.terms(), n % trained.terms(), input, layer.inputs())];
                }
                yield stretched(trained, own, unscaled, layer.base());
            }
            default -> stretched(layer.basis(), new double[0], unscaled, layer.base());
        };
    }

    private static Stretched stretched(Basis basis, double[] own, DoubleUnaryOperator unscaled, Activation base) {
        return new Stretched(
                basis, own, unscaled.applyAsDouble(basis.lower()), unscaled.applyAsDouble(basis.upper()), base);
    }

    /** What biases and batch norm make of the sums. */
    private static MultKan.Affine sums(Model model, int l) {
        int outputs = model.network().layers().get(l).outputs();
        MultKan.Affine affine = MultKan.Affine.identity(outputs);
        float[] variance = model.values(l, LayerTensor.RUNNING_VARIANCE);
        for (int o = 0; o < outputs; o++) {
            affine.bias()[o] = at(model, l, LayerTensor.BIAS, o) + at(model, l, LayerTensor.BASIS_BIAS, o);
            if (variance != null) {
                double scale = at(model, l, LayerTensor.NORM_WEIGHT, o) / Math.sqrt(variance[o] + NORM_OFFSET);
                affine.scale()[o] = scale;
                affine.bias()[o] = scale * (affine.bias()[o] - at(model, l, LayerTensor.RUNNING_MEAN, o))
                        + at(model, l, LayerTensor.NORM_BIAS, o);
            }
        }
        return affine;
    }

    private static double at(Model model, int l, LayerTensor tensor, int o) {
        float[] values = model.values(l, tensor);
        return values == null ? 0 : values[o];
    }
}

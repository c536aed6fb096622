package org.kanworkbench.formula.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.InputScaling;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.LayerTensor;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NoStem;
import org.kanworkbench.network.Normalization;
import org.kanworkbench.network.basis.BSpline;

/**
 * Networks of the engine as networks of formulas, of which they compute the same: layers of B-splines and SiLU, with fixed
 * scaling of their inputs, and nothing behind their sums but what scales and shifts.
 */
public final class ModelConversion {

    private static final double NORM_OFFSET = 1e-5;

    private ModelConversion() {}

    /** Throws IllegalArgumentException, with one line that names the layer, for a network of another kind. */
    public static MultKan of(Model model) {
        if (!(model.network().stem() instanceof NoStem)) {
            throw new IllegalArgumentException("the network begins with "
                    + model.network().stem().getClass().getSimpleName() + ": only layers of edges become formulas");
        }
        List<MultKan.Layer> layers = new ArrayList<>();
        for (int l = 0; l < model.network().layers().size(); l++) {
            layers.add(layer(model, l));
        }
        return new MultKan(layers);
    }

    /** Behind the standardisation of its inputs, as edges of its own, so that it takes them as a table has them. */
    public static MultKan behind(ColumnScaling scaling, MultKan network) {
        int inputs = network.inputs();
        Knots[] knots = new Knots[inputs];
        Edge[][] edges = new Edge[inputs][inputs];
        CandidateFunction same = CandidateFunction.named("x").orElseThrow();
        for (int i = 0; i < inputs; i++) {
            ColumnScaling.Column column = scaling.columns().get(i);
            Arrays.fill(edges[i], Edge.NONE);
            double factor = 1 / column.deviation();
            edges[i][i] = new Edge.Function(same, factor, -column.mean() * factor, 1, 0);
            Knots own = network.layers().getFirst().knots()[i];
            double[] grid = own.grid();
            knots[i] = Knots.even(
                    column.mean() + grid[0] * column.deviation(),
                    column.mean() + grid[grid.length - 1] * column.deviation(),
                    own.intervals(),
                    own.order());
        }
        List<MultKan.Layer> layers = new ArrayList<>();
        layers.add(new MultKan.Layer(
                knots, edges, inputs, List.of(), MultKan.Affine.identity(inputs), MultKan.Affine.identity(inputs)));
        layers.addAll(network.layers());
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
                        last.knots(), last.edges(), last.sums(), last.arities(), last.subnodeAffine(), units));
    }

    private static MultKan.Layer layer(Model model, int l) {
        LayerSpec layer = model.network().layers().get(l);
        check(layer, l);
        int inputs = layer.inputs();
        int outputs = layer.outputs();
        Knots knots = knots(model, l);
        int terms = knots.terms();
        float[] coefficients = values(model, l, LayerTensor.BASIS_WEIGHT);
        float[] scales = values(model, l, LayerTensor.BASIS_SCALE);
        float[] bases = values(model, l, LayerTensor.BASE_WEIGHT);
        Edge[][] edges = new Edge[outputs][inputs];
        for (int o = 0; o < outputs; o++) {
            for (int i = 0; i < inputs; i++) {
                int edge = o * inputs + i;
                double[] c = new double[terms];
                for (int k = 0; k < terms; k++) {
                    c[k] = coefficients[edge * terms + k];
                }
                edges[o][i] = new Edge.Spline(c, bases == null ? 0 : bases[edge], scales == null ? 1 : scales[edge]);
            }
        }
        return new MultKan.Layer(
                Collections.nCopies(inputs, knots).toArray(Knots[]::new),
                edges,
                outputs,
                List.of(),
                sums(model, l),
                MultKan.Affine.identity(outputs));
    }

    private static void check(LayerSpec layer, int l) {
        String at = "layer " + (l + 1);
        if (!(layer.basis() instanceof BSpline)) {
            refuse(at + " has the basis " + layer.basis().label(), "train with B-splines");
        }
        if (layer.scaling() != InputScaling.NONE && layer.scaling() != InputScaling.RUNNING_MIN_MAX) {
            refuse(
                    at + " scales its inputs by " + layer.scaling().label(),
                    "train with input scaling " + InputScaling.NONE.label());
        }
        if (layer.base() != Activation.SILU && layer.base() != Activation.ZERO) {
            refuse(at + " has the base activation " + layer.base().label(), "train with " + Activation.SILU.label());
        }
        if (layer.normalization() == Normalization.LAYER) {
            refuse(at + " is followed by " + layer.normalization().label(), "train without normalisation");
        }
        if (layer.activation() != Activation.IDENTITY) {
            refuse(at + " is followed by the activation " + layer.activation().label(), "train without");
        }
    }

    private static void refuse(String what, String remedy) {
        throw new IllegalArgumentException(what + ", which no formula is made of here: " + remedy);
    }

    /** In units of the inputs before they are scaled. */
    private static Knots knots(Model model, int l) {
        BSpline spline = (BSpline) model.network().layers().get(l).basis();
        float[] least = values(model, l, LayerTensor.RUNNING_MIN);
        double low = least == null ? -1 : least[0];
        double high = least == null ? 1 : values(model, l, LayerTensor.RUNNING_MAX)[0];
        if (!(low < high)) {
            throw new IllegalArgumentException("all inputs of layer " + (l + 1) + " were the same: train it first");
        }
        double[] knots = new double[spline.grid() + 2 * spline.order() + 1];
        for (int j = 0; j < knots.length; j++) {
            knots[j] = low + (spline.knot(j) + 1) / 2 * (high - low);
        }
        return new Knots(knots, spline.order());
    }

    /** What biases and batch norm make of the sums. */
    private static MultKan.Affine sums(Model model, int l) {
        int outputs = model.network().layers().get(l).outputs();
        MultKan.Affine affine = MultKan.Affine.identity(outputs);
        float[] variance = values(model, l, LayerTensor.RUNNING_VARIANCE);
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
        float[] values = values(model, l, tensor);
        return values == null ? 0 : values[o];
    }

    /** Null where the layer has no such tensor. */
    private static float[] values(Model model, int l, LayerTensor tensor) {
        return tensor.isIn(model.network().layers().get(l))
                ? model.tensor(tensor.name(l)).values()
                : null;
    }
}

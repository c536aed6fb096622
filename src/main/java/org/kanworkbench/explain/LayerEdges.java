package org.kanworkbench.explain;

import java.util.ArrayList;
import java.util.List;
import org.kanworkbench.engine.layer.EdgeTerms;
import org.kanworkbench.network.InputScaling;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.LayerTensor;
import org.kanworkbench.network.Model;

/**
 * The edge functions of one layer. An edge's coefficients are those of its terms: the base first, if there is one, then
 * every basis function that has a weight on the edge, edge scales multiplied in. A folded constant is part of the bias and
 * of no edge. Immutable.
 */
public final class LayerEdges {

    /** Name of the base part among an edge's terms. */
    public static final String BASE = "base";

    /** tanh⁻¹ of ±1 is unbounded: a domain that reaches there is cut where tanh has gone 99 % of its way. */
    private static final double TANH_REACH = 0.99;

    private final LayerSpec spec;
    private final Interval range;
    private final EdgeTerms terms;
    private final List<String> names;
    /** [output][input], or null without a base. */
    private final float[] base;
    /** [output][input][learned basis function], or null without a basis. */
    private final float[] basis;
    /** [output][input], or null without one. */
    private final float[] scale;

    private LayerEdges(LayerSpec spec, Interval range, float[] base, float[] basis, float[] scale) {
        this.spec = spec;
        this.range = range;
        this.base = base;
        this.basis = basis;
        this.scale = scale;
        terms = new EdgeTerms(spec);
        names = names(spec);
    }

    /** @param unlessKnown least and largest input, where the model itself does not tell them */
    static LayerEdges of(Model model, int layer, Interval unlessKnown) {
        LayerSpec spec = model.network().layers().get(layer);
        return new LayerEdges(
                spec,
                range(model, layer, spec, unlessKnown),
                spec.hasBase()
                        ? model.tensor(LayerTensor.BASE_WEIGHT.name(layer)).values()
                        : null,
                spec.learnedTerms() > 0
                        ? model.tensor(LayerTensor.BASIS_WEIGHT.name(layer)).values()
                        : null,
                spec.hasEdgeScale()
                        ? model.tensor(LayerTensor.BASIS_SCALE.name(layer)).values()
                        : null);
    }

    private static Interval range(Model model, int layer, LayerSpec spec, Interval unlessKnown) {
        if (spec.scaling() != InputScaling.RUNNING_MIN_MAX || spec.basis().terms() == 0) {
            return unlessKnown;
        }
        return new Interval(
                model.tensor(LayerTensor.RUNNING_MIN.name(layer)).values()[0],
                model.tensor(LayerTensor.RUNNING_MAX.name(layer)).values()[0]);
    }

    private static List<String> names(LayerSpec spec) {
        List<String> names = new ArrayList<>();
        if (spec.hasBase()) {
            names.add(BASE);
        }
        for (int k = spec.basis().terms() - spec.learnedTerms();
                k < spec.basis().terms();
                k++) {
            names.add(spec.basis().termName(k));
        }
        return List.copyOf(names);
    }

    public LayerSpec spec() {
        return spec;
    }

    public int inputs() {
        return spec.inputs();
    }

    public int outputs() {
        return spec.outputs();
    }

    /** Names of an edge's terms: {@link #BASE} first, if there is a base, then those of the basis. */
    public List<String> termNames() {
        return names;
    }

    /** Coefficients of one edge, in the order of {@link #termNames()}. */
    public float[] coefficients(int output, int input) {
        int edge = edge(output, input);
        float[] coefficients = new float[names.size()];
        for (int t = 0; t < coefficients.length; t++) {
            coefficients[t] = coefficient(edge, t);
        }
        return coefficients;
    }

    /**
     * The inputs x over which the basis is meant to be used: where s(x) goes from its lower to its upper end. For tanh, ends at or beyond
     * ±0.99 are taken there, so at ±2.65. Around a range of no width, one unit on either side; [-1, 1] where
     * the range is not finite.
     */
    public Interval domain() {
        double lower = spec.basis().lower();
        double upper = spec.basis().upper();
        InputScaling scaling = spec.basis().terms() == 0 ? InputScaling.NONE : spec.scaling();
        Interval domain = switch (scaling) {
            case NONE -> new Interval(lower, upper);
            case TANH -> new Interval(artanh(lower), artanh(upper));
            default -> new Interval(unscaled(lower), unscaled(upper));
        };
        if (!Double.isFinite(domain.low()) || !Double.isFinite(domain.high())) {
            return new Interval(-1, 1);
        }
        return domain.low() < domain.high() ? domain : new Interval(domain.low() - 1, domain.low() + 1);
    }

    private static double artanh(double s) {
        double reached = Math.clamp(s, -TANH_REACH, TANH_REACH);
        return Math.log((1 + reached) / (1 - reached)) / 2;
    }

    private double unscaled(double s) {
        return range.low() + (s + 1) / 2 * (range.high() - range.low());
    }

    /** This layer's curves at the given inputs: terms are evaluated here, once for all edges. */
    public EdgeCurves at(float[] x) {
        return new EdgeCurves(this, x, terms.curves(x, (float) range.low(), (float) range.high()));
    }

    /** The number of an edge in the order of the weights; an IllegalArgumentException refuses one that does not exist. */
    int edge(int output, int input) {
        return checked("output", output, outputs()) * inputs() + checked("input", input, inputs());
    }

    float coefficient(int edge, int term) {
        int first = base == null ? 0 : 1;
        if (term < first) {
            return base[edge];
        }
        int learned = names.size() - first;
        float c = basis[edge * learned + term - first];
        return scale == null ? c : c * scale[edge];
    }

    static int checked(String what, int index, int count) {
        if (index < 0 || index >= count) {
            throw new IllegalArgumentException(what + " is " + index + ": choose 0 to " + (count - 1));
        }
        return index;
    }
}

package org.kanworkbench.explain;

import java.util.ArrayList;
import java.util.List;
import org.kanworkbench.engine.layer.EdgeTerms;
import org.kanworkbench.network.InputScaling;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.LayerTensor;
import org.kanworkbench.network.Limits;
import org.kanworkbench.network.Model;

/**
 * The edge functions of one layer. An edge's coefficients are those of the base first, if there is one, then of every
 * basis function with a weight on the edge, multiplied by the edge scale. A folded constant is part of the bias, not of
 * an edge. Immutable.
 */
public final class LayerEdges {

    /** The name of the base part among an edge's terms. */
    public static final String BASE = "base";

    /** tanh⁻¹ of ±1 is unbounded: such a domain ends where tanh reaches 0.99. */
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
    /** [input], gain and shift of the inputs' layer norm, or null without one. */
    private final float[] gain;

    private final float[] shift;

    /** @param unlessKnown minimum and maximum input, if the model does not define them */
    LayerEdges(Model model, int layer, Interval unlessKnown) {
        spec = model.network().layers().get(layer);
        range = range(model, layer, spec, unlessKnown);
        base = model.values(layer, LayerTensor.BASE_WEIGHT);
        basis = model.values(layer, LayerTensor.BASIS_WEIGHT);
        scale = model.values(layer, LayerTensor.BASIS_SCALE);
        gain = model.values(layer, LayerTensor.SCALING_WEIGHT);
        shift = model.values(layer, LayerTensor.SCALING_BIAS);
        terms = EdgeTerms.of(model, layer);
        names = names(spec);
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
     * The domain of the edge functions: the inputs x with s(x) in the basis's domain. For tanh, ends at or beyond ±0.99
     * are at ±0.99, hence x = ±2.65. A range of width 0 is extended by one unit on either side; a range that is not
     * finite becomes [-1, 1].
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

    /** An end of the basis's domain, where the scaled inputs come as far: tanh hardly changes beyond ±0.99. */
    static double reached(InputScaling scaling, double end) {
        return scaling == InputScaling.TANH ? Math.clamp(end, -TANH_REACH, TANH_REACH) : end;
    }

    private static double artanh(double s) {
        double reached = reached(InputScaling.TANH, s);
        return Math.log((1 + reached) / (1 - reached)) / 2;
    }

    private double unscaled(double s) {
        return range.low() + (s + 1) / 2 * (range.high() - range.low());
    }

    /**
     * This layer's curves at the given inputs. Terms are evaluated once for all edges; where inputs have values of
     * their own, once for all edges of an input; where edges have, whenever a curve is asked for.
     */
    public EdgeCurves at(float[] x) {
        if (spec.stretchesEdges()) {
            return new EdgeCurves(this, x, edge -> terms(x, edge / inputs(), edge % inputs()));
        }
        EdgeTerms.Curves[] byInput = new EdgeTerms.Curves[spec.learnsBelowEdges() ? inputs() : 1];
        for (int i = 0; i < byInput.length; i++) {
            byInput[i] = terms(x, 0, i);
        }
        return new EdgeCurves(this, x, edge -> byInput[byInput.length == 1 ? 0 : edge % inputs()]);
    }

    private EdgeTerms.Curves terms(float[] x, int output, int input) {
        return terms.of(output, input)
                .curves(
                        x,
                        (float) range.low(),
                        (float) range.high(),
                        gain == null ? 1 : gain[input],
                        shift == null ? 0 : shift[input]);
    }

    /** The layer's terms, at inputs of any rows. */
    EdgeTerms terms() {
        return terms;
    }

    /** The index of an edge in the order of the weights. Throws IllegalArgumentException if there is none. */
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

    /**
     * Adds an edge's terms times their coefficients.
     *
     * @param terms [term][point]
     */
    void addTo(float[] to, int at, int edge, float[] terms, int points) {
        for (int t = 0; t < names.size(); t++) {
            addTerm(to, at, edge, t, terms, points);
        }
    }

    /** Adds one of them. */
    void addTerm(float[] to, int at, int edge, int term, float[] terms, int points) {
        float c = coefficient(edge, term);
        for (int p = 0; p < points; p++) {
            to[at + p] += c * terms[term * points + p];
        }
    }

    static int checked(String what, int index, int count) {
        Limits.count(what, index, 0, count - 1);
        return index;
    }
}

package org.kanworkbench.gpu;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.basis.BSpline;
import org.kanworkbench.network.basis.Basis;
import org.kanworkbench.network.basis.FormulaBasis;
import org.kanworkbench.network.basis.NoBasis;
import org.kanworkbench.network.basis.SwitchedOperations;
import org.kanworkbench.network.basis.trained.TrainedBasis;
import org.kanworkbench.network.basis.wavelet.StretchedBasis;

/**
 * Writes a basis's functions and their derivatives in OpenCL C, by its formula. Values are vectors of eight rows; the
 * scaled input is {@code s}, trained values lie at {@code own} of all parameters {@code p}, an input's fixed ones in {@code fixed}. B-splines take the
 * place of their grid ({@code lower}, {@code scale}) from the layer, since it moves. Of a basis that every edge stretches for
 * itself, the one function of an input is the scaled input.
 */
final class BasisCode implements SwitchedOperations<BasisCode.Term> {

    /**
     * @param value a name or a literal
     * @param slope of the derivative; empty where that is 0
     */
    record Term(String value, Optional<String> slope) {}

    private static final Optional<String> NONE = Optional.empty();
    private static final String NOTHING = "(V)(0.0f)";
    private static final Optional<String> ONE = Optional.of("(V)(1.0f)");
    /** Derivatives by the input, not by values of its own. */
    private static final int BY_INPUT = -1;

    private final StringBuilder code = new StringBuilder();
    private int names;

    /** Of the layer. */
    private final int inputs;

    private BasisCode(int inputs) {
        this.inputs = inputs;
    }

    /** PUT(k, value) for every function. */
    static String values(LayerSpec layer, int first) {
        return puts(layer, BY_INPUT, false, first);
    }

    /** PUT(k, derivative) for every function. */
    static String slopes(LayerSpec layer, int first) {
        return puts(layer, BY_INPUT, true, first);
    }

    /** PUT(n, k, derivative by the function's own value) for every kind of trained values. */
    static String along(LayerSpec layer, int first) {
        StringBuilder all = new StringBuilder();
        int kinds = layer.basis() instanceof TrainedBasis trained ? trained.kinds() : 0;
        for (int kind = 0; kind < kinds; kind++) {
            all.append(puts(layer, kind, true, first));
        }
        return all.toString();
    }

    /** PUT(k, value, derivative) for the functions of edges that stretch their inputs, at V s: eight outputs. */
    static String stretched(LayerSpec layer) {
        if (!(layer.basis() instanceof StretchedBasis basis)) {
            return "";
        }
        BasisCode writer = new BasisCode(layer.inputs());
        List<Term> functions = basis.functions(new Term("s", ONE), writer);
        for (int k = 0; k < functions.size(); k++) {
            Term function = functions.get(k);
            writer.line("PUT(" + k + ", " + function.value + ", " + function.slope.orElse(NOTHING) + ")");
        }
        return writer.block();
    }

    /** A bit for each of the first functions that neither the input nor a trained value changes. */
    static long constants(LayerSpec layer, int first) {
        int kinds = layer.basis() instanceof TrainedBasis trained ? trained.kinds() : 0;
        long bits = 0;
        for (int k = 0; k < layer.learnedTerms() && first + k < Long.SIZE; k++) {
            boolean constant = true;
            for (int by = BY_INPUT; by < kinds; by++) {
                BasisCode writer = new BasisCode(layer.inputs());
                constant &= writer.functions(layer.basis(), by).get(k).slope().isEmpty();
            }
            bits |= constant ? 1L << first + k : 0;
        }
        return bits;
    }

    private static String puts(LayerSpec layer, int by, boolean slopes, int first) {
        BasisCode writer = new BasisCode(layer.inputs());
        List<Term> functions = writer.functions(layer.basis(), slopes ? by : Integer.MIN_VALUE);
        for (int k = 0; k < functions.size(); k++) {
            Term function = functions.get(k);
            String what = slopes ? function.slope().orElse(NOTHING) : function.value();
            String where = by == BY_INPUT ? "" : (by * functions.size() + k) + ", ";
            writer.line("PUT(" + where + (first + k) + ", " + what + ")");
        }
        return writer.block();
    }

    private String block() {
        return "{ \\\n" + code + "}";
    }

    /** @param by kind of values that derivatives are taken by, or {@link #BY_INPUT}; anything else for none */
    private List<Term> functions(Basis basis, int by) {
        Term s = new Term("s", by == BY_INPUT ? ONE : NONE);
        return switch (basis) {
            case TrainedBasis trained -> trained.functions(s, own(trained, by), this);
            case StretchedBasis _ -> List.of(s);
            case FormulaBasis formula -> formula.functions(s, this);
            case BSpline spline -> {
                Term u = named("(s - lower) * scale", s.slope().map(_ -> "(V)(scale)"));
                double half = (spline.order() + 1) / 2.0;
                yield IntStream.range(0, spline.terms())
                        .mapToObj(k -> spline(affine(u, 1, spline.order() - half - k), spline.order()))
                        .toList();
            }
            case NoBasis _ -> List.of();
        };
    }

    private List<Term> own(TrainedBasis basis, int by) {
        List<Term> own = new ArrayList<>();
        for (int n = 0; n < (basis.kinds() + basis.fixedKinds()) * basis.terms(); n++) {
            int kind = n / basis.terms();
            String value = kind < basis.kinds()
                    ? "p[own + " + place(basis, kind, n % basis.terms()) + "]"
                    : "fixed[" + (n - basis.kinds() * basis.terms()) + "]";
            own.add(named("(V)(" + value + ")", kind == by ? ONE : NONE));
        }
        return own;
    }

    /** As {@link TrainedBasis#place}, of input {@code i}; the same text for every number of inputs. */
    private String place(TrainedBasis basis, int kind, int function) {
        int fixed = basis.ofLayer(kind) ? 0 : function;
        int perInput = 0;
        for (int k = 0; k < kind; k++) {
            int count = basis.ofLayer(k) ? 1 : basis.terms();
            if (everyInputHasOwn(basis, k)) {
                perInput += count;
            } else {
                fixed += basis.sets(k, inputs) * count;
            }
        }
        int sets = basis.sets(kind, inputs);
        String set = everyInputHasOwn(basis, kind) ? "i" : sets == 1 ? "0" : "i * " + sets + " / ALL_INPUTS";
        return fixed + " + " + perInput + " * ALL_INPUTS + " + set + (basis.ofLayer(kind) ? "" : " * " + basis.terms());
    }

    /** Also of a layer with one input, if it would be so with two. */
    private boolean everyInputHasOwn(TrainedBasis basis, int kind) {
        return basis.sets(kind, inputs) == inputs && basis.sets(kind, Math.max(2, inputs)) > 1;
    }

    private void line(String text) {
        code.append("    ").append(text).append(" \\\n");
    }

    private String name(String expression) {
        String name = "t" + names++;
        line("const V " + name + " = " + expression + ";");
        return name;
    }

    private Term named(String value, Optional<String> slope) {
        return new Term(name(value), slope.map(this::name));
    }

    private static String literal(double number) {
        return "(" + (float) number + "f)";
    }

    private static String times(String a, double factor) {
        return factor == 1 ? a : a + " * " + literal(factor);
    }

    @Override
    public Term affine(Term x, double slope, double shift) {
        if (slope == 1 && shift == 0) {
            return x;
        }
        String product = times(x.value, slope);
        return named(
                shift == 0 ? product : product + " + " + literal(shift),
                slope == 0 ? NONE : x.slope.map(d -> times(d, slope)));
    }

    /** The sum or difference of what there is. */
    private static Optional<String> joined(Optional<String> a, String sign, Optional<String> b) {
        if (a.isEmpty()) {
            return sign.equals("-") ? b.map(d -> "-" + d) : b;
        }
        return b.isEmpty() ? a : Optional.of(a.get() + " " + sign + " " + b.get());
    }

    @Override
    public Term binary(Binary operation, Term a, Term b) {
        return switch (operation) {
            case ADD -> named(a.value + " + " + b.value, joined(a.slope, "+", b.slope));
            case SUBTRACT -> named(a.value + " - " + b.value, joined(a.slope, "-", b.slope));
            case MULTIPLY ->
                named(
                        a.value + " * " + b.value,
                        joined(a.slope.map(d -> d + " * " + b.value), "+", b.slope.map(d -> a.value + " * " + d)));
            case DIVIDE -> {
                String value = name(a.value + " / " + b.value);
                Optional<String> change = joined(a.slope, "-", b.slope.map(d -> value + " * " + d));
                yield new Term(value, change.map(d -> name("(" + d + ") / " + b.value)));
            }
        };
    }

    @Override
    public Term unary(Unary operation, Term x) {
        return switch (operation) {
            case EXP -> {
                String value = name("exp(" + x.value + ")");
                yield new Term(value, x.slope.map(d -> name(value + " * " + d)));
            }
            case SIN -> named("sin(" + x.value + ")", x.slope.map(d -> "cos(" + x.value + ") * " + d));
            case COS -> named("cos(" + x.value + ")", x.slope.map(d -> "-sin(" + x.value + ") * " + d));
            case TANH -> {
                String value = name("tanh(" + x.value + ")");
                yield new Term(value, x.slope.map(d -> name("(1.0f - " + value + " * " + value + ") * " + d)));
            }
            case RAMP ->
                named(
                        "select(" + x.value + ", (V)(0.0f), " + x.value + " < 0.0f)",
                        x.slope.map(d -> "select((V)(0.0f), " + d + ", " + x.value + " > 0.0f)"));
        };
    }

    @Override
    public Term passing(Term value, Supplier<Term> derivatives) {
        return new Term(value.value, derivatives.get().slope);
    }
}

package org.kanworkbench.formula;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.kanworkbench.expression.Compiled;
import org.kanworkbench.expression.Expression;
import org.kanworkbench.expression.Expression.Constant;
import org.kanworkbench.expression.NiceNumbers;
import org.kanworkbench.expression.Parameters;
import org.kanworkbench.optimize.LevenbergMarquardt;

/** Fits a formula's constants, and replaces them by numbers that people write where that costs nothing. */
final class ConstantFit {

    /**
     * How far from a constant numbers are tried, relative to it: where the formula leaves no error only those that it means,
     * else only such as are simple enough to be no accident.
     */
    private static final double NEAR_EXACT = 1e-6;

    private static final double NEAR = 0.02;
    /** With π; without it where classes are told apart, which leaves numbers much room. */
    private static final int SIMPLE = 10;

    private static final int SIMPLE_OF_CLASSES = 6;

    /** Less simple ones, such as 2π, that are too near to be an accident. */
    private static final double CLOSE = 1e-4;

    private static final int LESS_SIMPLE = 20;
    /** From where on a number may stand for none. */
    private static final double NEAR_ZERO = 0.1;

    /** Logarithm of the least chance that counts, and the greatest factor of the error for that. */
    private static final double MOST_SURPRISE = 10;

    private static final double MOST_RISE = 1.1;

    /** Into which a formula is multiplied out. */
    private static final int MOST_TERMS = 24;

    private static final int STEPS = 8;
    private static final int MOST_DIGITS = 15;

    private final Samples samples;
    private final List<String> names;
    private final boolean fitted;
    private final BooleanSupplier stop;

    private ConstantFit(Samples samples, List<String> names, boolean fitted, BooleanSupplier stop) {
        this.samples = samples;
        this.names = names;
        this.fitted = fitted;
        this.stop = stop;
    }

    /**
     * The formula written as simply as the rows allow.
     *
     * @param fitted whether all its constants are fitted first; else they are only rounded
     */
    static Formula simplest(Formula formula, Samples samples, boolean fitted, BooleanSupplier stop) {
        ConstantFit fit = new ConstantFit(samples, formula.names(), fitted, stop);
        Formula simple = new Formula(fit.rounded(formula.expression()), formula.names());
        Expression expanded = simple.expression().expanded(MOST_TERMS);
        // Of products of sums, terms may cancel.
        if (!fitted || expanded.complexity() >= simple.expression().complexity()) {
            return simple;
        }
        Formula other = new Formula(fit.rounded(expanded), formula.names());
        double most = Math.max(simple.rmse(samples) * (1 + 4.0 / samples.rows()), samples.negligible());
        return other.expression().complexity() < simple.expression().complexity() && other.rmse(samples) <= most
                ? other
                : simple;
    }

    private Expression rounded(Expression formula) {
        Expression e = formula;
        // Constants that vanish or become 1 let the formula be simplified, and others be merged.
        for (int round = 0; round < 3; round++) {
            Expression factored = e.factored();
            Expression before = e;
            e = round(factored.complexity() < e.complexity() ? factored : e);
            // Equal by values: π may be written as such only now.
            if (e.equals(before)) {
                break;
            }
        }
        return e;
    }

    private Expression round(Expression e) {
        Parameters parameters = Parameters.of(e);
        Constant[] constants = parameters.constants().toArray(Constant[]::new);
        boolean[] fixed = new boolean[constants.length];
        fit(parameters, constants, fixed, 3 * STEPS);
        double best = rmse(parameters, constants);
        if (!Double.isFinite(best)) {
            return e;
        }
        boolean exact = !fitted || best <= samples.negligible() && !samples.classes();
        double rounding = 1 + 4.0 / samples.rows();
        boolean loose = fitted && !samples.classes();
        for (int k : nearestFirst(constants, exact)) {
            List<Constant> all = near(constants[k].value(), exact);
            for (Constant nice : all) {
                if (stop.getAsBoolean()) {
                    return e;
                }
                double rise = loose ? rise(constants[k].value(), nice.value(), all.size()) : rounding;
                double most = Math.max(best * rise, samples.negligible());
                Constant[] tried = constants.clone();
                tried[k] = nice;
                fixed[k] = true;
                // A number within rounding needs no others to make room for it.
                double error = rmse(parameters, tried);
                if (error > most) {
                    fit(parameters, tried, fixed, STEPS);
                    error = rmse(parameters, tried);
                }
                if (error <= most) {
                    constants = tried;
                    best = loose ? error : best;
                    break;
                }
                fixed[k] = false;
            }
        }
        double least = rmse(parameters, constants);
        shorten(parameters, constants, fixed, Math.max(least * rounding, samples.negligible()));
        return parameters.with(List.of(constants));
    }

    /**
     * By how much a number less to be fitted may raise the error beside normal noise: Schwarz's criterion (1978). One that is
     * far nearer to a nice number than chance would have it may cost as much more likelihood as that chance is small.
     *
     * @param count of the nice numbers that are as near as was looked for
     */
    private double rise(double value, double nice, int count) {
        double distance = Math.abs(nice - value) / Math.max(Math.abs(value), 0.1);
        double surprise = -Math.log(Math.clamp(count * distance / NEAR, 1e-300, 1));
        double gain = 0.5 * Math.log(samples.rows()) + Math.min(surprise, MOST_SURPRISE);
        return Math.min(
                Math.exp(gain / samples.rows()), Math.max(MOST_RISE, Math.pow(samples.rows(), 0.5 / samples.rows())));
    }

    /** Those that are nearest to a nice number first: they leave room for the others. */
    private int[] nearestFirst(Constant[] constants, boolean exact) {
        return IntStream.range(0, constants.length)
                .boxed()
                .sorted(Comparator.comparingDouble(k -> near(constants[k].value(), exact).stream()
                        .mapToDouble(nice -> Math.abs(nice.value() - constants[k].value()))
                        .min()
                        .orElse(Double.POSITIVE_INFINITY)))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private List<Constant> near(double value, boolean exact) {
        double distance = (exact ? NEAR_EXACT : NEAR) * Math.max(Math.abs(value), 0.1);
        int size = exact ? Integer.MAX_VALUE : samples.classes() ? SIMPLE_OF_CLASSES : SIMPLE;
        List<Constant> near = new ArrayList<>(NiceNumbers.near(value, distance, size));
        if (!exact && !samples.classes()) {
            NiceNumbers.near(value, CLOSE * Math.abs(value), LESS_SIMPLE).stream()
                    .filter(nice -> !near.contains(nice))
                    .forEach(near::add);
        }
        boolean none = near.isEmpty() && !exact && !samples.classes() && Math.abs(value) <= NEAR_ZERO;
        return none ? List.of(new Constant(0, "")) : near;
    }

    private void shorten(Parameters parameters, Constant[] constants, boolean[] fixed, double most) {
        for (int k = 0; k < constants.length; k++) {
            for (int digits = 3; !fixed[k] && digits < MOST_DIGITS; digits++) {
                Constant[] tried = constants.clone();
                tried[k] = new Constant(
                        new BigDecimal(constants[k].value())
                                .round(new MathContext(digits))
                                .doubleValue(),
                        "");
                if (rmse(parameters, tried) <= most) {
                    constants[k] = tried[k];
                    fixed[k] = true;
                }
            }
        }
    }

    private double rmse(Parameters parameters, Constant[] constants) {
        return new Formula(parameters.with(List.of(constants)), names).rmse(samples);
    }

    /** The free constants by least squares. */
    private void fit(Parameters parameters, Constant[] constants, boolean[] fixed, int steps) {
        int[] free = IntStream.range(0, fixed.length).filter(k -> !fixed[k]).toArray();
        if (free.length == 0 || !fitted) {
            return;
        }
        List<String> all = new ArrayList<>(names);
        IntStream.range(0, constants.length).mapToObj(Parameters::name).forEach(all::add);
        Compiled value = parameters.template().compile(all);
        Compiled[] slopes = Arrays.stream(free)
                .mapToObj(k ->
                        parameters.template().derivative(Parameters.name(k)).compile(all))
                .toArray(Compiled[]::new);
        int rows = samples.rows();
        // Of the inputs, then of every constant the same number in all rows.
        double[][] columns = Arrays.copyOf(samples.x(), all.size());
        for (int k = 0; k < constants.length; k++) {
            columns[names.size() + k] = new double[rows];
            Arrays.fill(columns[names.size() + k], constants[k].value());
        }
        boolean[] beyond = new boolean[rows];
        double[] start =
                Arrays.stream(free).mapToDouble(k -> constants[k].value()).toArray();
        LevenbergMarquardt.Result result = LevenbergMarquardt.minimise(
                rows,
                new LevenbergMarquardt.Residuals() {
                    @Override
                    public void at(double[] x, double[] residuals) {
                        fill(x);
                        double[] predictions = value.values(columns, rows);
                        for (int r = 0; r < rows; r++) {
                            residuals[r] = samples.error(r, predictions[r]);
                            beyond[r] = samples.beyond(r, predictions[r]);
                        }
                    }

                    @Override
                    public void jacobian(double[] x, double[][] derivatives) {
                        fill(x);
                        for (int f = 0; f < free.length; f++) {
                            double[] slope = slopes[f].values(columns, rows);
                            for (int r = 0; r < rows; r++) {
                                // As of a root of 0: one row would keep all from being fitted.
                                derivatives[f][r] = beyond[r] || !Double.isFinite(slope[r]) ? 0 : slope[r];
                            }
                        }
                    }

                    private void fill(double[] x) {
                        for (int f = 0; f < free.length; f++) {
                            Arrays.fill(columns[names.size() + free[f]], x[f]);
                        }
                    }
                },
                start,
                steps,
                1e-13,
                stop);
        for (int f = 0; f < free.length; f++) {
            constants[free[f]] = new Constant(result.x()[f], "");
        }
    }
}

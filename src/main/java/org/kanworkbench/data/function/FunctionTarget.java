package org.kanworkbench.data.function;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.SeedMixer;
import org.kanworkbench.expression.Expression;
import org.kanworkbench.expression.ExpressionParser;

/**
 * A function of any variables as the command line names it, {@code function:EXPR?range=a..b&x=0..1&rows=1000&noise=0&seed=0}.
 *
 * @param expression without options
 * @param source of its points; inputs are its variables in alphabetical order
 * @param noise standard deviation of what is added to the training targets, as a share of theirs
 */
public record FunctionTarget(String expression, PointSource source, int rows, double noise, long seed) {

    public static final String PREFIX = "function:";

    private static final int MOST_VARIABLES = 10;
    private static final int USUAL_ROWS = 1000;
    private static final int LEAST_ROWS = 20;
    private static final Range USUAL_RANGE = new Range(-1, 1);

    /** Training rows with the noise that was asked for. */
    public Points training() {
        Points clean = source.training(rows, seed);
        if (noise == 0) {
            return clean;
        }
        SplittableRandom random = new SplittableRandom(SeedMixer.mix(seed, 1));
        double deviation = noise * source.deviation();
        double[] y = Arrays.stream(clean.y())
                .map(v -> v + deviation * random.nextGaussian())
                .toArray();
        return new Points(clean.inputs(), clean.x(), y);
    }

    /** @param text with or without its prefix */
    public static FunctionTarget parse(String text) throws DataException {
        String words = text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text;
        int mark = words.indexOf('?');
        String written = (mark < 0 ? words : words.substring(0, mark)).strip();
        Expression expression = expression(written);
        Map<String, String> given = options(written, mark < 0 ? "" : words.substring(mark + 1));
        List<String> names = List.copyOf(ExpressionParser.variables(written));
        if (names.isEmpty() || names.size() > MOST_VARIABLES) {
            throw new DataException(written + " has " + names.size() + " variables: use 1 to " + MOST_VARIABLES);
        }
        String usual = given.remove("range");
        List<Range> domain = new ArrayList<>();
        for (String name : names) {
            String own = given.remove(name);
            domain.add(
                    own != null
                            ? range(written, name, own)
                            : usual != null ? range(written, "range", usual) : USUAL_RANGE);
        }
        double rows = number(written, "rows", given.remove("rows"), USUAL_ROWS);
        double noise = number(written, "noise", given.remove("noise"), 0);
        double seed = number(written, "seed", given.remove("seed"), 0);
        if (!given.isEmpty()) {
            throw new DataException(written + ": \"" + given.keySet().iterator().next()
                    + "\" is not known: use range, rows, noise, seed, or one of " + String.join(", ", names));
        }
        FunctionSource source = FunctionSource.of(written, names, domain, expression.compile(names));
        if (rows != Math.rint(rows) || rows < LEAST_ROWS || rows > source.mostRows()) {
            throw new DataException(
                    written + ": rows is " + given(rows) + ": choose " + LEAST_ROWS + " to " + source.mostRows());
        }
        if (!(noise >= 0 && noise <= 10)) {
            throw new DataException(
                    written + ": noise is " + given(noise) + ": choose 0 to 10 deviations of the target");
        }
        if (seed != Math.rint(seed) || seed < 0) {
            throw new DataException(written + ": seed is " + given(seed) + ": choose 0 or a whole number above");
        }
        source.check(written, source.training((int) rows, (long) seed));
        return new FunctionTarget(written, source, (int) rows, noise, (long) seed);
    }

    /** A text's expression. The exception has a one-line message. */
    public static Expression expression(String text) throws DataException {
        try {
            return ExpressionParser.parse(text);
        } catch (IllegalArgumentException e) {
            throw new DataException(e.getMessage(), e);
        }
    }

    private static Map<String, String> options(String written, String words) throws DataException {
        Map<String, String> options = new HashMap<>();
        for (String word : words.isEmpty() ? new String[0] : words.split("&")) {
            String[] parts = word.split("=", 2);
            if (parts.length < 2 || options.put(parts[0], parts[1]) != null) {
                throw new DataException(
                        written + ": \"" + word + "\" is not NAME=VALUE, or is there twice: correct it");
            }
        }
        return options;
    }

    private static Range range(String written, String name, String value) throws DataException {
        String[] ends = value.split("\\.\\.", 2);
        if (ends.length < 2) {
            throw new DataException(
                    written + ": " + name + " is \"" + value + "\": write LOWER..UPPER, for instance -1..1");
        }
        try {
            return new Range(number(written, name, ends[0], 0), number(written, name, ends[1], 0));
        } catch (IllegalArgumentException e) {
            throw new DataException(written + ": " + name + ": " + e.getMessage(), e);
        }
    }

    private static double number(String written, String name, String value, double unlessGiven) throws DataException {
        if (value == null) {
            return unlessGiven;
        }
        try {
            double number = Double.parseDouble(value);
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException _) {
            // Told below.
        }
        throw new DataException(written + ": " + name + " is \"" + value + "\": write a number");
    }

    private static String given(double number) {
        return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
    }
}

package org.kanworkbench.app.controls.setting;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kanworkbench.network.Limits;

/** Settings that are typed as numbers, within limits. */
public final class Parsing {

    private static final String WHOLE = "a whole number";
    private static final String WHOLES = "whole numbers separated by commas";
    private static final String REAL = "a number, e.g. 0.001";
    private static final String REALS = "numbers separated by commas, e.g. 0, 0.1, 0.2";

    /** A comma anywhere else is a decimal comma. */
    private static final Pattern GROUPED = Pattern.compile("-?\\d{1,3}([,_]\\d{3})+");

    private Parsing() {}

    public static Setting<Integer> whole(String what, int standard, int least, int most) {
        return new Setting<>(standard, text -> (int) parse(what, WHOLE, text, least, most), String::valueOf);
    }

    /** The same, for a number that is kept with others that need not be whole. */
    public static Setting<Double> wholeReal(String what, double standard, long least, long most) {
        return new Setting<>(standard, text -> (double) parse(what, WHOLE, text, least, most), Parsing::number);
    }

    public static Setting<Long> seed(long standard) {
        return new Setting<>(standard, text -> parse("random seed", WHOLE, text, 0, Long.MAX_VALUE), String::valueOf);
    }

    private static long parse(String what, String kind, String text, long least, long most) {
        try {
            long value = Long.parseLong(GROUPED.matcher(text).matches() ? text.replaceAll("[,_]", "") : text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(sentence(what) + " must be " + kind + ", " + range(least, most), e);
        }
        throw new IllegalArgumentException(sentence(what) + " must be " + range(least, most));
    }

    private static String range(long least, long most) {
        return most == Long.MAX_VALUE ? least + " or more" : String.format(Locale.ROOT, "%d–%,d", least, most);
    }

    private static String sentence(String what) {
        return what.substring(0, 1).toUpperCase(Locale.ROOT) + what.substring(1);
    }

    /** A list of whole numbers from 1 up, separated by commas. */
    public static Setting<List<Integer>> counts(String what, List<Integer> standard) {
        return counts(what, standard, 1, Limits.MAX_UNITS);
    }

    /** A list of whole numbers, separated by commas; it may be empty where the standard is. */
    public static Setting<List<Integer>> counts(String what, List<Integer> standard, int least, int most) {
        return listed(standard, number -> (int) parse(what, WHOLES, number, least, most), String::valueOf);
    }

    /** A list of numbers, separated by commas. */
    public static Setting<List<Double>> reals(String what, List<Double> standard, double least, double most) {
        return listed(standard, number -> real(what, REALS, number, least, false, most), Parsing::number);
    }

    private static <T> Setting<List<T>> listed(
            List<T> standard, Function<String, T> parse, Function<T, String> format) {
        return new Setting<>(
                standard,
                text -> text.isEmpty() && standard.isEmpty()
                        ? List.of()
                        : Stream.of(text.split("[,\\s]+")).map(parse).toList(),
                list -> list.stream().map(format).collect(Collectors.joining(", ")));
    }

    /** @param least smallest value that is possible, itself included unless {@code above} */
    public static Setting<Double> real(String what, double standard, double least, boolean above, double most) {
        return new Setting<>(
                standard, text -> real(what, REAL, text.replace(',', '.'), least, above, most), Parsing::number);
    }

    /** A share of 1 that is typed as percent; the limits are shares. */
    public static Setting<Double> percent(String what, double standard, double least, double most) {
        return new Setting<>(
                standard,
                text -> real(what, REAL, text.replace(',', '.'), hundredfold(least), false, hundredfold(most)) / 100,
                share -> number(hundredfold(share)));
    }

    /** Without the digits that binary fractions add. */
    private static double hundredfold(double share) {
        return Math.round(share * 1e12) / 1e10;
    }

    private static double real(String what, String kind, String text, double least, boolean above, double most) {
        double value;
        try {
            value = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(sentence(what) + " must be " + kind, e);
        }
        if (value >= least && value <= most && !(above && value == least)) {
            return value;
        }
        throw new IllegalArgumentException(sentence(what) + " must be "
                + (above
                        ? "more than " + number(least) + " and at most " + number(most)
                        : (number(least) + " to " + number(most)).replace('-', '−')));
    }

    /** Without exponent or trailing zeros. */
    public static String number(double value) {
        BigDecimal plain = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        return plain.scale() < 0 ? plain.setScale(0).toPlainString() : plain.toPlainString();
    }
}

package org.kanworkbench.noise;

import java.math.BigDecimal;
import java.util.Locale;

/** Numbers as people read them. */
public final class Decimals {

    private Decimals() {}

    /** With a true minus sign, but no negative zero: −0.04 with one decimal is 0.0. */
    public static String of(int decimals, double value) {
        String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
        return text.matches("-[0.]+") ? text.substring(1) : text.replace('-', '−');
    }

    /** A p-value, with more digits where it is small. */
    public static String p(double value) {
        return of(value < 0.001 ? 5 : 3, value);
    }

    /** All digits that it has, for instance those of a noise level: 0.05, 10, ∞. */
    public static String exact(double value) {
        return Double.isFinite(value)
                ? new BigDecimal(String.valueOf(value))
                        .stripTrailingZeros()
                        .toPlainString()
                        .replace('-', '−')
                : of(0, value).replace("Infinity", "∞");
    }

    /** The same as {@link #of} with a plus sign before what is above 0. */
    public static String signed(int decimals, double value) {
        String text = of(decimals, value);
        return value > 0 && text.matches(".*[1-9].*") ? "+" + text : text;
    }
}

package org.kanworkbench.noise;

import java.util.Locale;

/** Numbers as people read them. */
public final class Decimals {

    private Decimals() {}

    /** With a true minus sign, but no negative zero: −0.04 with one decimal is 0.0. */
    public static String of(int decimals, double value) {
        String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
        return text.matches("-[0.]+") ? text.substring(1) : text.replace('-', '−');
    }

    /** The same with a plus sign before what is above 0. */
    public static String signed(int decimals, double value) {
        String text = of(decimals, value);
        return value > 0 && text.matches(".*[1-9].*") ? "+" + text : text;
    }
}

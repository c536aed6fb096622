package org.kanworkbench.training;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.OptionalDouble;

/** Scores as people read them, in every pane. */
public final class ScoreText {

    private static final int DIGITS = 4;
    /** Larger numbers, as of a loss that grows beyond all bounds, have a power of ten. */
    private static final int MOST_DIGITS = 5;

    private ScoreText() {}

    /** As within a sentence. */
    public static String name(Measure measure) {
        return switch (measure) {
            case ACCURACY -> "accuracy";
            case RMSE -> "RMSE";
        };
    }

    /** For instance {@code 98.31 %} or {@code 0.01234}. */
    public static String of(Measure measure, double score) {
        return switch (measure) {
            case ACCURACY -> String.format(Locale.ROOT, "%.2f %%", 100 * score);
            case RMSE -> significant(score, DIGITS);
        };
    }

    /** Empty for none. */
    public static String of(Measure measure, OptionalDouble score) {
        return score.isPresent() ? of(measure, score.getAsDouble()) : "";
    }

    /** So many significant digits, with a true minus; one less and a power of ten for the smallest and largest. */
    public static String significant(double value, int count) {
        if (value == 0) {
            return "0";
        }
        if (!Double.isFinite(value)) {
            return "–";
        }
        // Of the rounded value, as 9.9999 becomes 10.
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(count, RoundingMode.HALF_UP));
        int digits = rounded.precision() - rounded.scale() - 1;
        String text = digits < -4 || digits > MOST_DIGITS
                ? String.format(Locale.ROOT, "%." + (count - 2) + "e", value)
                        .replaceFirst("e-0?", "e-")
                        .replaceFirst("e\\+0?", "e")
                : String.format(Locale.ROOT, "%,." + Math.max(0, count - 1 - digits) + "f", value);
        return text.replace('-', '−');
    }
}

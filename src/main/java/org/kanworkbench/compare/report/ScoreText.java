package org.kanworkbench.compare.report;

import java.util.Locale;
import org.kanworkbench.compare.summary.Standing;
import org.kanworkbench.statistics.Interval;
import org.kanworkbench.training.Measure;

/** Scores in words: accuracies in percent, errors in the target's units. */
public final class ScoreText {

    private ScoreText() {}

    public static String name(Measure measure) {
        return measure == Measure.ACCURACY ? "Accuracy" : "RMSE";
    }

    /** Empty for NaN. */
    public static String of(double score, Measure measure) {
        if (Double.isNaN(score)) {
            return "";
        }
        return measure == Measure.ACCURACY
                ? String.format(Locale.ROOT, "%.2f %%", 100 * score)
                : String.format(Locale.ROOT, "%.4g", score);
    }

    /** Empty for an unbounded interval. */
    public static String of(Interval interval, Measure measure) {
        return Double.isInfinite(interval.low()) || Double.isNaN(interval.low())
                ? ""
                : of(interval.low(), measure).replace(" %", "") + " … " + of(interval.high(), measure);
    }

    public static String hidden(Standing standing) {
        return standing.preset().hidden().stream()
                .map(String::valueOf)
                .reduce((a, b) -> a + ", " + b)
                .orElse("");
    }
}

package org.kanworkbench.compare.report;

import java.util.stream.Collectors;
import org.kanworkbench.compare.summary.Standing;
import org.kanworkbench.statistics.Interval;
import org.kanworkbench.training.Measure;
import org.kanworkbench.training.ScoreText;

/** Scores in words: accuracies in percent, errors in the target's units. */
public final class TableText {

    private TableText() {}

    public static String name(Measure measure) {
        return measure == Measure.ACCURACY ? "Accuracy" : "RMSE";
    }

    /** Empty for NaN. */
    public static String of(double score, Measure measure) {
        return Double.isNaN(score) ? "" : ScoreText.of(measure, score);
    }

    /** Empty for an unbounded interval. That of equal scores has no length, which is no estimate of what others would be. */
    public static String of(Interval interval, Measure measure) {
        // The mean of equal numbers may differ from them by its rounding.
        return !Double.isFinite(interval.low())
                ? ""
                : interval.high() - interval.low() <= 1e-9 * Math.abs(interval.high())
                        ? "all seeds equal"
                        : of(interval.low(), measure).replace(" %", "") + " … " + of(interval.high(), measure);
    }

    public static String hidden(Standing standing) {
        return standing.preset().hidden().stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}

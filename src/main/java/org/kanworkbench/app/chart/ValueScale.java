package org.kanworkbench.app.chart;

import org.kanworkbench.explain.Interval;
import org.kanworkbench.plot.Colour;
import org.kanworkbench.plot.Palette;
import org.kanworkbench.training.ScoreText;

/** The colours of numbers from low to high: diverging from 0 where they lie on both sides of it, else sequential. */
public record ValueScale(float low, float high) {

    private static final Colour NONE = new Colour(0);

    /** Of the finite ones among some values; of nothing from 0 to 1. */
    public static ValueScale of(float[] values) {
        Interval range = Interval.of(values);
        return range.low() > range.high()
                ? new ValueScale(0, 1)
                : new ValueScale((float) range.low(), (float) range.high());
    }

    /** The same as far on both sides of 0. */
    public ValueScale aroundZero() {
        float largest = Math.max(-low, high);
        return new ValueScale(-largest, largest);
    }

    private boolean diverges() {
        return low < 0 && high > 0;
    }

    /** Of what is no finite number, transparent. */
    Colour colour(Palette palette, float value) {
        if (!Float.isFinite(value)) {
            return NONE;
        }
        return diverges()
                ? palette.diverging(value / Math.max(-low, high))
                : palette.sequential(high > low ? (value - low) / (high - low) : 0);
    }

    /** The range, and what colours tell. */
    public String legend() {
        return low == high
                ? number(low) + " everywhere"
                : number(low) + " to " + number(high) + (diverges() ? "; lighter = nearer to 0" : "; bluer = higher");
    }

    static String number(float value) {
        return ScoreText.significant(value, 3);
    }
}

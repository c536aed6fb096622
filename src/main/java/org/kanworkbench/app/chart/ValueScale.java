package org.kanworkbench.app.chart;

import java.util.Locale;
import org.kanworkbench.plot.Colour;
import org.kanworkbench.plot.Palette;

/** The colours of numbers from low to high: diverging from 0 where they lie on both sides of it, else sequential. */
public record ValueScale(float low, float high) {

    /** Of the finite ones among some values; of nothing from 0 to 1. */
    public static ValueScale of(float[] values) {
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (float value : values) {
            if (Float.isFinite(value)) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        return low > high ? new ValueScale(0, 1) : new ValueScale(low, high);
    }

    private boolean diverges() {
        return low < 0 && high > 0;
    }

    /** Of what is not a number, transparent. */
    Colour colour(Palette palette, float value) {
        if (Float.isNaN(value)) {
            return new Colour(0);
        }
        return diverges()
                ? palette.diverging(value / Math.max(-low, high))
                : palette.sequential(high > low ? (value - low) / (high - low) : 0);
    }

    /** The range, and what colours tell. */
    public String legend() {
        return String.format(Locale.ROOT, "%.3g to %.3g", low, high).replace('-', '−')
                + (diverges() ? ", paler = nearer to 0" : ", stronger = higher");
    }
}

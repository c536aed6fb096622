package org.kanworkbench.plot;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/** Maps values from..to to pixels start..end. */
public record Axis(Scale scale, double from, double to, double start, double end) {

    private static final int SHORT = 3;

    /** Digits of a tick without the noise of its last ones. */
    private static final int EXACT = 6;
    /** From here on numbers have a power of ten. */
    private static final double MOST_WRITTEN_OUT = 1e6;

    /** Extra spacing of ticks on a logarithmic axis, where they are denser at the ends of decades. */
    private static final double LOG_ROOM = 1.4;

    public Axis {
        if (!(to > from)) {
            throw new IllegalArgumentException("axis from " + from + " to " + to + " is empty");
        }
    }

    /**
     * Creates an axis over values with a margin at both ends; an empty range is widened, and any range is valid without
     * values.
     */
    public static Axis around(Scale scale, double least, double most, double room, double start, double end) {
        if (!(least <= most)) {
            return new Axis(scale, 0.1, 1, start, end);
        }
        double low = scale.transform(least);
        double high = scale.transform(most);
        double wide = high > low ? room * (high - low) : high == 0 ? 1 : Math.max(1e-3, 0.1 * Math.abs(high));
        return new Axis(scale, scale.invert(low - wide), scale.invert(high + wide), start, end);
    }

    /** The same over those of some values that the scale shows. */
    public static Axis around(Scale scale, DoubleStream values, double room, double start, double end) {
        DoubleSummaryStatistics range = values.filter(scale::shows).summaryStatistics();
        return around(scale, range.getMin(), range.getMax(), room, start, end);
    }

    /** The same without what lies beyond the largest value that is possible. */
    public Axis upTo(double possible) {
        return to > possible && from < possible ? new Axis(scale, from, possible, start, end) : this;
    }

    /** The same values on other pixels. */
    public Axis over(double newStart, double newEnd) {
        return new Axis(scale, from, to, newStart, newEnd);
    }

    public boolean shows(double value) {
        return scale.shows(value);
    }

    /** The lower end of an interval as far as it is shown: on a logarithmic axis 0 and less are below all that is. */
    public double lowEnd(double low) {
        return low <= 0 && !shows(low) ? from : low;
    }

    public double pixel(double value) {
        double low = scale.transform(from);
        return start + (scale.transform(value) - low) / (scale.transform(to) - low) * (end - start);
    }

    public double value(double pixel) {
        double low = scale.transform(from);
        return scale.invert(low + (pixel - start) / (end - start) * (scale.transform(to) - low));
    }

    /** At least two ticks if possible, even if closer than requested: a single tick shows no scale. */
    public List<Double> ticks(double pixelsPerTick) {
        double length = Math.abs(end - start);
        double pixels = scale == Scale.LOG ? LOG_ROOM * pixelsPerTick : pixelsPerTick;
        List<Double> ticks = scale.ticks(from, to, (int) Math.max(2, length / pixels));
        while (ticks.size() < 2 && pixels > 1) {
            pixels /= 2;
            ticks = scale.ticks(from, to, (int) Math.max(2, length / pixels));
        }
        return ticks;
    }

    /** A tick's label, with as many decimals as all ticks need, or on a logarithmic axis as many as this one needs. */
    public String label(double tick, List<Double> ticks) {
        double size = Math.abs(tick);
        // The numbers of a linear axis are of one kind.
        double largest = scale == Scale.LOG
                ? size
                : ticks.stream().mapToDouble(Math::abs).max().orElse(size);
        if (largest != 0 && (largest < 1e-3 || largest >= MOST_WRITTEN_OUT)) {
            if (size == 0) {
                return "0";
            }
            int digits = rounded(tick, ticks, EXACT).precision();
            return String.format(Locale.ROOT, "%." + (digits - 1) + "e", tick)
                    .replaceFirst("e([-+])0", "e$1")
                    .replace('-', '−')
                    .replace("+", "");
        }
        // Adding 0 turns −0 into 0.
        int decimals =
                scale == Scale.LOG ? Math.max(0, rounded(tick, ticks, SHORT).scale()) : decimals(ticks);
        String text = String.format(Locale.ROOT, "%,." + decimals + "f", tick + 0.0);
        return text.replace('-', '−');
    }

    /** A tick with so many digits, or more if it takes more to tell it from its neighbours. */
    private static BigDecimal rounded(double tick, List<Double> ticks, int digits) {
        double nearest = ticks.stream()
                .mapToDouble(other -> Math.abs(other - tick))
                .filter(apart -> apart > 0)
                .min()
                .orElse(Double.POSITIVE_INFINITY);
        int needed = (int) Math.ceil(Math.log10(Math.abs(tick) / nearest)) + 1;
        return BigDecimal.valueOf(tick)
                .round(new MathContext(Math.max(digits, needed)))
                .stripTrailingZeros();
    }

    /** A fraction as a percentage, without the percent sign. */
    public static String percent(double tick, List<Double> ticks) {
        return String.format(Locale.ROOT, "%." + Math.max(0, decimals(ticks) - 2) + "f", 100 * tick);
    }

    /** The number of decimals that distinguishes neighbouring ticks. */
    public static int decimals(List<Double> ticks) {
        double least = Double.MAX_VALUE;
        for (int i = 1; i < ticks.size(); i++) {
            least = Math.min(least, Math.abs(ticks.get(i) - ticks.get(i - 1)));
        }
        return least == Double.MAX_VALUE ? 2 : (int) Math.clamp(Math.ceil(-Math.log10(least) - 1e-9), 0, 8);
    }
}

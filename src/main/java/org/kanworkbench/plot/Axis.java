package org.kanworkbench.plot;

import java.util.List;

/** Maps values from..to onto pixels start..end. */
public record Axis(Scale scale, double from, double to, double start, double end) {

    public Axis {
        if (!(to > from)) {
            throw new IllegalArgumentException("axis from " + from + " to " + to + " is empty");
        }
    }

    /** An axis over values with some room at both ends; an empty range gets some width. */
    public static Axis around(Scale scale, double least, double most, double room, double start, double end) {
        double low = scale.transform(least);
        double high = scale.transform(most);
        double wide = high > low ? room * (high - low) : Math.max(1e-3, 0.1 * Math.abs(high));
        return new Axis(scale, scale.invert(low - wide), scale.invert(high + wide), start, end);
    }

    public double pixel(double value) {
        double low = scale.transform(from);
        return start + (scale.transform(value) - low) / (scale.transform(to) - low) * (end - start);
    }

    public double value(double pixel) {
        double low = scale.transform(from);
        return scale.invert(low + (pixel - start) / (end - start) * (scale.transform(to) - low));
    }

    /** Two at least where pixels allow it, if closer than asked: one alone tells no scale. */
    public List<Double> ticks(double pixelsPerTick) {
        double length = Math.abs(end - start);
        double pixels = pixelsPerTick;
        List<Double> ticks = scale.ticks(from, to, (int) Math.max(2, length / pixels));
        while (ticks.size() < 2 && pixels > 1) {
            pixels /= 2;
            ticks = scale.ticks(from, to, (int) Math.max(2, length / pixels));
        }
        return ticks;
    }

    /** As many decimals as tell neighbouring ticks apart. */
    public static int decimals(List<Double> ticks) {
        double least = Double.MAX_VALUE;
        for (int i = 1; i < ticks.size(); i++) {
            least = Math.min(least, Math.abs(ticks.get(i) - ticks.get(i - 1)));
        }
        return least == Double.MAX_VALUE ? 2 : (int) Math.clamp(Math.ceil(-Math.log10(least) - 1e-9), 0, 8);
    }
}

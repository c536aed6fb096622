package org.kanworkbench.app.chart;

import java.util.List;

/** Maps values from..to onto pixels start..end. */
public record Axis(Scale scale, double from, double to, double start, double end) {

    public Axis {
        if (!(to > from)) {
            throw new IllegalArgumentException("axis from " + from + " to " + to + " is empty");
        }
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

package org.kanworkbench.noise.report;

import java.util.ArrayList;
import java.util.List;

/** One axis of a plot: values from…to on pixels start…end. */
record Scale(boolean log, double from, double to, double start, double end) {

    private static final double MARGIN = 0.04;

    /** Wide enough for some values, with a margin; of one value, an interval about it. */
    static Scale of(boolean log, List<double[]> values, double start, double end) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (double[] some : values) {
            for (double value : some) {
                if (Double.isFinite(value) && (!log || value > 0)) {
                    least = Math.min(least, position(log, value));
                    most = Math.max(most, position(log, value));
                }
            }
        }
        if (!(least <= most)) {
            return new Scale(log, 0, 1, start, end);
        }
        double margin = most > least ? MARGIN * (most - least) : 0.5;
        return new Scale(log, least - margin, most + margin, start, end);
    }

    private static double position(boolean log, double value) {
        return log ? Math.log10(value) : value;
    }

    boolean shows(double value) {
        return Double.isFinite(value) && (!log || value > 0);
    }

    double pixel(double value) {
        return start + (position(log, value) - from) / (to - from) * (end - start);
    }

    /** Round values within the axis. */
    List<Double> ticks(int wanted) {
        double step = step((to - from) / wanted);
        if (log) {
            step = Math.max(1, Math.rint(step));
        }
        List<Double> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(from / step - 1e-9); i * step <= to + 1e-9 * step; i++) {
            ticks.add(log ? Math.pow(10, i * step) : i * step);
        }
        return log && ticks.size() < 2 ? within(wanted) : ticks;
    }

    /** Less than two decades: 1, 2 and 5 of each. */
    private List<Double> within(int wanted) {
        List<Double> ticks = new ArrayList<>();
        for (int decade = (int) Math.floor(from); decade <= to; decade++) {
            for (double digit : new double[] {1, 2, 5}) {
                double tick = digit * Math.pow(10, decade);
                if (Math.log10(tick) >= from && Math.log10(tick) <= to && ticks.size() < 2 * wanted) {
                    ticks.add(tick);
                }
            }
        }
        return ticks;
    }

    private static double step(double least) {
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        for (double digit : new double[] {1, 2, 5}) {
            if (digit * power >= least * (1 - 1e-9)) {
                return digit * power;
            }
        }
        return 10 * power;
    }
}

package org.kanworkbench.app.chart;

import java.util.Arrays;

/**
 * Points of one line, x never falling. When it grows beyond its capacity, neighbouring points are joined into their mean,
 * so that a run of days costs no more than one of minutes.
 */
public final class PlotSeries {

    private static final int CAPACITY = 16_384;

    /** What a line looks like. Sparse ones have few points that are each worth seeing: dots, never smoothed. */
    public enum Line {
        DENSE(false),
        DENSE_DASHED(false, 6, 4),
        DENSE_DOTTED(false, 2, 3),
        DENSE_DASH_DOTTED(false, 8, 3, 2, 3),
        DENSE_LONG_DASHED(false, 12, 4),
        DASHED(true, 5, 4),
        DOTTED(true, 1.5, 3),
        /** Dots alone, for values that do not follow from each other. */
        POINTS(true);

        private final boolean sparse;
        private final double[] dashes;

        Line(boolean sparse, double... dashes) {
            this.sparse = sparse;
            this.dashes = dashes;
        }

        /** Lengths in pixels, drawn and left out in turn; none for an unbroken line. */
        public double[] dashes() {
            return dashes.clone();
        }
    }

    private final String name;
    private final int colour;
    private final Line line;
    private double[] xs = new double[256];
    private double[] ys = new double[256];
    private int size;
    private int joined = 1;
    private int pending;

    /** @param colour index into the palette of model colours */
    public PlotSeries(String name, int colour, Line line) {
        this.name = name;
        this.colour = colour;
        this.line = line;
    }

    public String name() {
        return name;
    }

    public int colour() {
        return colour;
    }

    boolean sparse() {
        return line.sparse;
    }

    Line line() {
        return line;
    }

    /** Of how many points that were added each is the mean. */
    int joined() {
        return joined;
    }

    public int size() {
        return size;
    }

    public double x(int i) {
        return xs[i];
    }

    public double y(int i) {
        return ys[i];
    }

    /** Adds a point; one that is not finite is left out. */
    public void add(double x, double y) {
        if (!Double.isFinite(x) || !Double.isFinite(y)) {
            return;
        }
        if (pending > 0) {
            xs[size - 1] = x;
            ys[size - 1] += (y - ys[size - 1]) / (pending + 1);
            pending = (pending + 1) % joined;
            return;
        }
        if (size == CAPACITY) {
            halve();
        }
        if (size == xs.length) {
            xs = Arrays.copyOf(xs, 2 * size);
            ys = Arrays.copyOf(ys, 2 * size);
        }
        xs[size] = x;
        ys[size] = y;
        size++;
        pending = 1 % joined;
    }

    private void halve() {
        size /= 2;
        for (int i = 0; i < size; i++) {
            xs[i] = xs[2 * i + 1];
            ys[i] = (ys[2 * i] + ys[2 * i + 1]) / 2;
        }
        joined *= 2;
    }

    /** First index whose x is not below, {@link #size()} if there is none. */
    int firstAtLeast(double x) {
        int at = Arrays.binarySearch(xs, 0, size, x);
        if (at < 0) {
            return -at - 1;
        }
        // Any of equal ones is found.
        while (at > 0 && xs[at - 1] == x) {
            at--;
        }
        return at;
    }

    /** Index of the point nearest to x; −1 when empty. */
    public int nearest(double x) {
        int right = firstAtLeast(x);
        if (right == size || right > 0 && x - xs[right - 1] < xs[right] - x) {
            return right - 1;
        }
        return right;
    }

    /**
     * Exponential moving average in x, without the bias towards a start at 0: s ← p·s + (1 − p)·y, divided by 1 − the
     * product of all p, where p = exp(−distance from the point before ÷ constant). A point is the mean since the one before,
     * so that a line comes to the same end whether it has thirty points an epoch or one.
     *
     * @param constant time constant in units of x, above 0
     */
    double[] smoothed(double constant) {
        double[] smooth = new double[size];
        double sum = 0;
        double left = 1;
        for (int i = 0; i < size; i++) {
            // The first point stands for as much as the second, or what a run begins with would last too long.
            int behind = Math.max(i, 1);
            double past = size > 1 ? Math.exp((xs[behind - 1] - xs[behind]) / constant) : 1;
            sum = past * sum + (1 - past) * ys[i];
            left *= past;
            // Nothing has weight while all points lie at one place.
            smooth[i] = left < 1 ? sum / (1 - left) : ys[i];
        }
        return smooth;
    }
}

package org.kanworkbench.app.chart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.IntStream;
import org.kanworkbench.app.chart.PlotSeries.Line;
import org.kanworkbench.plot.Axis;
import org.kanworkbench.plot.PlotArea;
import org.kanworkbench.plot.Scale;
import org.kanworkbench.plot.Surface;

/**
 * What a plot shows at one moment, laid out for one size.
 *
 * @param constant of smoothing in units of x, see {@link PlotSeries#smoothed}; 0 for none
 */
record PlotFrame(double width, Axis x, Axis y, Content content, double constant) {

    private static final double LEAST_LEFT = 48;
    private static final double LEAST_RIGHT = 44;
    private static final double MOST_RIGHT = 96;
    private static final double MOST_RIGHT_SHARE = 0.28;
    static final double TOP = 28;
    static final double BOTTOM = 36;
    private static final int SAMPLES = 400;
    private static final double OUTLIERS = 0.05;

    /** The end of an axis that is logarithmic in errors. */
    private static final double MOST_ACCURACY = 0.99999;

    /** The weight of smoothing is that of the past after this share of the longest line. */
    private static final double SMOOTHING_STEP = 1.0 / 400;

    /**
     * Lays axes out so that the lines fill them.
     *
     * @param zoom the x interval to show, null for all
     * @param smoothing weight of the past after a 400th of the longest line, 0 for none
     */
    static PlotFrame layOut(double width, double height, Content content, Zoom zoom, double smoothing, Scale scale) {
        List<PlotSeries> lines = content.lines();
        double longest = lines.stream().mapToDouble(PlotFrame::end).max().orElse(1);
        double from = zoom == null ? 0 : zoom.from();
        double to = zoom == null ? longest : zoom.to();
        if (!(to > from)) {
            to = from + 1;
        }
        // Not a share of what the zoom shows: a value must not change with it.
        double constant = smoothing > 0 && longest > 0 ? -SMOOTHING_STEP * longest / Math.log(smoothing) : 0;
        double[] range = range(lines, from, to, scale, content.percent(), constant);
        Axis y = new Axis(scale, range[0], range[1], Math.max(TOP + 1, height - BOTTOM), TOP);
        double left = left(y, content);
        Axis x = new Axis(Scale.LINEAR, from, to, left, Math.max(left + 1, width - right(lines, width)));
        return new PlotFrame(width, x, y, content, constant);
    }

    /** Room for the numbers at the y axis. */
    private static double left(Axis y, Content content) {
        List<Double> ticks = y.ticks(PlotArea.VALUES);
        int longest = ticks.stream()
                .mapToInt(tick -> label(y, tick, ticks, content.percent()).length())
                .max()
                .orElse(0);
        return Math.max(LEAST_LEFT, Surface.LETTER * longest + 10);
    }

    String yLabel(double tick, List<Double> ticks) {
        return label(y, tick, ticks, content.percent());
    }

    private static String label(Axis y, double tick, List<Double> ticks, boolean percent) {
        return percent ? Axis.percent(tick, ticks) + " %" : y.label(tick, ticks);
    }

    /** Room for the names beside the lines' ends. */
    private static double right(List<PlotSeries> lines, double width) {
        int longest =
                lines.stream().mapToInt(line -> line.name().length()).max().orElse(0);
        double most = Math.clamp(MOST_RIGHT_SHARE * width, LEAST_RIGHT, MOST_RIGHT);
        return Math.clamp(Surface.LETTER * longest + 12, LEAST_RIGHT, most);
    }

    /** Whether a line is drawn as its moving average. */
    boolean smooths(PlotSeries line) {
        return !line.sparse() && constant > 0;
    }

    private static double end(PlotSeries line) {
        return line.size() == 0 ? 0 : line.x(line.size() - 1);
    }

    /**
     * Every point of sparse lines, of the others all but the worst few, with which a run begins, and the outliers of those
     * that are smoothed; with some room.
     */
    private static double[] range(
            List<PlotSeries> lines, double from, double to, Scale scale, boolean percent, double constant) {
        List<double[]> parts = new ArrayList<>();
        for (PlotSeries line : lines) {
            // A loss of 0 lies below every decade.
            double[] values =
                    Arrays.stream(sample(line, from, to)).filter(scale::shows).toArray();
            if (values.length > 0) {
                Arrays.sort(values);
                int cut = line.sparse() ? 0 : (int) (OUTLIERS * values.length);
                double low = values[cut];
                double high = values[values.length - 1 - cut / 3];
                DoubleSummaryStatistics shown = shown(line, from, to, scale, constant);
                // It ends nearer to its best than it began.
                boolean falls = line.y(line.size() - 1) < line.y(0);
                parts.add(new double[] {
                    falls ? Math.min(low, shown.getMin()) : low, falls ? high : Math.max(high, shown.getMax())
                });
            }
        }
        double low = parts.stream().mapToDouble(p -> p[0]).min().orElse(percent ? 0 : scale == Scale.LOG ? 0.01 : 0);
        double high = parts.stream().mapToDouble(p -> p[1]).max().orElse(1);
        return pad(low, high, scale, percent);
    }

    /** What the line shows: its moving average, if it is drawn as that. */
    private static DoubleSummaryStatistics shown(
            PlotSeries line, double from, double to, Scale scale, double constant) {
        double[] smooth = !line.sparse() && constant > 0 ? line.smoothed(constant) : null;
        return IntStream.range(first(line, from, to), last(line, from, to))
                .mapToDouble(i -> smooth == null ? line.y(i) : smooth[i])
                .filter(scale::shows)
                .summaryStatistics();
    }

    /** Values at even steps of x, so that a slow beginning counts no more than the rest; every point of sparse lines. */
    private static double[] sample(PlotSeries line, double from, double to) {
        int first = first(line, from, to);
        int last = last(line, from, to);
        if (line.sparse() || last - first < SAMPLES / 4) {
            return IntStream.range(first, last).mapToDouble(line::y).toArray();
        }
        double start = line.x(first);
        double step = (line.x(last - 1) - start) / (SAMPLES - 1);
        return IntStream.range(0, SAMPLES)
                .mapToDouble(i -> line.y(line.nearest(start + i * step)))
                .toArray();
    }

    /** Index of the first point in the interval; of a line that only crosses it, of that before it. */
    private static int first(PlotSeries line, double from, double to) {
        int inside = line.firstAtLeast(from);
        return crosses(line, from, to) ? inside - 1 : inside;
    }

    /** Index after the last point in the interval; of a line that only crosses it, after that behind it. */
    private static int last(PlotSeries line, double from, double to) {
        int beyond = line.firstAtLeast(Math.nextUp(to));
        return crosses(line, from, to) ? beyond + 1 : beyond;
    }

    private static boolean crosses(PlotSeries line, double from, double to) {
        int inside = line.firstAtLeast(from);
        return line.line() != Line.POINTS
                && inside > 0
                && inside < line.size()
                && inside == line.firstAtLeast(Math.nextUp(to));
    }

    private static double[] pad(double low, double high, Scale scale, boolean percent) {
        double bottom = scale.transform(low);
        double top = scale.transform(high);
        double room =
                Math.max(0.06 * (top - bottom), scale == Scale.LINEAR ? 1e-3 * Math.max(1e-3, Math.abs(top)) : 0.02);
        double from = scale.invert(bottom - room);
        double to = scale.invert(top + room);
        if (percent) {
            from = Math.max(0, from);
            if (scale == Scale.LINEAR) {
                to = Math.min(1, to);
            } else if (to > MOST_ACCURACY) {
                // Where all is right, a decade of errors tells more than an empty range.
                to = MOST_ACCURACY;
                from = Math.min(from, scale.invert(scale.transform(to) - 1));
            }
        } else if (low >= 0 && scale == Scale.LINEAR) {
            from = Math.max(0, from);
        }
        return to > from ? new double[] {from, to} : new double[] {from, from + 1e-3};
    }

    /** An interval of x. */
    record Zoom(double from, double to) {}

    /**
     * What there is to show.
     *
     * @param lines in drawing order, the last on top
     * @param percent whether y values are shares, written as percentages
     */
    record Content(List<PlotSeries> lines, List<Mark> marks, String xTitle, String yTitle, boolean percent) {}
}

package org.kanworkbench.app.chart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.kanworkbench.plot.Axis;
import org.kanworkbench.plot.Scale;

/**
 * What a plot shows at one moment, laid out for one size.
 *
 * @param lines in drawing order, the last on top
 * @param smoothing weight of the past, see {@link PlotSeries}
 */
record PlotFrame(
        Axis x, Axis y, List<PlotSeries> lines, double smoothing, String xTitle, String yTitle, boolean percent) {

    static final double LEFT = 48;
    static final double RIGHT = 44;
    private static final double MOST_RIGHT = 96;
    static final double TOP = 28;
    static final double BOTTOM = 36;
    private static final int SAMPLES = 400;
    private static final double OUTLIERS = 0.05;

    /**
     * Lays axes out so that the lines fill them.
     *
     * @param zoom the x interval to show, null for all
     */
    static PlotFrame layOut(
            double width,
            double height,
            List<PlotSeries> lines,
            Zoom zoom,
            double smoothing,
            Texts texts,
            Scale scale) {
        double from = zoom == null ? 0 : zoom.from();
        double to =
                zoom == null ? lines.stream().mapToDouble(PlotFrame::end).max().orElse(1) : zoom.to();
        if (!(to > from)) {
            to = from + 1;
        }
        double[] range = range(lines, from, to, scale, texts.percent());
        Axis x = new Axis(Scale.LINEAR, from, to, LEFT, Math.max(LEFT + 1, width - right(lines)));
        Axis y = new Axis(scale, range[0], range[1], Math.max(TOP + 1, height - BOTTOM), TOP);
        return new PlotFrame(x, y, lines, smoothing, texts.x(), texts.y(), texts.percent());
    }

    /** Room for the names at the lines' ends. */
    private static double right(List<PlotSeries> lines) {
        int longest =
                lines.stream().mapToInt(line -> line.name().length()).max().orElse(0);
        return Math.clamp(PlotPainter.LETTER * longest + 8, RIGHT, MOST_RIGHT);
    }

    private static double end(PlotSeries line) {
        return line.size() == 0 ? 0 : line.x(line.size() - 1);
    }

    /** Every point of sparse lines and all but the lowest and highest few of the others, with some room. */
    private static double[] range(List<PlotSeries> lines, double from, double to, Scale scale, boolean percent) {
        List<double[]> parts = new ArrayList<>();
        for (PlotSeries line : lines) {
            double[] values = sample(line, from, to);
            if (values.length > 0) {
                Arrays.sort(values);
                int cut = line.sparse() ? 0 : (int) (OUTLIERS * values.length);
                parts.add(new double[] {values[cut], values[values.length - 1 - cut / 3]});
            }
        }
        double low = parts.stream().mapToDouble(p -> p[0]).min().orElse(percent ? 0 : scale == Scale.LOG ? 0.01 : 0);
        double high = parts.stream().mapToDouble(p -> p[1]).max().orElse(1);
        return pad(low, high, scale, percent);
    }

    /** Values at even steps of x, so that a slow beginning counts no more than the rest; every point of sparse lines. */
    private static double[] sample(PlotSeries line, double from, double to) {
        int first = line.firstAtLeast(from);
        int last = line.firstAtLeast(Math.nextUp(to));
        if (line.sparse() || last - first < SAMPLES / 4) {
            return IntStream.range(first, last).mapToDouble(line::y).toArray();
        }
        double start = line.x(first);
        double step = (line.x(last - 1) - start) / (SAMPLES - 1);
        return IntStream.range(0, SAMPLES)
                .mapToDouble(i -> line.y(line.nearest(start + i * step)))
                .toArray();
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
            to = Math.min(scale == Scale.LINEAR ? 1 : 0.99999, to);
        } else if (low >= 0 && scale == Scale.LINEAR) {
            from = Math.max(0, from);
        }
        return to > from ? new double[] {from, to} : new double[] {from, from + 1e-3};
    }

    /** An interval of x. */
    record Zoom(double from, double to) {}

    /** @param percent whether y values are shares, written as percentages */
    record Texts(String x, String y, boolean percent) {}
}

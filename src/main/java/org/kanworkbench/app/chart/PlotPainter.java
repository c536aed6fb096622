package org.kanworkbench.app.chart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.kanworkbench.app.chart.PlotSeries.Line;
import org.kanworkbench.plot.Axis;
import org.kanworkbench.plot.Colour;
import org.kanworkbench.plot.Contrast;
import org.kanworkbench.plot.Palette;
import org.kanworkbench.plot.PlotArea;
import org.kanworkbench.plot.Surface;
import org.kanworkbench.plot.Surface.Anchor;

/** Draws a frame on a surface. */
record PlotPainter(Surface surface, Palette palette, PlotFrame frame) {

    private static final double LINE = 1.5;
    private static final double RAW_OPACITY = 0.22;
    private static final double LEADER_OPACITY = 0.7;
    private static final double[] LEADER = {1, 3};
    private static final double LABEL_HEIGHT = 13;
    private static final double LABEL_GAP = 8;
    /** A curve that ends so near the margin seems to reach it [px]. */
    private static final double NEAR_MARGIN = 24;

    private static final int MOST_DOTS = 60;
    private static final double MARK = 4;
    /** Signs closer than this would touch. */
    private static final double MARK_GAP = 2 * MARK + 1;

    void paint() {
        Axis x = frame.x();
        Axis y = frame.y();
        new PlotArea(surface, palette, x, y)
                .axes(frame.content().xTitle(), frame.content().yTitle(), frame::yLabel);
        paintMarks();
        List<double[]> smooth = smooth();
        paintLabels(smooth);
        surface.clip(x.start() - 2, y.end() - 4, x.end() - x.start() + 4, y.start() - y.end() + 6);
        for (int i = 0; i < smooth.size(); i++) {
            paintLine(frame.content().lines().get(i), smooth.get(i));
        }
        surface.unclip();
    }

    private List<double[]> smooth() {
        return frame.content().lines().stream()
                .map(line -> frame.smooths(line) ? line.smoothed(frame.constant()) : null)
                .toList();
    }

    /** The lines that can be seen and have no name beside the plot, or not the whole one, for want of room. */
    List<PlotSeries> unnamed() {
        List<PlotSeries> named = labels(smooth()).stream()
                .map(Label::line)
                .filter(line -> fitted(line).equals(line.name()))
                .toList();
        return frame.content().lines().stream()
                .filter(line -> last(line) >= 0 && !named.contains(line))
                .toList();
    }

    /** The last point of a line that can be seen; negative for none. */
    private int last(PlotSeries line) {
        int last = line.firstAtLeast(Math.nextUp(frame.x().to())) - 1;
        return last >= 0 && line.x(last) >= frame.x().from() ? last : -1;
    }

    private String fitted(PlotSeries line) {
        return Surface.fitted(line.name(), (int) ((frame.width() - frame.x().end() - LABEL_GAP) / Surface.LETTER));
    }

    /** What happened, as triangles that point at their place from above the plot; those that would touch share one. */
    private void paintMarks() {
        List<Mark> marks = frame.content().marks().stream()
                .filter(mark ->
                        mark.x() >= frame.x().from() && mark.x() <= frame.x().to())
                .sorted(Comparator.comparingDouble(Mark::x))
                .toList();
        int first = 0;
        for (int i = 1; i <= marks.size(); i++) {
            if (i == marks.size() || across(marks.get(i)) - across(marks.get(i - 1)) > MARK_GAP) {
                paintMark(marks.subList(first, i));
                first = i;
            }
        }
    }

    private double across(Mark mark) {
        return frame.x().pixel(mark.x());
    }

    private void paintMark(List<Mark> close) {
        boolean same = close.stream().map(Mark::series).distinct().count() == 1;
        Colour colour = same ? palette.series(close.getFirst().series()) : palette.text();
        double left = across(close.getFirst());
        double right = across(close.getLast());
        double foot = frame.y().end() - 2;
        double head = foot - 1.5 * MARK;
        double[] xs = {left - MARK, right + MARK, right, left};
        surface.polygon(colour, xs, new double[] {head, head, foot, foot}, xs.length);
    }

    /** @param smooth null unless it is smoothed */
    private void paintLine(PlotSeries line, double[] smooth) {
        Colour colour = palette.series(line.colour());
        if (line.sparse()) {
            boolean alone = line.line() == Line.POINTS;
            if (!alone) {
                paintPoints(line, colour, LINE, null);
            }
            if (alone || line.size() <= MOST_DOTS) {
                for (int i = 0; i < line.size(); i++) {
                    surface.dot(colour, frame.x().pixel(line.x(i)), frame.y().pixel(line.y(i)), 2);
                }
            }
        } else if (smooth != null) {
            paintPoints(line, colour.faded(RAW_OPACITY), 1, null);
            paintPoints(line, colour, LINE, smooth);
        } else {
            paintPoints(line, colour, LINE, null);
        }
    }

    /** At most lowest and highest value a column of pixels: what a denser line would look like. */
    private void paintPoints(PlotSeries line, Colour colour, double width, double[] values) {
        int first = Math.max(0, line.firstAtLeast(frame.x().from()) - 1);
        int last = Math.min(line.size(), line.firstAtLeast(Math.nextUp(frame.x().to())) + 1);
        Columns columns = new Columns(2 * (int) (frame.x().end() - frame.x().start()) + 8);
        for (int i = first; i < last; i++) {
            columns.add(frame.x().pixel(line.x(i)), frame.y().pixel(values == null ? line.y(i) : values[i]));
        }
        columns.flush();
        if (columns.count > 1) {
            surface.polyline(colour, width, line.line().dashes(), columns.xs, columns.ys, columns.count);
        }
    }

    /** Names in the margin at the height of the lines' ends, moved apart where they would touch; leaders lie below all lines. */
    private void paintLabels(List<double[]> smooth) {
        List<Label> labels = labels(smooth);
        double[] at = apart(labels);
        double end = frame.x().end();
        for (int i = 0; i < at.length; i++) {
            Label label = labels.get(i);
            if (label.x < end - 1 || Math.abs(label.y - at[i]) > 1) {
                Colour faint = palette.series(label.line.colour()).faded(LEADER_OPACITY);
                double[] xs = {label.x, end, end + LABEL_GAP - 2};
                surface.polyline(faint, 1, LEADER, xs, new double[] {label.y, at[i], at[i]}, xs.length);
            }
            surface.text(
                    fitted(label.line),
                    Contrast.legible(palette.series(label.line.colour()), palette.paper(), palette.text()),
                    end + LABEL_GAP,
                    at[i],
                    Anchor.START);
        }
    }

    /**
     * From the top, as many as can stand near their lines' ends; legend and crosshair tell the others. Curves that
     * reach the margin come first: a shorter one's would seem to be theirs.
     */
    private List<Label> labels(List<double[]> smooth) {
        List<Label> ends = new ArrayList<>();
        for (int i = smooth.size() - 1; i >= 0; i--) {
            PlotSeries line = frame.content().lines().get(i);
            int last = last(line);
            if (last >= 0) {
                double value = smooth.get(i) == null ? line.y(last) : smooth.get(i)[last];
                double at = Math.clamp(
                        frame.y().pixel(value), frame.y().end(), frame.y().start());
                ends.add(new Label(line, frame.x().pixel(line.x(last)), at));
            }
        }
        double margin = frame.x().end() - NEAR_MARGIN;
        ends.sort(Comparator.comparing(label -> label.x < margin));
        List<Label> kept = List.of();
        for (Label end : ends) {
            List<Label> more = new ArrayList<>(kept);
            more.add(end);
            more.sort(Comparator.comparingDouble(Label::y));
            kept = near(more) ? more : kept;
        }
        return kept;
    }

    private boolean near(List<Label> labels) {
        double[] at = apart(labels);
        return at[0] >= frame.y().end()
                && IntStream.range(0, at.length).allMatch(i -> Math.abs(at[i] - labels.get(i).y) <= LABEL_HEIGHT);
    }

    private double[] apart(List<Label> labels) {
        double[] at = new double[labels.size()];
        double free = frame.y().end();
        for (int i = 0; i < at.length; i++) {
            at[i] = Math.max(labels.get(i).y, free);
            free = at[i] + LABEL_HEIGHT;
        }
        double most = frame.y().start();
        for (int i = at.length - 1; i >= 0; i--) {
            at[i] = Math.min(at[i], most);
            most = at[i] - LABEL_HEIGHT;
        }
        return at;
    }

    private record Label(PlotSeries line, double x, double y) {}

    private static final class Columns {
        private double[] xs;
        private double[] ys;
        private int count;
        private int column = Integer.MIN_VALUE;
        private double low;
        private double high;
        private double lowX;
        private double highX;
        /** Two points may have one x, as where a line steps. */
        private boolean fell;

        public Columns(int expected) {
            xs = new double[expected];
            ys = new double[expected];
        }

        void add(double x, double y) {
            if ((int) x != column) {
                flush();
                column = (int) x;
                low = high = y;
                lowX = highX = x;
            } else if (y < low) {
                low = y;
                lowX = x;
                fell = true;
            } else if (y > high) {
                high = y;
                highX = x;
                fell = false;
            }
        }

        void flush() {
            if (column == Integer.MIN_VALUE) {
                return;
            }
            if (low == high) {
                put(lowX, low);
            } else if (fell) {
                put(highX, high);
                put(lowX, low);
            } else {
                put(lowX, low);
                put(highX, high);
            }
        }

        private void put(double x, double y) {
            if (count == xs.length) {
                xs = Arrays.copyOf(xs, 2 * count);
                ys = Arrays.copyOf(ys, 2 * count);
            }
            xs[count] = x;
            ys[count] = y;
            count++;
        }
    }
}

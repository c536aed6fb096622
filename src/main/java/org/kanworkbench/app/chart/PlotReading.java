package org.kanworkbench.app.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.kanworkbench.plot.Axis;
import org.kanworkbench.plot.Colour;
import org.kanworkbench.plot.Palette;
import org.kanworkbench.plot.Reading;
import org.kanworkbench.plot.Reading.Row;
import org.kanworkbench.plot.Surface;
import org.kanworkbench.training.Measure;
import org.kanworkbench.training.ScoreText;

/** What a plot's crosshair reads at one x: every line that reaches there, and what happened there. */
final class PlotReading {

    private static final double LEAST_WIDTH = 112;
    private static final double GAP = 8;

    /** In pixels, of a line's end from the crosshair: as exactly as a hand points. */
    private static final double TOUCH = 2;

    private static final double NEAR_MARK = 5;
    /** Of a place that has been rounded to pixels' floating point. */
    private static final double WHOLE = 1e-6;

    private static final int MOST_EVENTS = 3;
    private static final String NONE = "–";

    private final PlotFrame frame;
    private final Palette palette;
    private final double pixel;
    private final List<Row> rows = new ArrayList<>();

    private record Point(double y, Colour colour, double x) {}

    private final List<Point> points = new ArrayList<>();

    PlotReading(PlotFrame frame, Palette palette, double x) {
        this.frame = frame;
        this.palette = palette;
        pixel = frame.x().pixel(x);
        PlotFrame.Content content = frame.content();
        List<PlotSeries> lines =
                content.lines().stream().filter(line -> line.size() > 0).toList();
        lines.forEach(line -> read(line, x));
        rows.addFirst(new Row(content.xTitle().toLowerCase(Locale.ROOT) + " " + place(x), "", null));
        if (lines.stream().anyMatch(frame::smooths)) {
            rows.add(new Row("smoothed", "", null));
        }
        addEvents();
    }

    /** Where the points lie that are read, if that is one place. */
    private String place(double x) {
        List<Double> places = points.stream().map(Point::x).distinct().toList();
        double at = places.size() == 1 ? frame.x().value(places.getFirst()) : x;
        boolean whole = Math.abs(at - Math.rint(at)) < WHOLE;
        return String.format(Locale.ROOT, whole ? "%,.0f" : "%,.2f", at);
    }

    private void read(PlotSeries line, double x) {
        Axis axis = frame.x();
        boolean reaches =
                pixel >= axis.pixel(line.x(0)) - TOUCH && pixel <= axis.pixel(line.x(line.size() - 1)) + TOUCH;
        String value = NONE;
        if (reaches) {
            int i = line.nearest(x);
            double y = frame.smooths(line) ? line.smoothed(frame.constant())[i] : line.y(i);
            points.add(new Point(frame.y().pixel(y), palette.series(line.colour()), axis.pixel(line.x(i))));
            value = frame.content().percent()
                    ? String.format(Locale.ROOT, "%.2f %%", 100 * y)
                    : ScoreText.of(Measure.RMSE, y);
        }
        rows.add(new Row(line.name(), value, palette.series(line.colour())));
    }

    private void addEvents() {
        List<Mark> near = frame.content().marks().stream()
                .filter(mark -> Math.abs(frame.x().pixel(mark.x()) - pixel) <= NEAR_MARK)
                .toList();
        if (near.size() <= MOST_EVENTS) {
            near.forEach(mark -> rows.add(new Row(mark.text(), "", palette.series(mark.series()))));
        } else {
            String texts = near.stream().map(Mark::text).distinct().collect(Collectors.joining(", "));
            rows.add(new Row(near.size() + " events: " + texts, "", palette.text()));
        }
    }

    /** The rows as text. */
    List<String> lines() {
        return rows.stream()
                .map(row -> (row.name() + " " + row.value()).strip())
                .toList();
    }

    void paint(Surface surface) {
        Axis x = frame.x();
        double top = frame.y().end();
        surface.line(palette.crosshair(), pixel, top, pixel, frame.y().start());
        points.forEach(point -> surface.dot(point.colour, point.x, point.y, 3));
        if (rows.size() == 1) {
            return;
        }
        Reading shown = new Reading(fitting((int) ((frame.y().start() + PlotFrame.BOTTOM - top - 16) / Reading.ROW)));
        // Over the names in the margin too, but never out of the picture.
        double most = Math.max(LEAST_WIDTH, Math.max(frame.width() - pixel, pixel) - GAP - 1);
        double width = Math.clamp(shown.width(), LEAST_WIDTH, most);
        double right = pixel + GAP + width;
        boolean leftFits = pixel - GAP - width > x.start();
        double left =
                right < (leftFits ? x.end() : frame.width()) || width > pixel - GAP ? pixel + GAP : pixel - GAP - width;
        shown.paint(surface, palette, left, top + 4, width);
    }

    /** As many rows as there is room for; the last then tells how many are missing. */
    private List<Row> fitting(int most) {
        if (rows.size() <= most) {
            return rows;
        }
        List<Row> telling =
                rows.stream().filter(row -> !row.value().equals(NONE)).toList();
        if (telling.size() <= most) {
            return telling;
        }
        int kept = Math.max(1, most - 1);
        List<Row> shown = new ArrayList<>(telling.subList(0, kept));
        shown.add(new Row(telling.size() - kept + " more", "", null));
        return shown;
    }
}

package org.kanworkbench.app.quantize.scheme;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.kanworkbench.app.chart.Picture;
import org.kanworkbench.plot.Axis;
import org.kanworkbench.plot.Palette;
import org.kanworkbench.plot.PlotArea;
import org.kanworkbench.plot.PointLabels;
import org.kanworkbench.plot.Scale;
import org.kanworkbench.plot.Surface;
import org.kanworkbench.plot.Surface.Anchor;
import org.kanworkbench.quantize.compare.SchemeResult;
import org.kanworkbench.training.Measure;

/**
 * Test accuracy against the cost of a scheme on a logarithmic axis, one dot per scheme; the line joins the
 * Pareto-optimal ones.
 */
public final class SchemePicture extends Picture {

    private static final double LEFT = 52;
    private static final double RIGHT = 20;
    private static final double TOP = 22;
    private static final double BOTTOM = 34;
    private static final double LINE = 12;

    private String xTitle = "";
    private Measure measure = Measure.ACCURACY;
    private List<SchemeResult> dots = List.of();
    private List<SchemeResult> joined = List.of();
    private ToDoubleFunction<SchemeResult> x = _ -> 1;

    public SchemePicture() {
        getStyleClass().add("scheme-picture");
    }

    public String getXTitle() {
        return xTitle;
    }

    public void setXTitle(String title) {
        xTitle = title;
        setAccessibleText("Test score against " + title);
    }

    /** Names the scores, also of a model that nothing was measured of yet. */
    public void show(Measure scores) {
        measure = scores;
        repaint();
    }

    /**
     * @param line those that are joined, in any order
     * @param place where a scheme lies on the axis; positive
     */
    public void show(List<SchemeResult> all, List<SchemeResult> line, ToDoubleFunction<SchemeResult> place) {
        dots = List.copyOf(all);
        x = place;
        joined = line.stream().sorted(Comparator.comparingDouble(place)).toList();
        repaint();
    }

    @Override
    protected void paint(Surface surface, Palette palette, double width, double height) {
        double right = width - RIGHT;
        double bottom = height - BOTTOM;
        surface.line(palette.axis(), LEFT, bottom, right, bottom);
        surface.text(xTitle, palette.hint(), right, height - LINE / 2, Anchor.END);
        surface.text(
                measure == Measure.ACCURACY ? "Test accuracy, %" : "Test RMSE",
                palette.hint(),
                LEFT,
                LINE / 2,
                Anchor.START);
        if (dots.isEmpty()) {
            surface.text("Not measured yet", palette.hint(), (LEFT + right) / 2, bottom / 2, Anchor.MIDDLE);
            return;
        }
        PlotArea area = new PlotArea(surface, palette, across(right), upwards(bottom));
        area.valueTicks(PlotArea.VALUES, measure == Measure.ACCURACY ? Axis::percent : area.y()::label);
        double last = Double.NEGATIVE_INFINITY;
        for (double value : dots.stream().mapToDouble(x).sorted().distinct().toArray()) {
            if (area.x().pixel(value) - last > 36) {
                last = area.x().pixel(value);
                String tick = String.format(Locale.ROOT, value < 10 && value % 1 != 0 ? "%.1f" : "%,.0f", value);
                surface.text(tick, palette.hint(), last, bottom + LINE, Anchor.MIDDLE);
            }
        }
        double[] xs = joined.stream()
                .mapToDouble(s -> area.x().pixel(x.applyAsDouble(s)))
                .toArray();
        double[] ys = joined.stream()
                .mapToDouble(s -> area.y().pixel(s.score().value()))
                .toArray();
        surface.polyline(palette.series(0), 1.5, new double[0], xs, ys, xs.length);
        PointLabels labels = new PointLabels(surface, palette, LEFT, width, LINE, bottom);
        labels.avoidLine(xs, ys);
        paintDots(surface, palette, area, labels);
    }

    private void paintDots(Surface surface, Palette palette, PlotArea area, PointLabels labels) {
        for (SchemeResult scheme : dots) {
            boolean best = joined.contains(scheme);
            double atX = area.x().pixel(x.applyAsDouble(scheme));
            double atY = area.y().pixel(scheme.score().value());
            surface.dot(best ? palette.series(0) : palette.hint(), atX, atY, best ? 4 : 3);
            labels.avoidDot(atX, atY, 4);
        }
        // Where there is not room for all, those on the line are named.
        Stream.concat(joined.stream(), dots.stream().filter(s -> !joined.contains(s)))
                .forEach(scheme -> labels.name(
                        scheme.scheme().name(),
                        area.x().pixel(x.applyAsDouble(scheme)),
                        area.y().pixel(scheme.score().value())));
    }

    private Axis across(double right) {
        double least = dots.stream().mapToDouble(x).min().orElse(1);
        double most = dots.stream().mapToDouble(x).max().orElse(2);
        double around = Math.max(1.05, Math.pow(most / least, 0.06));
        return new Axis(Scale.LOG, least / around, most * around, LEFT, Math.max(LEFT + 1, right));
    }

    private Axis upwards(double bottom) {
        double low = dots.stream().mapToDouble(s -> s.score().value()).min().orElse(0);
        double high = dots.stream().mapToDouble(s -> s.score().value()).max().orElse(1);
        boolean share = measure == Measure.ACCURACY;
        double room = Math.max(share ? 0.0005 : Math.max(0.01 * high, 1e-12), 0.15 * (high - low));
        return new Axis(
                Scale.LINEAR,
                low - room,
                share ? Math.min(1, high + room) : high + room,
                Math.max(TOP + 1, bottom),
                TOP);
    }
}

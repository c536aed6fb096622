package org.kanworkbench.app.quantize.scheme;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.kanworkbench.app.chart.Picture;
import org.kanworkbench.plot.Axis;
import org.kanworkbench.plot.Palette;
import org.kanworkbench.plot.PlotArea;
import org.kanworkbench.plot.Scale;
import org.kanworkbench.plot.Surface;
import org.kanworkbench.plot.Surface.Anchor;
import org.kanworkbench.quantize.compare.SchemeResult;

/** Test accuracy against what a scheme needs, a dot a scheme, over a logarithmic axis; those on the line are worth having. */
public final class SchemePicture extends Picture {

    private static final double LEFT = 52;
    private static final double RIGHT = 20;
    private static final double TOP = 22;
    private static final double BOTTOM = 34;
    private static final double LINE = 12;

    /** Lines of text between a dot and its name at most. */
    private static final int FARTHEST = 2;

    private String xTitle = "";
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
        setAccessibleText("Accuracy against " + title);
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
        surface.text("Test accuracy, %", palette.hint(), LEFT, LINE / 2, Anchor.START);
        if (dots.isEmpty()) {
            surface.text("Not measured yet", palette.hint(), (LEFT + right) / 2, bottom / 2, Anchor.MIDDLE);
            return;
        }
        PlotArea area = new PlotArea(surface, palette, across(right), upwards(bottom));
        area.valueTicks(PlotArea.VALUES, Axis::percent);
        double last = Double.NEGATIVE_INFINITY;
        for (double value : dots.stream().mapToDouble(x).sorted().distinct().toArray()) {
            if (area.x().pixel(value) - last > 36) {
                last = area.x().pixel(value);
                surface.text(
                        String.format(Locale.ROOT, "%,.0f", value), palette.hint(), last, bottom + LINE, Anchor.MIDDLE);
            }
        }
        double[] xs = joined.stream()
                .mapToDouble(s -> area.x().pixel(x.applyAsDouble(s)))
                .toArray();
        double[] ys = joined.stream()
                .mapToDouble(s -> area.y().pixel(s.score().accuracy()))
                .toArray();
        surface.polyline(palette.series(0), 1.5, new double[0], xs, ys, xs.length);
        paintDots(surface, palette, area, new Line(xs, ys));
    }

    private void paintDots(Surface surface, Palette palette, PlotArea area, Line line) {
        List<double[]> taken = new ArrayList<>();
        for (SchemeResult scheme : dots) {
            taken.add(box(area, scheme, 0, 4));
        }
        // Where there is not room for all, those on the line are named.
        for (SchemeResult scheme : Stream.concat(joined.stream(), dots.stream().filter(s -> !joined.contains(s)))
                .toList()) {
            boolean best = joined.contains(scheme);
            double atX = area.x().pixel(x.applyAsDouble(scheme));
            double atY = area.y().pixel(scheme.score().accuracy());
            surface.dot(best ? palette.series(0) : palette.hint(), atX, atY, best ? 4 : 3);
            String name = scheme.scheme().name();
            double half = 3.2 * name.length();
            free(atX, atY, half, area, taken, line).ifPresent(box -> {
                lead(surface, palette, atX, atY, box);
                surface.text(name, palette.text(), box[0] + half, box[2] + LINE / 2, Anchor.MIDDLE);
                taken.add(box);
            });
        }
    }

    /** Where a name is not next to its dot, a hairline leads to it. */
    private static void lead(Surface surface, Palette palette, double atX, double atY, double[] box) {
        double toX = Math.clamp(atX, box[0], box[1]);
        double toY = Math.clamp(atY, box[2], box[3]);
        if (Math.hypot(toX - atX, toY - atY) > LINE) {
            surface.line(palette.axis(), atX, atY, toX, toY);
        }
    }

    /** Room for a name near its dot that neither dots, names nor the line take; empty if there is none. */
    private static Optional<double[]> free(
            double atX, double atY, double half, PlotArea area, List<double[]> taken, Line line) {
        double aside = half + 8;
        // Below and above, aside, at the four corners, and all of these again further away.
        double[][] near = {
            {0, LINE},
            {0, -LINE},
            {aside, 0},
            {-aside, 0},
            {aside, LINE},
            {-aside, LINE},
            {aside, -LINE},
            {-aside, -LINE}
        };
        for (int far = 1; far <= FARTHEST; far++) {
            for (double[] shift : near) {
                double left = atX + (shift[1] == 0 ? far : 1) * shift[0] - half;
                double top = atY + far * shift[1] - LINE / 2;
                double[] box = {left, left + 2 * half, top, top + LINE};
                boolean inside = box[0] > LEFT
                        && box[1] < area.x().end() + RIGHT
                        && box[2] > LINE
                        && box[3] < area.y().start();
                boolean clear =
                        taken.stream().noneMatch(t -> box[0] < t[1] && t[0] < box[1] && box[2] < t[3] && t[2] < box[3]);
                if (inside && clear && !line.meets(box)) {
                    return Optional.of(box);
                }
            }
        }
        return Optional.empty();
    }

    private double[] box(PlotArea area, SchemeResult scheme, double shift, double radius) {
        double atX = area.x().pixel(x.applyAsDouble(scheme));
        double atY = area.y().pixel(scheme.score().accuracy()) + shift;
        return new double[] {atX - radius, atX + radius, atY - radius, atY + radius};
    }

    private Axis across(double right) {
        double least = dots.stream().mapToDouble(x).min().orElse(1);
        double most = dots.stream().mapToDouble(x).max().orElse(2);
        double around = Math.max(1.05, Math.pow(most / least, 0.06));
        return new Axis(Scale.LOG, least / around, most * around, LEFT, Math.max(LEFT + 1, right));
    }

    private Axis upwards(double bottom) {
        double low = dots.stream().mapToDouble(s -> s.score().accuracy()).min().orElse(0);
        double high = dots.stream().mapToDouble(s -> s.score().accuracy()).max().orElse(1);
        double room = Math.max(0.0005, 0.15 * (high - low));
        return new Axis(Scale.LINEAR, low - room, Math.min(1, high + room), Math.max(TOP + 1, bottom), TOP);
    }

    /** What joins dots, in pixels. */
    private record Line(double[] xs, double[] ys) {

        /** @param box left, right, top and bottom */
        boolean meets(double[] box) {
            for (int i = 1; i < xs.length; i++) {
                double wide = xs[i] - xs[i - 1];
                double from = wide == 0 ? 0 : Math.clamp((box[0] - xs[i - 1]) / wide, 0, 1);
                double to = wide == 0 ? 1 : Math.clamp((box[1] - xs[i - 1]) / wide, 0, 1);
                double one = ys[i - 1] + from * (ys[i] - ys[i - 1]);
                double other = ys[i - 1] + to * (ys[i] - ys[i - 1]);
                boolean across = xs[i - 1] < box[1] && xs[i] > box[0];
                if (across && Math.min(one, other) < box[3] && Math.max(one, other) > box[2]) {
                    return true;
                }
            }
            return false;
        }
    }
}

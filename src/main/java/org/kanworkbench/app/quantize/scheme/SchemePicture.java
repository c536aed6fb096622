package org.kanworkbench.app.quantize.scheme;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.kanworkbench.app.chart.Inks;
import org.kanworkbench.app.chart.Picture;
import org.kanworkbench.app.chart.Surface;
import org.kanworkbench.app.chart.Surface.Anchor;
import org.kanworkbench.quantize.compare.SchemeResult;

/** Test accuracy against what a scheme needs, a dot a scheme, over a logarithmic axis; those on the line are worth having. */
public final class SchemePicture extends Picture {

    private static final double LEFT = 52;
    private static final double RIGHT = 20;
    private static final double TOP = 22;
    private static final double BOTTOM = 34;
    private static final double LINE = 12;
    private static final int MOST_TICKS = 4;

    /** Lines of text between a dot and its name at most. */
    private static final int FARTHEST = 2;

    private static final double[] STEPS = {0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2};

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
    protected void paint(Surface surface, Inks inks, double width, double height) {
        double right = width - RIGHT;
        double bottom = height - BOTTOM;
        surface.line(inks.axis(), LEFT, bottom, right, bottom);
        surface.text(xTitle, inks.hint(), right, height - LINE / 2, Anchor.END);
        surface.text("Test accuracy, %", inks.hint(), LEFT, LINE / 2, Anchor.START);
        if (dots.isEmpty()) {
            surface.text("Not measured yet", inks.hint(), (LEFT + right) / 2, bottom / 2, Anchor.MIDDLE);
            return;
        }
        Frame frame = frame(right, bottom);
        double step = step(frame.high - frame.low);
        for (double tick = Math.ceil(frame.low / step) * step; tick <= frame.high; tick += step) {
            double y = frame.y(tick);
            surface.line(inks.grid(), LEFT, y, right, y);
            surface.text(percent(tick, step), inks.hint(), LEFT - 6, y, Anchor.END);
        }
        double last = Double.NEGATIVE_INFINITY;
        for (double value : dots.stream().mapToDouble(x).sorted().distinct().toArray()) {
            if (frame.x(value) - last > 36) {
                last = frame.x(value);
                surface.text(
                        String.format(Locale.ROOT, "%,.0f", value), inks.hint(), last, bottom + LINE, Anchor.MIDDLE);
            }
        }
        double[] xs =
                joined.stream().mapToDouble(s -> frame.x(x.applyAsDouble(s))).toArray();
        double[] ys =
                joined.stream().mapToDouble(s -> frame.y(s.score().accuracy())).toArray();
        surface.polyline(inks.series(0), 1.5, new double[0], xs, ys, xs.length);
        paintDots(surface, inks, frame, new Line(xs, ys));
    }

    private void paintDots(Surface surface, Inks inks, Frame frame, Line line) {
        List<double[]> taken = new ArrayList<>();
        for (SchemeResult scheme : dots) {
            taken.add(box(frame, scheme, 0, 4));
        }
        // Where there is not room for all, those on the line are named.
        for (SchemeResult scheme : Stream.concat(joined.stream(), dots.stream().filter(s -> !joined.contains(s)))
                .toList()) {
            boolean best = joined.contains(scheme);
            double atX = frame.x(x.applyAsDouble(scheme));
            double atY = frame.y(scheme.score().accuracy());
            surface.dot(best ? inks.series(0) : inks.hint(), atX, atY, best ? 4 : 3);
            String name = scheme.scheme().name();
            double half = 3.2 * name.length();
            free(atX, atY, half, frame, taken, line).ifPresent(box -> {
                lead(surface, inks, atX, atY, box);
                surface.text(name, inks.text(), box[0] + half, box[2] + LINE / 2, Anchor.MIDDLE);
                taken.add(box);
            });
        }
    }

    /** Where a name is not next to its dot, a hairline leads to it. */
    private static void lead(Surface surface, Inks inks, double atX, double atY, double[] box) {
        double toX = Math.clamp(atX, box[0], box[1]);
        double toY = Math.clamp(atY, box[2], box[3]);
        if (Math.hypot(toX - atX, toY - atY) > LINE) {
            surface.line(inks.axis(), atX, atY, toX, toY);
        }
    }

    /** Room for a name near its dot that neither dots, names nor the line take; empty if there is none. */
    private static Optional<double[]> free(
            double atX, double atY, double half, Frame frame, List<double[]> taken, Line line) {
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
                boolean inside =
                        box[0] > LEFT && box[1] < frame.right + RIGHT && box[2] > LINE && box[3] < frame.bottom;
                boolean clear =
                        taken.stream().noneMatch(t -> box[0] < t[1] && t[0] < box[1] && box[2] < t[3] && t[2] < box[3]);
                if (inside && clear && !line.meets(box)) {
                    return Optional.of(box);
                }
            }
        }
        return Optional.empty();
    }

    private double[] box(Frame frame, SchemeResult scheme, double shift, double radius) {
        double atX = frame.x(x.applyAsDouble(scheme));
        double atY = frame.y(scheme.score().accuracy()) + shift;
        return new double[] {atX - radius, atX + radius, atY - radius, atY + radius};
    }

    private Frame frame(double right, double bottom) {
        double least = dots.stream().mapToDouble(x).min().orElse(1);
        double most = dots.stream().mapToDouble(x).max().orElse(2);
        double low = dots.stream().mapToDouble(s -> s.score().accuracy()).min().orElse(0);
        double high = dots.stream().mapToDouble(s -> s.score().accuracy()).max().orElse(1);
        double room = Math.max(0.0005, 0.15 * (high - low));
        double around = Math.max(1.05, Math.pow(most / least, 0.06));
        return new Frame(
                Math.log(least / around), Math.log(most * around), low - room, Math.min(1, high + room), right, bottom);
    }

    private static double step(double span) {
        for (double step : STEPS) {
            if (span / step <= MOST_TICKS) {
                return step;
            }
        }
        return STEPS[STEPS.length - 1];
    }

    private static String percent(double share, double step) {
        return String.format(Locale.ROOT, step < 0.001 ? "%.2f" : step < 0.01 ? "%.1f" : "%.0f", 100 * share);
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

    /** @param from logarithm at the left end */
    private record Frame(double from, double to, double low, double high, double right, double bottom) {

        double x(double value) {
            return LEFT + (Math.log(value) - from) / (to - from) * (right - LEFT);
        }

        double y(double accuracy) {
            return bottom - (accuracy - low) / (high - low) * (bottom - TOP);
        }
    }
}

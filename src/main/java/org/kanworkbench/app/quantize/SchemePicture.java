package org.kanworkbench.app.quantize;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
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
    void show(List<SchemeResult> all, List<SchemeResult> line, ToDoubleFunction<SchemeResult> place) {
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
        paintDots(surface, inks, frame);
    }

    private void paintDots(Surface surface, Inks inks, Frame frame) {
        List<double[]> taken = new ArrayList<>();
        for (SchemeResult scheme : dots) {
            taken.add(box(frame, scheme, 0, 4));
        }
        for (SchemeResult scheme : dots) {
            boolean best = joined.contains(scheme);
            double atX = frame.x(x.applyAsDouble(scheme));
            double atY = frame.y(scheme.score().accuracy());
            surface.dot(best ? inks.series(0) : inks.hint(), atX, atY, best ? 4 : 3);
            String name = scheme.scheme().name();
            double half = 3.2 * name.length();
            // Below, above, further below, to the right, to the left.
            double aside = half + 8;
            for (double[] shift : new double[][] {{0, LINE}, {0, -LINE}, {0, 2 * LINE}, {aside, 0}, {-aside, 0}}) {
                double middle = atX + shift[0];
                double[] box = {middle - half, middle + half, atY + shift[1] - LINE / 2, atY + shift[1] + LINE / 2};
                boolean free = box[0] > LEFT
                        && box[1] < frame.right + RIGHT
                        && box[3] < frame.bottom
                        && taken.stream()
                                .noneMatch(t -> box[0] < t[1] && t[0] < box[1] && box[2] < t[3] && t[2] < box[3]);
                if (free) {
                    surface.text(name, inks.text(), middle, atY + shift[1], Anchor.MIDDLE);
                    taken.add(box);
                    break;
                }
            }
        }
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

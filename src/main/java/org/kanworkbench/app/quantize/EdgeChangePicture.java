package org.kanworkbench.app.quantize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.kanworkbench.app.chart.Picture;
import org.kanworkbench.explain.Edge;
import org.kanworkbench.plot.Axis;
import org.kanworkbench.plot.Colour;
import org.kanworkbench.plot.Legend;
import org.kanworkbench.plot.Palette;
import org.kanworkbench.plot.PlotArea;
import org.kanworkbench.plot.Reading;
import org.kanworkbench.plot.Scale;
import org.kanworkbench.plot.Surface;
import org.kanworkbench.plot.Surface.Anchor;

/** One edge function as trained and as quantised, and the quantisation error beside them. */
public final class EdgeChangePicture extends Picture {

    private static final int TRAINED = 0;
    private static final int ROUNDED = 5;
    private static final double[] DASHES = {6, 3};
    private static final double LEFT = 48;
    private static final double RIGHT = 12;
    private static final double TOP = 24;
    private static final double GAP = 16;
    private static final double ROOM = 0.06;

    private String axis = "";
    private double[] x = {};
    private double[] before = {};
    private double[] after = {};
    private double[] difference = {};

    public EdgeChangePicture() {
        getStyleClass().add("edge-change-picture");
        setAccessibleText("An edge function before and after rounding, and the rounding error");
        followPointer();
    }

    /** @param changes null for nothing to show */
    void show(EdgeChanges changes, Edge edge) {
        boolean any = changes != null && edge != null;
        axis = any ? changes.names().axis() : "";
        x = any ? doubles(changes.before().x()) : new double[0];
        before = any ? doubles(changes.before().values(edge.output(), edge.input())) : new double[0];
        after = any ? doubles(changes.after().values(edge.output(), edge.input())) : new double[0];
        difference = new double[x.length];
        for (int p = 0; p < x.length; p++) {
            difference[p] = after[p] - before[p];
        }
        repaint();
    }

    private static double[] doubles(float[] values) {
        return IntStream.range(0, values.length).mapToDouble(n -> values[n]).toArray();
    }

    @Override
    protected void paint(Surface surface, Palette palette, double width, double height) {
        if (x.length == 0) {
            return;
        }
        double half = (width - GAP) / 2;
        Colour trained = palette.series(TRAINED);
        Colour rounded = palette.series(ROUNDED);
        PlotArea curves = area(surface, palette, 0, half, height, before, after);
        curves.axes(axis, "");
        curves.zero();
        curves.line(x, before, trained, 1.5);
        curves.line(x, after, rounded, 1.5, DASHES);
        Legend legend = new Legend(surface, palette, 4, LEFT, half);
        legend.line("float32", trained);
        legend.line("rounded", rounded, DASHES);
        PlotArea differences = area(surface, palette, half + GAP, half, height, difference, difference);
        differences.axes(axis, "");
        differences.zero();
        differences.line(x, difference, palette.accent(), 1.5);
        surface.text("Rounding error (rounded − original)", palette.text(), half + GAP + LEFT, TOP / 2, Anchor.START);
        read(curves, new Curve("float32", before, trained), new Curve("rounded", after, rounded));
        read(differences, new Curve("difference", difference, palette.accent()));
    }

    private PlotArea area(
            Surface surface,
            Palette palette,
            double left,
            double width,
            double height,
            double[] first,
            double[] second) {
        Axis across = new Axis(
                Scale.LINEAR, x[0], x[x.length - 1], left + LEFT, Math.max(left + LEFT + 1, left + width - RIGHT));
        DoubleStream values = Stream.of(first, second).flatMapToDouble(Arrays::stream);
        Axis up = Axis.around(Scale.LINEAR, values, ROOM, Math.max(TOP + 1, height - PlotArea.BELOW), TOP);
        return new PlotArea(surface, palette, across, up);
    }

    /** A curve that is read at the pointer. */
    private record Curve(String name, double[] values, Colour colour) {}

    private void read(PlotArea area, Curve... curves) {
        if (area.holds(pointer())) {
            double share =
                    (pointer() - area.x().start()) / (area.x().end() - area.x().start());
            int at = (int) Math.round(share * (x.length - 1));
            List<Reading.Row> rows = new ArrayList<>(List.of(Reading.row("x", x[at], null)));
            for (Curve curve : curves) {
                rows.add(Reading.row(curve.name(), curve.values()[at], curve.colour()));
            }
            area.reading(x[at], rows);
        }
    }
}

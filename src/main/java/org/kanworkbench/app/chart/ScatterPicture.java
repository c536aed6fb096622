package org.kanworkbench.app.chart;

import java.util.Arrays;
import org.kanworkbench.data.Counted;
import org.kanworkbench.plot.Axis;
import org.kanworkbench.plot.Palette;
import org.kanworkbench.plot.PlotArea;
import org.kanworkbench.plot.Scale;
import org.kanworkbench.plot.Surface;
import org.kanworkbench.plot.Surface.Anchor;

/** One dot per sample: a number against another, with the line on which they are equal, or against what is between them. */
public final class ScatterPicture extends Picture {

    private static final double LEFT = 64;
    private static final double RIGHT = 16;
    private static final double TOP = 32;
    private static final double ROOM = 0.05;
    private static final double OPACITY = 0.5;
    /** Smaller dots beyond. */
    private static final int MANY = 500;

    private double[] xs = new double[0];
    private double[] ys = new double[0];
    private String xTitle = "";
    private String yTitle = "";
    private boolean same;
    private int series;
    private String empty = "";

    /**
     * @param sameUnit whether both axes show the same quantity: then equal values are on a line, else 0 is
     * @param colour the model's, index into the palette of model colours
     */
    public void show(double[] x, double[] y, String across, String up, boolean sameUnit, int colour) {
        xs = x;
        ys = y;
        xTitle = across;
        yTitle = up;
        same = sameUnit;
        series = colour;
        empty = "";
        setAccessibleText(up + " against " + across + ", " + Counted.of(x.length, "sample"));
        repaint();
    }

    /** @param why in place of the dots */
    public void showNothing(String why) {
        empty = why;
        repaint();
    }

    public int series() {
        return series;
    }

    @Override
    protected void paint(Surface surface, Palette palette, double width, double height) {
        if (!empty.isEmpty()) {
            surface.text(empty, palette.hint(), width / 2, height / 2, Anchor.MIDDLE);
            return;
        }
        double right = Math.max(LEFT + 1, width - RIGHT);
        double bottom = Math.max(TOP + 1, height - PlotArea.BELOW);
        double[] across = same ? both() : xs;
        double[] up = same ? both() : ys;
        Axis x = axis(across, LEFT, right);
        Axis y = axis(up, bottom, TOP);
        PlotArea area = new PlotArea(surface, palette, x, y);
        area.axes(xTitle, yTitle);
        if (same) {
            area.line(new double[] {x.from(), x.to()}, new double[] {x.from(), x.to()}, palette.axis(), 1);
        } else {
            area.zero();
        }
        area.dots(xs, ys, palette.series(series).faded(OPACITY), xs.length > MANY ? 1.5 : 2.5);
    }

    private double[] both() {
        double[] all = Arrays.copyOf(xs, xs.length + ys.length);
        System.arraycopy(ys, 0, all, xs.length, ys.length);
        return all;
    }

    private static Axis axis(double[] values, double start, double end) {
        return Axis.around(Scale.LINEAR, Arrays.stream(values), ROOM, start, end);
    }
}

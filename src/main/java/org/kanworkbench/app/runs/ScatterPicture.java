package org.kanworkbench.app.runs;

import java.util.List;
import org.kanworkbench.app.chart.Inks;
import org.kanworkbench.app.chart.Picture;
import org.kanworkbench.app.chart.PlotArea;
import org.kanworkbench.app.chart.Surface;
import org.kanworkbench.app.chart.Surface.Anchor;
import org.kanworkbench.plot.Axis;
import org.kanworkbench.plot.Scale;

/** Runs as dots, one property against another. */
public final class ScatterPicture extends Picture {

    private static final double LEFT = 64;
    private static final double RIGHT = 48;
    private static final double TOP = 32;
    private static final double BOTTOM = 40;
    private static final double ROOM = 0.08;
    private static final double RADIUS = 4;

    private List<String> names = List.of();
    private Dimension across;
    private Dimension up;

    /** @param runs names in the order of the palette */
    void show(List<String> runs, Dimension x, Dimension y) {
        names = runs;
        across = x;
        up = y;
        setAccessibleText(y.name() + " of " + runs.size() + " runs against " + x.name());
        repaint();
    }

    @Override
    protected void paint(Surface surface, Inks inks, double width, double height) {
        if (across == null) {
            return;
        }
        Axis x =
                Axis.around(Scale.LINEAR, across.least(), across.most(), ROOM, LEFT, Math.max(LEFT + 1, width - RIGHT));
        Axis y = Axis.around(Scale.LINEAR, up.least(), up.most(), ROOM, Math.max(TOP + 1, height - BOTTOM), TOP);
        new PlotArea(surface, inks, x, y).axes(across.name(), up.name());
        for (int i = 0; i < names.size(); i++) {
            double atX = across.values().get(i);
            double atY = up.values().get(i);
            if (Double.isFinite(atX) && Double.isFinite(atY)) {
                surface.dot(inks.series(i), x.pixel(atX), y.pixel(atY), RADIUS);
                surface.text(names.get(i), inks.hint(), x.pixel(atX) + 8, y.pixel(atY), Anchor.START);
            }
        }
    }
}

package org.kanworkbench.app.runs.compare;

import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Rectangle2D;
import org.kanworkbench.app.chart.Picture;
import org.kanworkbench.app.chart.PlotSeries.Line;
import org.kanworkbench.app.runs.run.RunInk;
import org.kanworkbench.plot.Axis;
import org.kanworkbench.plot.Palette;
import org.kanworkbench.plot.PlotArea;
import org.kanworkbench.plot.Scale;
import org.kanworkbench.plot.Surface;
import org.kanworkbench.plot.Surface.Anchor;

/** A scatter plot of runs: one property against another. */
public final class ScatterPicture extends Picture {

    private static final double LEFT = 64;
    private static final double RIGHT = 48;
    private static final double TOP = 32;
    private static final double ROOM = 0.08;
    private static final double RADIUS = 4;
    private static final double LINE = 13;

    /** About as wide as a letter is. */
    private static final double LETTER = 6.2;

    private static final double[] SHIFTS = {0, LINE, -LINE, 2 * LINE, -2 * LINE};

    private List<String> names = List.of();
    private List<RunInk> inksOfRuns = List.of();
    private Dimension across;
    private Dimension up;

    /** @param looks of the runs, in the order of their names */
    public void show(List<String> runs, List<RunInk> looks, Dimension x, Dimension y) {
        names = runs;
        inksOfRuns = looks;
        across = x;
        up = y;
        setAccessibleText(y.name() + " of " + runs.size() + " runs against " + x.name());
        repaint();
    }

    @Override
    protected void paint(Surface surface, Palette palette, double width, double height) {
        if (across == null) {
            return;
        }
        Axis x =
                Axis.around(Scale.LINEAR, across.least(), across.most(), ROOM, LEFT, Math.max(LEFT + 1, width - RIGHT));
        Axis y =
                Axis.around(Scale.LINEAR, up.least(), up.most(), ROOM, Math.max(TOP + 1, height - PlotArea.BELOW), TOP);
        new PlotArea(surface, palette, x, y).axes(across.name(), up.name());
        for (int i = 0; i < names.size(); i++) {
            double atX = across.values().get(i);
            double atY = up.values().get(i);
            if (Double.isFinite(atX) && Double.isFinite(atY)) {
                surface.dot(palette.series(inksOfRuns.get(i).series()), x.pixel(atX), y.pixel(atY), RADIUS);
                if (inksOfRuns.get(i).line() != Line.DENSE) {
                    surface.dot(palette.paper(), x.pixel(atX), y.pixel(atY), RADIUS / 2);
                }
            }
        }
        label(surface, palette, x, y);
    }

    /** Names beside their dots: at the right, or below or above where another name is; the dot's colour tells the rest. */
    private void label(Surface surface, Palette palette, Axis x, Axis y) {
        List<Rectangle2D> taken = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            double atX = x.pixel(across.values().get(i)) + 2 * RADIUS;
            double atY = y.pixel(up.values().get(i));
            if (Double.isFinite(atX) && Double.isFinite(atY)) {
                for (double shift : SHIFTS) {
                    Rectangle2D place = new Rectangle2D(
                            atX, atY + shift - LINE / 2, LETTER * names.get(i).length(), LINE);
                    if (taken.stream().noneMatch(place::intersects)) {
                        taken.add(place);
                        surface.text(names.get(i), palette.hint(), atX, atY + shift, Anchor.START);
                        break;
                    }
                }
            }
        }
    }
}

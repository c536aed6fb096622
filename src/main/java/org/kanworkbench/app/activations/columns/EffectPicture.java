package org.kanworkbench.app.activations.columns;

import java.util.List;
import java.util.stream.DoubleStream;
import org.kanworkbench.app.chart.Picture;
import org.kanworkbench.explain.ColumnEffect;
import org.kanworkbench.files.CsvText;
import org.kanworkbench.plot.Axis;
import org.kanworkbench.plot.Colour;
import org.kanworkbench.plot.Palette;
import org.kanworkbench.plot.PlotArea;
import org.kanworkbench.plot.Reading;
import org.kanworkbench.plot.Scale;
import org.kanworkbench.plot.Surface;

/** A curve of predictions over a column of numbers, with values at the pointer. */
public final class EffectPicture extends Picture {

    private static final double LEFT = 64;
    private static final double RIGHT = 24;
    private static final double TOP = 28;
    private static final double LINE = 1.5;

    private ColumnEffect effect;
    private String column = "";
    private String predicted = "";
    private int series;

    public EffectPicture() {
        getStyleClass().add("effect-picture");
        followPointer();
    }

    /**
     * @param of a column of numbers
     * @param name of the column
     * @param what is predicted
     * @param colour of the model
     */
    void show(ColumnEffect of, String name, String what, int colour) {
        effect = of;
        column = name;
        predicted = what;
        series = colour;
        setAccessibleText(what + " by " + name);
        repaint();
    }

    @Override
    protected void paint(Surface surface, Palette palette, double width, double height) {
        if (effect == null) {
            return;
        }
        double[] x = effect.values();
        double[] y = effect.means();
        Axis across = Axis.around(Scale.LINEAR, x[0], x[x.length - 1], 0, LEFT, Math.max(LEFT + 1, width - RIGHT));
        Axis up = Axis.around(Scale.LINEAR, DoubleStream.of(y), 0.08, Math.max(TOP + 1, height - PlotArea.BELOW), TOP);
        PlotArea area = new PlotArea(surface, palette, across, up);
        area.axes(column, predicted);
        Colour ink = palette.series(series);
        area.line(x, y, ink, LINE);
        if (area.holds(pointer())) {
            int at = Reading.nearest(x, across.value(pointer()));
            area.reading(x[at], List.of(Reading.row(column, x[at], null), Reading.row(predicted, y[at], ink)));
        }
    }

    public String csv() {
        CsvText text = new CsvText(column, predicted);
        for (int p = 0; effect != null && p < effect.values().length; p++) {
            text.row(effect.values()[p], effect.means()[p]);
        }
        return text.toString();
    }
}

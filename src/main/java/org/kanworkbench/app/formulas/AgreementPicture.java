package org.kanworkbench.app.formulas;

import java.util.stream.IntStream;
import org.kanworkbench.app.chart.Picture;
import org.kanworkbench.files.CsvText;
import org.kanworkbench.formula.Agreement;
import org.kanworkbench.plot.Axis;
import org.kanworkbench.plot.Palette;
import org.kanworkbench.plot.PlotArea;
import org.kanworkbench.plot.Scale;
import org.kanworkbench.plot.Surface;
import org.kanworkbench.plot.Surface.Anchor;

/** The formula's value against the network's, point by point; all would lie on the diagonal if they were the same. */
public final class AgreementPicture extends Picture {

    private static final double LEFT = 48;
    private static final double RIGHT = 12;
    private static final double TOP = 26;
    private static final int MOST_DOTS = 600;

    /** Null for none. */
    private Agreement agreement;

    public AgreementPicture() {
        getStyleClass().add("agreement-picture");
        setAccessibleText("Formula against network");
    }

    /** @param shown null for none */
    void show(Agreement shown) {
        agreement = shown;
        repaint();
    }

    @Override
    protected void paint(Surface surface, Palette palette, double width, double height) {
        if (agreement == null) {
            surface.text("Nothing to compare at this step", palette.hint(), width / 2, height / 2, Anchor.MIDDLE);
            return;
        }
        int[] shown = IntStream.range(0, agreement.points())
                .filter(p -> Double.isFinite(agreement.formula()[p])
                        && Double.isFinite(agreement.network()[p]))
                .limit(MOST_DOTS)
                .toArray();
        double[] x =
                IntStream.of(shown).mapToDouble(p -> agreement.network()[p]).toArray();
        double[] y =
                IntStream.of(shown).mapToDouble(p -> agreement.formula()[p]).toArray();
        double low = IntStream.range(0, x.length)
                .mapToDouble(p -> Math.min(x[p], y[p]))
                .min()
                .orElse(0);
        double high = IntStream.range(0, x.length)
                .mapToDouble(p -> Math.max(x[p], y[p]))
                .max()
                .orElse(1);
        Axis across = Axis.around(Scale.LINEAR, low, high, 0.05, LEFT, Math.max(LEFT + 1, width - RIGHT));
        Axis up = across.over(Math.max(TOP + 1, height - PlotArea.BELOW), TOP);
        PlotArea area = new PlotArea(surface, palette, across, up);
        area.axes("Network", "Formula");
        area.line(
                new double[] {across.from(), across.to()},
                new double[] {across.from(), across.to()},
                palette.axis(),
                1);
        area.dots(x, y, palette.series(0).faded(0.6), 2);
    }

    /** All points as numbers; those where the formula is not defined say NaN. */
    String csv() {
        CsvText text = new CsvText("network", "formula");
        for (int p = 0; agreement != null && p < agreement.points(); p++) {
            text.row(agreement.network()[p], agreement.formula()[p]);
        }
        return text.toString();
    }
}

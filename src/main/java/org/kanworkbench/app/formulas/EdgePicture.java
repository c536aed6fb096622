package org.kanworkbench.app.formulas;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.kanworkbench.app.chart.Picture;
import org.kanworkbench.app.formulas.state.CandidateRow;
import org.kanworkbench.app.formulas.state.EdgeCurve;
import org.kanworkbench.app.formulas.state.Words;
import org.kanworkbench.files.Column;
import org.kanworkbench.files.CsvText;
import org.kanworkbench.plot.Axis;
import org.kanworkbench.plot.Palette;
import org.kanworkbench.plot.PlotArea;
import org.kanworkbench.plot.Reading;
import org.kanworkbench.plot.Scale;
import org.kanworkbench.plot.Surface;
import org.kanworkbench.plot.Surface.Anchor;

/** The curve of an edge as dots, and functions fitted to it as lines. */
public final class EdgePicture extends Picture {

    private static final double LEFT = 44;
    private static final double RIGHT = 10;
    private static final double TOP = 12;
    private static final double LINE = 1.5;
    private static final double DOT = 1.8;

    private EdgeCurve curve;
    private List<CandidateRow> rows = List.of();
    private String input = "";

    public EdgePicture() {
        getStyleClass().add("edge-picture");
        followPointer();
    }

    /**
     * @param edge null for nothing
     * @param shown those that are drawn, the last on top
     * @param inputName of what the curve runs over
     */
    void show(EdgeCurve edge, List<CandidateRow> shown, String inputName) {
        curve = edge;
        rows = List.copyOf(shown);
        input = inputName;
        repaint();
    }

    private double at(CandidateRow row, double x) {
        return curve.at(row.fit(), x);
    }

    @Override
    protected void paint(Surface surface, Palette palette, double width, double height) {
        if (curve == null) {
            surface.text("Choose an edge in the network", palette.hint(), width / 2, height / 2, Anchor.MIDDLE);
            return;
        }
        double[] x = curve.x();
        Axis across = Axis.around(Scale.LINEAR, x[0], x[x.length - 1], 0.03, LEFT, Math.max(LEFT + 1, width - RIGHT));
        Axis up = Axis.around(
                Scale.LINEAR, DoubleStream.of(curve.y()), 0.08, Math.max(TOP + 1, height - PlotArea.BELOW), TOP);
        PlotArea area = new PlotArea(surface, palette, across, up);
        area.axes(input, "");
        area.dots(x, curve.y(), palette.text(), DOT);
        for (CandidateRow row : rows) {
            double[] y = DoubleStream.of(x).map(v -> at(row, v)).toArray();
            area.line(x, y, palette.series(row.rank()), LINE);
        }
        if (area.holds(pointer())) {
            double read = across.value(pointer());
            List<Reading.Row> told = new ArrayList<>();
            told.add(Reading.row(input, read, null));
            told.add(Reading.row("edge", curve.y()[Reading.nearest(x, read)], palette.text()));
            rows.reversed()
                    .forEach(row -> told.add(Reading.row(
                            Words.symbol(row.fit().edge().function()), at(row, read), palette.series(row.rank()))));
            area.reading(read, told);
        }
    }

    /** The curve and the functions that are drawn, as numbers. */
    String csv() {
        List<Column<Integer>> columns =
                new ArrayList<>(List.of(new Column<>("x", i -> curve.x()[i]), new Column<>("edge", i -> curve.y()[i])));
        rows.forEach(row -> columns.add(new Column<>(row.fit().edge().function().name(), i -> at(row, curve.x()[i]))));
        return CsvText.of(columns, curve == null ? 0 : curve.x().length);
    }
}

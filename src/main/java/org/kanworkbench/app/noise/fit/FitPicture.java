package org.kanworkbench.app.noise.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javafx.scene.input.KeyEvent;
import org.kanworkbench.app.chart.Picture;
import org.kanworkbench.app.noise.settings.Candidate;
import org.kanworkbench.data.function.Points;
import org.kanworkbench.files.Column;
import org.kanworkbench.files.CsvText;
import org.kanworkbench.plot.Axis;
import org.kanworkbench.plot.Colour;
import org.kanworkbench.plot.Legend;
import org.kanworkbench.plot.Palette;
import org.kanworkbench.plot.PlotArea;
import org.kanworkbench.plot.Reading;
import org.kanworkbench.plot.Scale;
import org.kanworkbench.plot.Surface;

/** The fit along one input: data as dots, the truth, every model's curve. The pointer, or the arrows, read them all. */
public final class FitPicture extends Picture {

    private static final double LEFT = 52;
    private static final double RIGHT = 12;
    private static final double ROOM = 0.08;

    /** Share of the noisy points at either end that may leave the picture. */
    private static final double FARTHEST = 0.02;

    private static final int MOST_DOTS = 1500;
    private static final double TRUTH_WIDTH = 2;
    private static final double CURVE_WIDTH = 2;
    private static final double DATA_OPACITY = 0.5;

    /** Of points that lie off the line that is looked along. */
    private static final double OFF_LINE_OPACITY = 0.22;

    private static final double STEP = 0.01;

    private FitView view;
    private double read = Double.NaN;
    private Axis x;

    public FitPicture() {
        getStyleClass().add("fit-picture");
        setFocusTraversable(true);
        setOnMouseMoved(event -> read(x == null ? Double.NaN : x.value(event.getX())));
        setOnMouseExited(_ -> read(Double.NaN));
        setOnMousePressed(_ -> requestFocus());
        setOnKeyPressed(this::key);
    }

    /** @param shown null for nothing */
    void show(FitView shown) {
        view = shown;
        // Of a function with another domain.
        if (shown != null && !(read >= shown.x()[0] && read <= shown.x()[shown.x().length - 1])) {
            read = Double.NaN;
        }
        repaint();
    }

    private void read(double at) {
        read = x != null && at >= x.from() && at <= x.to() ? at : Double.NaN;
        repaint();
    }

    private void key(KeyEvent event) {
        if (x == null) {
            return;
        }
        double wide = x.to() - x.from();
        double from = Double.isNaN(read) ? x.from() + wide / 2 : read;
        switch (event.getCode()) {
            case LEFT -> read(Math.max(x.from(), from - STEP * wide));
            case RIGHT -> read(Math.min(x.to(), from + STEP * wide));
            default -> {
                return;
            }
        }
        event.consume();
    }

    /** Places, truth and curves as CSV. */
    String csv() {
        List<Column<Integer>> columns = new ArrayList<>(
                List.of(new Column<>(view.inputName(), p -> view.x()[p]), new Column<>("truth", p -> view.truth()[p])));
        for (int m = 0; m < view.curves().size(); m++) {
            double[] curve = view.curves().get(m);
            columns.add(new Column<>(view.frame().models().get(m).name(), p -> curve[p]));
        }
        return CsvText.of(columns, view.x().length);
    }

    @Override
    protected void paint(Surface surface, Palette palette, double width, double height) {
        if (view == null) {
            return;
        }
        int across = view.lookout().across();
        double[] places = view.started().training().column(across).toArray();
        x = Axis.around(
                Scale.LINEAR, view.x()[0], view.x()[view.x().length - 1], 0, LEFT, Math.max(LEFT + 1, width - RIGHT));
        boolean alone = view.source().inputs() == 1;
        Colour data = palette.text().faded(alone ? DATA_OPACITY : OFF_LINE_OPACITY);
        Axis y = upwards();
        double[] values = view.started().training().y();
        double top = legend(surface, palette, data, width - RIGHT, outside(places, values, y));
        PlotArea area = new PlotArea(surface, palette, x, y.over(Math.max(top + 1, height - PlotArea.BELOW), top));
        area.axes(view.inputName(), "");
        area.zero();
        double radius = places.length > 300 ? 2 : 3;
        area.dots(first(places), first(values), data, radius);
        if (moved()) {
            evaluation(area, palette, across);
        }
        area.line(view.x(), view.truth(), palette.text(), TRUTH_WIDTH);
        for (int m = 0; m < view.curves().size(); m++) {
            int series = series(m);
            area.line(
                    view.x(),
                    view.curves().get(m),
                    SeriesInk.colour(palette, series),
                    CURVE_WIDTH,
                    SeriesInk.dashes(series));
        }
        if (!Double.isNaN(read)) {
            area.reading(read, rows(palette));
        }
    }

    private int series(int model) {
        return Candidate.series(view.frame().models().get(model).name());
    }

    /** Where evaluation happens under noise: clean outputs at the inputs that models are given. */
    private void evaluation(PlotArea area, Palette palette, int across) {
        Points test = view.started().test();
        int stride = Math.max(1, test.rows() / 200);
        int[] rows =
                IntStream.range(0, test.rows() / stride).map(i -> i * stride).toArray();
        Points some = test.select(rows);
        area.dots(some.column(across).toArray(), some.y(), evaluated(palette), 2);
    }

    private static double[] first(double[] values) {
        return values.length <= MOST_DOTS ? values : Arrays.copyOf(values, MOST_DOTS);
    }

    /** As high as truth and data, whatever models do, so that nothing jumps while they learn. */
    private Axis upwards() {
        double[] sorted = view.started().training().y().clone();
        Arrays.sort(sorted);
        int cut = (int) (FARTHEST * sorted.length);
        double least = sorted[cut];
        double most = sorted[sorted.length - 1 - cut];
        if (view.known()) {
            least = Math.min(least, Arrays.stream(view.truth()).min().orElse(least));
            most = Math.max(most, Arrays.stream(view.truth()).max().orElse(most));
        }
        return Axis.around(Scale.LINEAR, least, most, ROOM, 0, 1);
    }

    /** How many points the picture has no room for. */
    private long outside(double[] places, double[] values, Axis y) {
        return IntStream.range(0, places.length)
                .filter(i -> places[i] < x.from() || places[i] > x.to() || values[i] < y.from() || values[i] > y.to())
                .count();
    }

    /** Draws the legend and returns where it ends below. */
    private double legend(Surface surface, Palette palette, Colour data, double right, long outside) {
        Legend legend = new Legend(surface, palette, 0, LEFT, right);
        if (view.known()) {
            legend.line("truth", palette.text());
        }
        boolean alone = view.source().inputs() == 1;
        legend.dot(
                "training points"
                        + (alone ? "" : " (any other inputs)")
                        + (outside == 0 ? "" : " (" + outside + " outside)"),
                data);
        if (moved()) {
            legend.dot("inputs at evaluation", evaluated(palette));
        }
        for (int m = 0; m < view.curves().size(); m++) {
            int series = series(m);
            legend.line(
                    view.frame().models().get(m).name(), SeriesInk.colour(palette, series), SeriesInk.dashes(series));
        }
        return legend.bottom();
    }

    private static Colour evaluated(Palette palette) {
        return palette.accent().faded(DATA_OPACITY);
    }

    /** Whether evaluation happens under noise. */
    private boolean moved() {
        return view.started().test().x() != view.source().test().x();
    }

    private List<Reading.Row> rows(Palette palette) {
        int at = (int) Math.round(
                (read - view.x()[0]) / (view.x()[view.x().length - 1] - view.x()[0]) * (view.x().length - 1));
        List<Reading.Row> rows = new ArrayList<>();
        rows.add(Reading.row(view.inputName(), read, null));
        if (view.known()) {
            rows.add(Reading.row("truth", view.truth()[at], palette.text()));
        }
        for (int m = 0; m < view.curves().size(); m++) {
            rows.add(Reading.row(
                    view.frame().models().get(m).name(),
                    view.curves().get(m)[at],
                    SeriesInk.colour(palette, series(m))));
        }
        return rows;
    }
}

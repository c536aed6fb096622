package org.kanworkbench.app.activations.edge;

import javafx.geometry.Rectangle2D;
import javafx.scene.input.MouseEvent;
import org.kanworkbench.app.activations.layer.InputPicture;
import org.kanworkbench.app.activations.layer.LayerPicture;
import org.kanworkbench.app.activations.layer.UnitCurves;
import org.kanworkbench.explain.Interval;
import org.kanworkbench.plot.Axis;
import org.kanworkbench.plot.Colour;
import org.kanworkbench.plot.Palette;
import org.kanworkbench.plot.PlotArea;
import org.kanworkbench.plot.Scale;
import org.kanworkbench.plot.Surface;
import org.kanworkbench.plot.Surface.Anchor;
import org.kanworkbench.training.ScoreText;

/** Small multiples of the most important edges of one output, in order and with the same axes: as many as fit. */
public final class SmallMultiples extends InputPicture {

    private static final double NARROWEST = 112;
    private static final double LOWEST = 92;
    private static final double GAP = 8;
    private static final double TITLE = 16;
    private static final double AXIS = 34;
    private static final double INPUTS = 18;
    /** Of the inputs' title, where they need one. */
    private static final double CAPTION = 14;

    private static final double INSET = 2;
    private static final double HEADROOM = 0.15;
    /** Minimum share of the axes' height filled by curves before axes are tightened. */
    private static final double FILLED = 0.5;
    /** Changes of the domain below this share of its width do not redraw it. */
    private static final double SAME = 0.01;

    private static final double LINE = 1.5;

    private final Sheet moving = over(this::paintCurves);
    private LayerPicture picture;
    private UnitCurves curves;
    private LayerPicture sorted;
    private int sortedOutput;
    private int[] strongest = {};
    private Axes axes;
    private int series;

    public SmallMultiples() {
        super("small-multiples");
    }

    /**
     * @param order importance of edges; null for nothing
     * @param drawn the functions; null for nothing
     * @param colour of the model, see {@link Palette#series(int)}
     */
    public void show(LayerPicture order, UnitCurves drawn, int colour) {
        boolean same = order != null && order == picture && colour == series;
        Axes before = axes;
        picture = order;
        curves = drawn;
        series = colour;
        Cells cells = cells(getWidth(), getHeight());
        int[] inputs = shown(cells);
        if (same && inputs.length > 0 && axes(inputs) == before) {
            moving.repaint();
        } else {
            repaint();
        }
    }

    private record Cells(int columns, int rows, double width, double height) {}

    private Cells cells(double width, double height) {
        int columns = (int) Math.max(1, (width - AXIS + GAP) / (NARROWEST + GAP));
        double inputs = INPUTS + (standardised() ? CAPTION : 0);
        int rows = (int) Math.max(1, (height - inputs + GAP) / (LOWEST + GAP));
        double cellWidth = Math.floor((width - AXIS - INSET - GAP * (columns - 1)) / columns);
        double cellHeight = Math.floor((height - inputs - INSET - GAP * (rows - 1)) / rows);
        return new Cells(columns, rows, cellWidth, cellHeight);
    }

    private boolean standardised() {
        return picture != null && picture.names().scaling().isPresent();
    }

    private int[] shown(Cells cells) {
        if (picture == null || curves == null || picture.inputs() * curves.x().length != curves.values().length) {
            return new int[0];
        }
        int count = Math.min(cells.columns() * cells.rows(), picture.inputs());
        if (sorted != picture || sortedOutput != curves.output() || strongest.length != count) {
            strongest = picture.strongest(curves.output(), count);
            if (sorted == null
                    || sorted.names().layer() != picture.names().layer()
                    || sortedOutput != curves.output()) {
                axes = null;
            }
            sorted = picture;
            sortedOutput = curves.output();
        }
        return strongest;
    }

    /**
     * The axes of all cells. They are stable while curves neither leave them nor fill much less of them and the domain
     * is about the same, so that axes do not jitter.
     */
    private record Axes(Interval values, Interval domain) {

        boolean fit(Interval range, Interval newDomain) {
            double height = values.high() - values.low();
            double slack = SAME * (domain.high() - domain.low());
            return range.low() >= values.low()
                    && range.high() <= values.high()
                    && range.high() - range.low() >= FILLED * height
                    && Math.abs(newDomain.low() - domain.low()) <= slack
                    && Math.abs(newDomain.high() - domain.high()) <= slack;
        }
    }

    private Axes axes(int[] inputs) {
        Interval range = curves.range(inputs);
        if (axes == null || !axes.fit(range, curves.domain())) {
            axes = new Axes(range.widened(HEADROOM), curves.domain());
        }
        return axes;
    }

    /** The area of the n-th curve, in whole pixels, which are cheap to clip. */
    private static Rectangle2D area(Cells cells, int n) {
        double x = AXIS + n % cells.columns() * (cells.width() + GAP);
        double y = INSET + n / cells.columns() * (cells.height() + GAP);
        return new Rectangle2D(x, y + TITLE, cells.width(), Math.max(1, cells.height() - TITLE));
    }

    @Override
    protected void paint(Surface surface, Palette palette, double width, double height) {
        Cells cells = cells(width, height);
        int[] inputs = shown(cells);
        for (int n = 0; n < inputs.length; n++) {
            Rectangle2D area = area(cells, n);
            boolean foot = n + cells.columns() >= inputs.length;
            cell(
                    surface,
                    palette,
                    plot(surface, palette, area, axes(inputs)),
                    area,
                    inputs[n],
                    n % cells.columns() == 0,
                    foot);
        }
        if (standardised() && inputs.length > 0) {
            int across = Math.min(inputs.length, cells.columns());
            Rectangle2D last = area(cells, inputs.length - 1);
            surface.text(
                    picture.names().axis(),
                    palette.text(),
                    area(cells, across - 1).getMaxX(),
                    last.getMaxY() + INPUTS + CAPTION / 2,
                    Anchor.END);
        }
    }

    private PlotArea plot(Surface surface, Palette palette, Rectangle2D area, Axes shown) {
        float[] x = curves.x();
        return new PlotArea(
                surface,
                palette,
                Axis.around(Scale.LINEAR, x[0], x[x.length - 1], 0, area.getMinX(), area.getMaxX()),
                Axis.around(
                        Scale.LINEAR, shown.values().low(), shown.values().high(), 0, area.getMaxY(), area.getMinY()));
    }

    private boolean paintCurves(Surface surface, Palette palette, double width, double height) {
        Cells cells = cells(width, height);
        int[] inputs = shown(cells);
        for (int n = 0; n < inputs.length; n++) {
            plot(surface, palette, area(cells, n), axes(inputs))
                    .line(curves.x(), curves.curve(inputs[n]), palette.series(series), LINE);
        }
        return inputs.length > 0;
    }

    private void cell(
            Surface surface,
            Palette palette,
            PlotArea plot,
            Rectangle2D area,
            int input,
            boolean values,
            boolean foot) {
        if (input == hovered || input == inspected) {
            Colour edge = input == hovered ? palette.series(5) : palette.accent();
            surface.fill(edge, area.getMinX() - 2, area.getMinY() - 2, area.getWidth() + 4, area.getHeight() + 4);
        }
        surface.fill(palette.paper(), area.getMinX(), area.getMinY(), area.getWidth(), area.getHeight());
        plot.outside(axes.domain().low(), axes.domain().high());
        if (values) {
            plot.valueTicks(PlotArea.CLOSE_VALUES);
        }
        plot.zero();
        if (foot) {
            plot.inputTicks(PlotArea.CLOSE_INPUTS);
        }
        float importance = picture.importance(curves.output(), input);
        String number = Float.isNaN(importance) ? "not a number" : ScoreText.significant(importance, 3);
        String pin = pinned.contains(input) ? " •" : "";
        int room = (int) (area.getWidth() / Surface.LETTER) - number.length() - pin.length() - 1;
        surface.text(
                Surface.fitted(picture.names().input(input), room) + pin,
                palette.text(),
                area.getMinX(),
                area.getMinY() - TITLE / 2,
                Anchor.START);
        surface.text(number, palette.hint(), area.getMaxX(), area.getMinY() - TITLE / 2, Anchor.END);
    }

    @Override
    protected int at(MouseEvent event) {
        Cells cells = cells(getWidth(), getHeight());
        int column = (int) ((event.getX() - AXIS) / (cells.width() + GAP));
        int row = (int) ((event.getY() - INSET) / (cells.height() + GAP));
        int[] inputs = shown(cells);
        int n = row * cells.columns() + column;
        return event.getX() < AXIS || column >= cells.columns() || n >= inputs.length ? NONE : inputs[n];
    }
}

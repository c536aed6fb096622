package org.kanworkbench.app.activations;

import java.util.function.IntConsumer;
import javafx.geometry.Orientation;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import org.kanworkbench.app.chart.Inks;
import org.kanworkbench.app.chart.Picture;
import org.kanworkbench.app.chart.Surface;
import org.kanworkbench.app.chart.Surface.Anchor;
import org.kanworkbench.explain.LayerNames;

/** Every output of a layer as a small map of what it looks at; one is chosen, by mouse or arrow keys. */
public final class UnitGrid extends Picture {

    /** Outputs beyond these have no map: they are reached by number. */
    static final int MOST = 1024;

    private static final double LABEL = 14;
    private static final double GAP = 6;
    private static final double EDGE = 2;
    private static final int FEW = 128;
    private static final int COLUMNS = 4;
    private static final int MANY_COLUMNS = 8;

    private final Tooltip tooltip = new Tooltip();
    private LayerPicture picture;
    private int chosen;
    private IntConsumer onChoose = _ -> {};

    public UnitGrid() {
        getStyleClass().add("unit-grid");
        setFocusTraversable(true);
        setOnMouseClicked(this::click);
        setOnMouseMoved(this::hover);
        setOnMouseExited(_ -> Tooltip.uninstall(this, tooltip));
        setOnKeyPressed(this::key);
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    @Override
    protected double computePrefHeight(double width) {
        int rows = (count() + columns() - 1) / columns();
        return rows * pitchY(width > 0 ? width : getWidth()) + EDGE;
    }

    private int count() {
        return picture == null ? 0 : Math.min(MOST, picture.outputs());
    }

    private int columns() {
        return count() > FEW ? MANY_COLUMNS : COLUMNS;
    }

    private double cell(double width) {
        return Math.max(1, Math.floor((width - 2 * EDGE - GAP * (columns() - 1)) / columns()));
    }

    private double pitchY(double width) {
        return cell(width) + (count() > FEW ? 0 : LABEL) + GAP;
    }

    /** @param shown null for nothing */
    void show(LayerPicture shown, int output) {
        boolean taller = picture == null || shown == null || picture.outputs() != shown.outputs();
        picture = shown;
        chosen = output;
        if (taller && getParent() != null) {
            getParent().requestLayout();
        }
        repaint();
    }

    void setOnChoose(IntConsumer listener) {
        onChoose = listener;
    }

    @Override
    protected void paint(Surface surface, Inks inks, double width, double height) {
        double cell = cell(width);
        MapPixels pixels = new MapPixels(inks);
        for (int j = 0; j < count(); j++) {
            double x = EDGE + j % columns() * (cell + GAP);
            double y = EDGE + j / columns() * pitchY(width);
            if (j == chosen) {
                surface.fill(inks.accent(), x - EDGE, y - EDGE, cell + 2 * EDGE, cell + 2 * EDGE);
            } else {
                surface.fill(inks.grid(), x - 1, y - 1, cell + 2, cell + 2);
            }
            surface.fill(inks.low(), x, y, cell, cell);
            LayerNames names = picture.names();
            double pixel = cell / Math.max(names.columns(), names.rows());
            surface.pixels(
                    pixels.of(picture, j, picture.highest()),
                    names.columns(),
                    x,
                    y,
                    pixel * names.columns(),
                    pixel * names.rows());
            if (count() <= FEW) {
                surface.text(
                        names.output(j).replace("class ", ""),
                        j == chosen ? inks.text() : inks.hint(),
                        x + cell / 2,
                        y + cell + EDGE + LABEL / 2,
                        Anchor.MIDDLE);
            }
        }
    }

    private int at(double x, double y) {
        int column = (int) ((x - EDGE) / (cell(getWidth()) + GAP));
        int row = (int) ((y - EDGE) / pitchY(getWidth()));
        int output = row * columns() + column;
        return x < EDGE || y < EDGE || column >= columns() || output >= count() ? -1 : output;
    }

    private void click(MouseEvent event) {
        requestFocus();
        int output = at(event.getX(), event.getY());
        if (output >= 0) {
            onChoose.accept(output);
        }
    }

    private void hover(MouseEvent event) {
        int output = at(event.getX(), event.getY());
        if (output >= 0) {
            tooltip.setText(
                    picture.names().output(output) + String.format(" · strongest edge %.3g", picture.highest(output)));
            Tooltip.install(this, tooltip);
        } else {
            Tooltip.uninstall(this, tooltip);
        }
    }

    private void key(KeyEvent event) {
        int step = switch (event.getCode()) {
            case LEFT -> -1;
            case RIGHT -> 1;
            case UP -> -columns();
            case DOWN -> columns();
            default -> 0;
        };
        int to = chosen + step;
        if (step != 0 && to >= 0 && to < count()) {
            onChoose.accept(to);
        }
        if (step != 0) {
            event.consume();
        }
    }
}

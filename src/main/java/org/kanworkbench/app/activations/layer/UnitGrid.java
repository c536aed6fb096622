package org.kanworkbench.app.activations.layer;

import java.util.function.IntConsumer;
import javafx.geometry.Orientation;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import org.kanworkbench.app.chart.Picture;
import org.kanworkbench.explain.LayerNames;
import org.kanworkbench.plot.Palette;
import org.kanworkbench.plot.Surface;
import org.kanworkbench.plot.Surface.Anchor;
import org.kanworkbench.training.ScoreText;

/** Importance maps of all outputs of a layer; select one by mouse or arrow keys. */
public final class UnitGrid extends Picture {

    /** Maximum number of maps: further outputs are selected by number. */
    public static final int MOST = 1024;

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
        return rows == 0 ? EDGE : rows * pitchY(width > 0 ? width : getWidth()) + EDGE;
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

    private double mapHeight(double width) {
        LayerNames names = picture.names();
        return cell(width) * names.rows() / Math.max(names.columns(), names.rows());
    }

    private double pitchY(double width) {
        return mapHeight(width) + (count() > FEW ? 0 : LABEL) + GAP;
    }

    /** @param shown null for nothing */
    public void show(LayerPicture shown, int output) {
        boolean taller = picture == null
                || shown == null
                || picture.outputs() != shown.outputs()
                || picture.inputs() != shown.inputs();
        picture = shown;
        chosen = output;
        if (taller && getParent() != null) {
            getParent().requestLayout();
        }
        repaint();
    }

    public void setOnChoose(IntConsumer listener) {
        onChoose = listener;
    }

    @Override
    protected void paint(Surface surface, Palette palette, double width, double height) {
        if (count() == 0) {
            return;
        }
        double cell = cell(width);
        double mapHeight = mapHeight(width);
        MapPixels pixels = new MapPixels(palette);
        for (int j = 0; j < count(); j++) {
            double x = EDGE + j % columns() * (cell + GAP);
            double y = EDGE + j / columns() * pitchY(width);
            LayerNames names = picture.names();
            double mapWidth = names.listed() ? cell : mapHeight * names.columns() / names.rows();
            double left = x + (cell - mapWidth) / 2;
            double edge = j == chosen ? EDGE : 1;
            surface.fill(
                    j == chosen ? palette.accent() : palette.grid(),
                    left - edge,
                    y - edge,
                    mapWidth + 2 * edge,
                    mapHeight + 2 * edge);
            surface.fill(palette.low(), left, y, mapWidth, mapHeight);
            surface.pixels(pixels.of(picture, j, picture.highest()), names.columns(), left, y, mapWidth, mapHeight);
            if (count() <= FEW) {
                surface.text(
                        Surface.fitted(
                                names.output(j).replaceFirst("^class ", ""), (int) ((cell + GAP) / Surface.LETTER)),
                        j == chosen ? palette.text() : palette.hint(),
                        x + cell / 2,
                        y + mapHeight + EDGE + LABEL / 2,
                        Anchor.MIDDLE);
            }
        }
    }

    private int at(double x, double y) {
        if (count() == 0) {
            return -1;
        }
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
            tooltip.setText(picture.names().output(output) + " · strongest edge "
                    + ScoreText.significant(picture.highest(output), 3));
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

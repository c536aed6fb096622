package org.kanworkbench.app.activations.layer;

import javafx.geometry.Orientation;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import org.kanworkbench.explain.LayerNames;
import org.kanworkbench.plot.Colour;
import org.kanworkbench.plot.Palette;
import org.kanworkbench.plot.Surface;
import org.kanworkbench.plot.Surface.Anchor;
import org.kanworkbench.training.ScoreText;

/**
 * A map of the importance of each input for one output, with inputs laid out as an image, or listed with a bar each. Select
 * by hover, click, or arrow keys and Enter.
 */
public final class ImportanceMap extends InputPicture {

    private static final double LEGEND = 22;
    private static final double LEGEND_BAR = 6;
    private static final int SHADES = 64;
    /** Of a list: share of the width for names, width of a letter and of a number at the bar's end, and the highest row. */
    private static final double NAMES = 0.35;

    private static final double LETTER = 6.5;
    private static final double NUMBER = 52;
    private static final double ROW = 26;

    private LayerPicture picture;
    private int output;

    public ImportanceMap() {
        super("importance-map");
        setFocusTraversable(true);
        setOnKeyPressed(this::key);
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.VERTICAL;
    }

    @Override
    protected double computePrefWidth(double height) {
        return Math.max(1, height - LEGEND);
    }

    /** @param shown null for nothing */
    void show(LayerPicture shown, int ofOutput) {
        picture = shown;
        output = ofOutput;
        repaint();
    }

    private double pixel() {
        LayerNames names = picture.names();
        return Math.min(getWidth() / names.columns(), (getHeight() - LEGEND) / names.rows());
    }

    @Override
    protected void paint(Surface surface, Palette palette, double width, double height) {
        if (picture == null) {
            return;
        }
        if (picture.names().listed()) {
            list(surface, palette, width);
            return;
        }
        LayerNames names = picture.names();
        double pixel = pixel();
        float highest = picture.highest(output);
        double right = pixel * names.columns();
        double bottom = pixel * names.rows();
        surface.fill(palette.low(), 0, 0, right, bottom);
        surface.pixels(new MapPixels(palette).of(picture, output, highest), names.columns(), 0, 0, right, bottom);
        channels(surface, palette, pixel);
        surface.outline(palette.axis(), 0, 0, right, bottom);
        for (int input : pinned) {
            surface.dot(palette.paper(), (names.column(input) + 0.5) * pixel, (names.row(input) + 0.5) * pixel, 3.5);
            surface.dot(palette.series(5), (names.column(input) + 0.5) * pixel, (names.row(input) + 0.5) * pixel, 2.5);
        }
        mark(surface, palette.accent(), inspected, pixel);
        mark(surface, palette.series(5), hovered, pixel);
        legend(surface, palette, right, bottom + LEGEND, highest);
    }

    /** Lines between the channels after convolutions. */
    private void channels(Surface surface, Palette palette, double pixel) {
        LayerNames names = picture.names();
        if (names.maps().isPresent() && !names.image()) {
            LayerNames.Maps each = names.maps().get();
            for (int column = each.width(); column < names.columns(); column += each.width()) {
                surface.fill(palette.axis(), column * pixel - 0.5, 0, 1, names.rows() * pixel);
            }
            for (int row = each.height(); row < names.rows(); row += each.height()) {
                surface.fill(palette.axis(), 0, row * pixel - 0.5, names.columns() * pixel, 1);
            }
        }
    }

    private void list(Surface surface, Palette palette, double width) {
        double pitch = pitch();
        double left = NAMES * width;
        double full = width - left - NUMBER;
        float highest = picture.highest(output);
        for (int input = 0; input < picture.inputs(); input++) {
            double y = input * pitch;
            float value = picture.importance(output, input);
            boolean marked = input == hovered || input == inspected;
            String name = Surface.fitted(picture.names().input(input), (int) (left / LETTER));
            Colour text = marked ? palette.text() : palette.hint();
            surface.text(name, text, left - 6, y + pitch / 2, Anchor.END);
            double length = Float.isNaN(value) ? full : highest > 0 ? full * value / highest : 0;
            Colour bar = Float.isNaN(value)
                    ? palette.negative()
                    : pinned.contains(input) ? palette.series(5) : marked ? palette.accent() : palette.sequential(0.6);
            surface.fill(bar, left, y + pitch * 0.15, Math.max(1, length), Math.max(1, pitch * 0.7));
            surface.text(
                    ScoreText.significant(value, 3), text, left + Math.max(1, length) + 6, y + pitch / 2, Anchor.START);
        }
    }

    /** Height of a row of the list. */
    private double pitch() {
        return Math.min(ROW, getHeight() / picture.inputs());
    }

    private void mark(Surface surface, Colour colour, int input, double pixel) {
        if (input < 0 || input >= picture.inputs()) {
            return;
        }
        double x = picture.names().column(input) * pixel;
        double y = picture.names().row(input) * pixel;
        surface.outline(colour, x, y, pixel, pixel);
        surface.outline(colour, x - 1, y - 1, pixel + 2, pixel + 2);
    }

    private static void legend(Surface surface, Palette palette, double width, double bottom, float highest) {
        double left = 16;
        double right = width - 52;
        double y = bottom - LEGEND_BAR - 5;
        int[] shades = Colour.pixels(SHADES, i -> palette.sequential(i / (SHADES - 1.0)));
        surface.pixels(shades, SHADES, left, y, Math.max(1, right - left), LEGEND_BAR);
        surface.text("0", palette.hint(), 0, y + LEGEND_BAR / 2, Anchor.START);
        surface.text(ScoreText.significant(highest, 3), palette.hint(), right + 6, y + LEGEND_BAR / 2, Anchor.START);
    }

    @Override
    protected int at(MouseEvent event) {
        if (picture == null || event.getX() < 0 || event.getY() < 0) {
            return NONE;
        }
        if (picture.names().listed()) {
            int row = (int) (event.getY() / pitch());
            return row < picture.inputs() ? row : NONE;
        }
        return picture.names().at((int) (event.getY() / pixel()), (int) (event.getX() / pixel()));
    }

    private void key(KeyEvent event) {
        if (picture == null) {
            return;
        }
        LayerNames names = picture.names();
        int from = hovered != NONE ? hovered : Math.max(0, inspected);
        int to = switch (event.getCode()) {
            case LEFT -> names.at(names.row(from), names.column(from) - 1);
            case RIGHT -> names.at(names.row(from), names.column(from) + 1);
            case UP -> names.at(names.row(from) - 1, names.column(from));
            case DOWN -> names.at(names.row(from) + 1, names.column(from));
            case ENTER, SPACE -> from;
            default -> NONE;
        };
        if (to == NONE) {
            return;
        }
        if (to == from) {
            choose(to);
        } else {
            hover(to);
        }
        event.consume();
    }
}

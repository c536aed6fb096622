package org.kanworkbench.app.activations.edge;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import javafx.geometry.Point2D;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import org.kanworkbench.app.chart.Picture;
import org.kanworkbench.plot.Palette;
import org.kanworkbench.plot.Surface;
import org.kanworkbench.plot.Surface.Anchor;
import org.kanworkbench.training.ScoreText;

/**
 * An edge's coefficients as bars, one per basis function: up for positive, down for negative values. Dragging a bar
 * changes its coefficient.
 */
public final class CoefficientBars extends Picture {

    private static final double LABEL = 16;
    private static final double MOST_WIDTH = 40;
    private static final int MOST_NUMBERS = 7;
    private static final int NONE = -1;
    private static final double LEAST = 1e-6;

    /** Change by an arrow key, as a share of the largest coefficient. */
    private static final double KEY_STEP = 0.05;

    private List<String> terms = List.of();
    private float[] coefficients = {};
    private double most = 1;
    private int held = NONE;
    /** The bar selected for arrow keys. */
    private int chosen;

    /** The scene position of the press: the bars may move meanwhile. */
    private double heldFrom;

    private float heldValue;
    /** The edge of the coefficients. */
    private Object subject;

    private Runnable onHold = () -> {};
    private DragListener onDrag = (_, _) -> true;
    private Runnable onRelease = () -> {};

    /** Receives a term and its new value, and tells whether it can be that. */
    interface DragListener {
        boolean dragged(int term, float value);
    }

    public CoefficientBars() {
        getStyleClass().add("coefficient-bars");
        setFocusTraversable(true);
        setOnMousePressed(this::press);
        setOnMouseDragged(this::drag);
        setOnKeyPressed(this::key);
        focusedProperty().addListener(_ -> repaint());
        setOnMouseReleased(_ -> release());
    }

    /**
     * A dragged bar keeps its value until it is released or another edge is shown.
     *
     * @param of the edge of the coefficients
     */
    void show(Object of, List<String> names, float[] values) {
        boolean same = of.equals(subject) && values.length == coefficients.length;
        float byHand = same && held != NONE ? coefficients[held] : 0;
        held = same ? held : NONE;
        subject = of;
        terms = List.copyOf(names);
        coefficients = values.clone();
        if (held == NONE) {
            most = largest();
        } else {
            coefficients[held] = byHand;
        }
        repaint();
    }

    /** @param atHold called before the first change of a drag, {@code atRelease} after its last */
    void setOnDrag(Runnable atHold, DragListener listener, Runnable atRelease) {
        onHold = atHold;
        onDrag = listener;
        onRelease = atRelease;
    }

    /** The display of a term. */
    public float value(int term) {
        return coefficients[term];
    }

    /** The change of a coefficient per dragged pixel. */
    public double pixelsWorth() {
        return most / reach();
    }

    /** The handle of a term's bar, in this node's coordinates. */
    public Point2D grip(int term) {
        return new Point2D((term + 0.5) * getWidth() / coefficients.length, (getHeight() - LABEL) / 2);
    }

    private double reach() {
        return (getHeight() - LABEL) / 2 - (coefficients.length <= MOST_NUMBERS ? LABEL : 2);
    }

    private void press(MouseEvent event) {
        int term = (int) (event.getX() * coefficients.length / getWidth());
        if (event.getButton() == MouseButton.PRIMARY && term >= 0 && term < coefficients.length) {
            requestFocus();
            chosen = term;
            hold(term);
            heldFrom = event.getSceneY();
        }
    }

    private void hold(int term) {
        onHold.run();
        held = term;
        heldValue = Float.isFinite(coefficients[term]) ? coefficients[term] : 0;
    }

    /** The pointer's movement in the scale at the time of the press. */
    private void drag(MouseEvent event) {
        if (held != NONE) {
            change((heldFrom - event.getSceneY()) * pixelsWorth());
        }
    }

    private void change(double by) {
        int term = held;
        float before = coefficients[term];
        coefficients[term] = (float) (heldValue + by);
        if (!onDrag.dragged(term, coefficients[term])) {
            coefficients[term] = before;
        }
        repaint();
    }

    private void release() {
        if (held != NONE) {
            held = NONE;
            most = largest();
            repaint();
            onRelease.run();
        }
    }

    /** Left and right choose a bar, up and down change it. */
    private void key(KeyEvent event) {
        if (coefficients.length == 0) {
            return;
        }
        chosen = Math.clamp(chosen, 0, coefficients.length - 1);
        switch (event.getCode()) {
            case LEFT -> chosen = Math.max(0, chosen - 1);
            case RIGHT -> chosen = Math.min(coefficients.length - 1, chosen + 1);
            case UP -> step(KEY_STEP);
            case DOWN -> step(-KEY_STEP);
            default -> {
                return;
            }
        }
        repaint();
        event.consume();
    }

    private void step(double share) {
        hold(chosen);
        change(share * most);
        release();
    }

    @Override
    protected void paint(Surface surface, Palette palette, double width, double height) {
        if (coefficients.length == 0) {
            return;
        }
        double pitch = width / coefficients.length;
        double bar = Math.min(MOST_WIDTH, 0.7 * pitch);
        double middle = (height - LABEL) / 2;
        boolean numbers = coefficients.length <= MOST_NUMBERS;
        double reach = reach();
        surface.line(palette.axis(), 0, middle, width, middle);
        for (int t = 0; t < coefficients.length; t++) {
            double centre = (t + 0.5) * pitch;
            float value = coefficients[t];
            double length = Float.isFinite(value) ? Math.clamp(Math.abs(value) / most * reach, 1, reach) : 0;
            surface.fill(
                    value < 0 ? palette.negative() : palette.positive(),
                    centre - bar / 2,
                    value < 0 ? middle : middle - length,
                    bar,
                    length);
            if (isFocused() && t == chosen) {
                surface.fill(palette.accent(), centre - bar / 2, height - 2, bar, 2);
            }
            if (numbers) {
                surface.text(
                        number(value),
                        palette.hint(),
                        centre,
                        value < 0 ? middle + length + LABEL / 2 : middle - length - LABEL / 2,
                        Anchor.MIDDLE);
            }
            if (pitch >= 22 || t % 2 == 0) {
                surface.text(terms.get(t), palette.text(), centre, height - LABEL / 2, Anchor.MIDDLE);
            }
        }
    }

    private double largest() {
        return IntStream.range(0, coefficients.length)
                .mapToDouble(t -> Math.abs(coefficients[t]))
                .filter(value -> value > LEAST && Double.isFinite(value))
                .max()
                .orElse(LEAST);
    }

    /** Three decimals, or two digits of what these would not show. */
    private static String number(float value) {
        boolean small = value != 0 && Math.abs(value) < 5e-4;
        return small || !Float.isFinite(value)
                ? ScoreText.significant(value, 2)
                : String.format(Locale.ROOT, "%.3f", value).replace('-', '−');
    }
}

package org.kanworkbench.app.draw.sketch;

import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.geometry.Point2D;

/** A pen that keys move: a place on the paper, and whether it draws. */
public final class KeyboardPen {

    /** Pixels of one key press, and of a careful one. */
    public static final double STEP = 14;

    public static final double SMALL_STEP = 3;

    /** Half of the cross that marks the pen, in the drawing's pixels. */
    public static final double ARM = 9;

    /** That the line around the pen takes. */
    private static final double LINE = 2;

    private final Sketch sketch;
    private final DoubleProperty width;
    private final ReadOnlyObjectWrapper<Point2D> place =
            new ReadOnlyObjectWrapper<>(new Point2D(Drawing.SIDE / 2.0, Drawing.SIDE / 2.0));
    private final ReadOnlyBooleanWrapper down = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper inUse = new ReadOnlyBooleanWrapper();

    public KeyboardPen(Sketch sketch, DoubleProperty width) {
        this.sketch = sketch;
        this.width = width;
        width.addListener(_ -> place.set(onSheet(place.get())));
    }

    /** The nearest place where all of the pen is on the sheet. */
    private Point2D onSheet(Point2D at) {
        double edge = Math.max(ARM, width.get() / 2) + LINE;
        return new Point2D(
                Math.clamp(at.getX(), edge, Drawing.SIDE - edge), Math.clamp(at.getY(), edge, Drawing.SIDE - edge));
    }

    public ReadOnlyObjectProperty<Point2D> placeProperty() {
        return place.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty downProperty() {
        return down.getReadOnlyProperty();
    }

    /** From the first key on, until the pen is laid away. */
    public ReadOnlyBooleanProperty inUseProperty() {
        return inUse.getReadOnlyProperty();
    }

    /** Moves by whole steps, drawing when the pen is down. */
    public void move(double columns, double rows, boolean careful) {
        inUse.set(true);
        double step = careful ? SMALL_STEP : STEP;
        place.set(onSheet(place.get().add(columns * step, rows * step)));
        if (down.get()) {
            sketch.extend(place.get());
        }
    }

    public void toggle() {
        if (down.get()) {
            lift();
        } else {
            inUse.set(true);
            down.set(true);
            sketch.begin(place.get(), width.get());
        }
    }

    public void lift() {
        if (down.get()) {
            down.set(false);
            sketch.end();
        }
    }

    public void layAway() {
        lift();
        inUse.set(false);
    }
}

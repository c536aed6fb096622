package org.kanworkbench.app.draw.sketch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.geometry.Point2D;

/** The drawing at hand and its history. A stroke, a clearing and a restored drawing are one step of undo each. */
public final class Sketch {

    /** A pen that has moved less, in pixels, has not moved. */
    private static final double JITTER = 1;

    private final ReadOnlyObjectWrapper<Drawing> drawing = new ReadOnlyObjectWrapper<>(Drawing.EMPTY);
    private final ReadOnlyBooleanWrapper canUndo = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper canRedo = new ReadOnlyBooleanWrapper();
    private final Deque<Drawing> undone = new ArrayDeque<>();
    private final Deque<Drawing> done = new ArrayDeque<>();
    private boolean penDown;
    private boolean finished;

    public ReadOnlyObjectProperty<Drawing> drawingProperty() {
        return drawing.getReadOnlyProperty();
    }

    public Drawing drawing() {
        return drawing.get();
    }

    public ReadOnlyBooleanProperty canUndoProperty() {
        return canUndo.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty canRedoProperty() {
        return canRedo.getReadOnlyProperty();
    }

    public void begin(Point2D at, double width) {
        change((finished ? Drawing.EMPTY : drawing()).with(new Stroke(width, List.of(onPaper(at)))));
        penDown = true;
    }

    /** The drawing stays in sight, and the next stroke begins another. */
    public void finish() {
        finished = true;
    }

    /** Moves the pen; without a stroke begun, nothing happens. */
    public void extend(Point2D to) {
        if (!penDown) {
            return;
        }
        Stroke stroke = drawing().strokes().getLast();
        Point2D point = onPaper(to);
        if (stroke.last().distance(point) >= JITTER) {
            drawing.set(drawing().withLast(stroke.through(point)));
        }
    }

    public void end() {
        penDown = false;
    }

    public void undo() {
        step(done, undone);
    }

    public void redo() {
        step(undone, done);
    }

    public void clear() {
        if (!drawing().isEmpty()) {
            change(Drawing.EMPTY);
        }
    }

    public void restore(Drawing earlier) {
        if (!drawing().equals(earlier)) {
            change(earlier);
        }
    }

    private void change(Drawing next) {
        end();
        done.push(drawing());
        undone.clear();
        show(next);
    }

    private void step(Deque<Drawing> from, Deque<Drawing> to) {
        if (!from.isEmpty()) {
            end();
            to.push(drawing());
            show(from.pop());
        }
    }

    private void show(Drawing next) {
        finished = false;
        canUndo.set(!done.isEmpty());
        canRedo.set(!undone.isEmpty());
        drawing.set(next);
    }

    private static Point2D onPaper(Point2D p) {
        return new Point2D(Math.clamp(p.getX(), 0, Drawing.SIDE), Math.clamp(p.getY(), 0, Drawing.SIDE));
    }
}

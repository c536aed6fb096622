package org.kanworkbench.app.controls;

import javafx.geometry.Orientation;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;

/** A press with the pointer that becomes a drag, by which something gets another place among its like. */
public final class DragOrder {

    /** Pixels from which a press is a drag. */
    private static final double DRAG = 6;

    private Point2D pressed;
    private boolean dragging;

    /** Takes a press, with which nothing is dragged yet. */
    public void press(MouseEvent event) {
        pressed = event.getButton() == MouseButton.PRIMARY ? new Point2D(event.getSceneX(), event.getSceneY()) : null;
        dragging = false;
    }

    /** Takes a move of the pressed pointer; returns whether it drags. */
    public boolean drag(MouseEvent event) {
        dragging |= pressed != null && pressed.distance(event.getSceneX(), event.getSceneY()) > DRAG;
        return dragging;
    }

    /** Whether the last press has become a drag. */
    public boolean dragging() {
        return dragging;
    }

    /**
     * Whether the pointer has passed the middle of a node, with which what is dragged changes places then: the next event
     * does not change them back.
     *
     * @param behind whether the node comes after what is dragged
     */
    public static boolean passed(Node other, boolean behind, Orientation along, MouseEvent event) {
        Point2D at = other.sceneToLocal(event.getSceneX(), event.getSceneY());
        boolean beyond = along == Orientation.HORIZONTAL
                ? at.getX() > other.getLayoutBounds().getWidth() / 2
                : at.getY() > other.getLayoutBounds().getHeight() / 2;
        return other.contains(at) && behind == beyond;
    }
}

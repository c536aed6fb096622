package org.kanworkbench.app.controls;

import java.util.ArrayList;
import java.util.List;
import javafx.event.ActionEvent;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.TraversalDirection;
import javafx.scene.control.Button;
import javafx.scene.control.Control;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.StackPane;

/**
 * A card over the panes, which is laid out as its child: while it is open Tab stays within, and a click beside it or on a button of
 * the style {@code card-close} closes it; then the keyboard is where it was. It is closed at first.
 */
public final class ModalCard extends StackPane {

    private Node before;

    public ModalCard() {
        setVisible(false);
        setAccessibleRole(AccessibleRole.DIALOG);
        addEventHandler(MouseEvent.MOUSE_PRESSED, event -> {
            if (event.getTarget() == this) {
                close();
            }
        });
        addEventHandler(ActionEvent.ACTION, event -> {
            if (event.getTarget() instanceof Button button
                    && button.getStyleClass().contains("card-close")) {
                close();
            }
        });
        addEventFilter(KeyEvent.KEY_PRESSED, this::goRound);
        visibleProperty().addListener((_, _, open) -> opened(open));
    }

    public void open() {
        setVisible(true);
        // Controls without a skin take no keys: what is typed before the next frame would be lost.
        applyCss();
    }

    public boolean isOpen() {
        return isVisible();
    }

    /** Whether it was open. */
    public boolean close() {
        boolean open = isOpen();
        setVisible(false);
        return open;
    }

    private void opened(boolean open) {
        if (open) {
            before = getScene().getFocusOwner();
        } else if (before != null) {
            before.requestFocus();
            before = null;
        }
    }

    /** From the last stop to the first, and back. */
    private void goRound(KeyEvent event) {
        if (event.getCode() != KeyCode.TAB || event.isControlDown()) {
            return;
        }
        List<Node> stops = new ArrayList<>();
        collect(this, stops);
        Node owner = getScene().getFocusOwner();
        boolean back = event.isShiftDown();
        if (stops.size() < 2) {
            event.consume();
        } else if (owner == (back ? stops.getFirst() : stops.getLast())) {
            // By way of a neighbour, so that it counts as reached by keyboard and shows it.
            Node neighbour = back ? stops.get(stops.size() - 2) : stops.get(1);
            neighbour.requestFocus();
            neighbour.requestFocusTraversal(back ? TraversalDirection.NEXT : TraversalDirection.PREVIOUS);
            event.consume();
        }
    }

    private static void collect(Node node, List<Node> stops) {
        if (!node.isVisible() || node.isDisabled()) {
            return;
        }
        boolean scrolls = node instanceof ScrollPane;
        if (node.isFocusTraversable() && !scrolls) {
            stops.add(node);
        }
        if (node instanceof Parent parent && (scrolls || !(node instanceof Control))) {
            parent.getChildrenUnmodifiable().forEach(child -> collect(child, stops));
        }
    }
}

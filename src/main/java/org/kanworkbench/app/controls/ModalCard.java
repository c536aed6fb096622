package org.kanworkbench.app.controls;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.TraversalDirection;
import javafx.scene.control.Control;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.StackPane;

/** How a card over the panes behaves: while it is open Tab stays within, a click beside it closes it, and then the keyboard is where it was. */
public final class ModalCard {

    private final StackPane cover;
    private Node before;

    private ModalCard(StackPane cover) {
        this.cover = cover;
    }

    /**
     * @param cover holds the card and lies over all else; open while it is visible
     * @param close takes it away
     */
    public static void install(StackPane cover, Runnable close) {
        ModalCard card = new ModalCard(cover);
        cover.setAccessibleRole(AccessibleRole.DIALOG);
        cover.addEventHandler(MouseEvent.MOUSE_PRESSED, event -> {
            if (event.getTarget() == cover) {
                close.run();
            }
        });
        cover.addEventFilter(KeyEvent.KEY_PRESSED, card::goRound);
        cover.visibleProperty().addListener((_, _, open) -> card.opened(open));
    }

    private void opened(boolean open) {
        if (open) {
            before = cover.getScene().getFocusOwner();
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
        collect(cover, stops);
        Node owner = cover.getScene().getFocusOwner();
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

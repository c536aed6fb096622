package org.kanworkbench.app.controls.layout;

import java.util.Arrays;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Control;
import javafx.scene.control.Tooltip;

/** Nodes that take no room while they are out of sight. */
public final class Showing {

    private Showing() {}

    /** Shows a node now, or takes it out of sight. */
    public static void now(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }

    /** Shows a node whenever something holds. */
    public static void when(Node node, ObservableValue<Boolean> holds) {
        node.visibleProperty().bind(holds);
        node.managedProperty().bind(holds);
    }

    /** Has a tooltip with the whole of a text that its room may cut. */
    public static void whole(Control control, ObservableValue<String> text) {
        Tooltip whole = new Tooltip();
        whole.textProperty().bind(text);
        control.tooltipProperty().bind(text.map(now -> now.isEmpty() ? null : whole));
    }

    /**
     * Shows a button whenever something holds, in the place of some that are disabled then: it has the keyboard from the one
     * that had it, and leaves it to the first. It would go to whatever control comes next, an input to be typed in for instance.
     */
    public static void instead(Node node, ObservableValue<Boolean> holds, Node... others) {
        when(node, holds);
        node.visibleProperty().addListener((_, _, shown) -> {
            if (shown && Arrays.stream(others).anyMatch(Node::isFocused)) {
                node.requestFocus();
            } else if (!shown && node.isFocused()) {
                others[0].requestFocus();
            }
        });
    }
}

package org.kanworkbench.app.controls;

import javafx.beans.value.ObservableValue;
import javafx.scene.Node;

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
}

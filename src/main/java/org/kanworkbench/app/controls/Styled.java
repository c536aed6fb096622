package org.kanworkbench.app.controls;

import javafx.scene.Node;

/** Nodes with classes of the style sheets. */
public final class Styled {

    private Styled() {}

    /** The node itself, which has these classes from now on. */
    public static <N extends Node> N of(N node, String... classes) {
        node.getStyleClass().addAll(classes);
        return node;
    }
}

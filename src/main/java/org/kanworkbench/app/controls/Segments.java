package org.kanworkbench.app.controls;

import java.util.List;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.layout.HBox;

/** Toggles of one choice, side by side without gaps: those at the ends, among the ones in sight, are rounded by the style sheet. */
public final class Segments extends HBox {

    private static final PseudoClass FIRST = PseudoClass.getPseudoClass("first");
    private static final PseudoClass LAST = PseudoClass.getPseudoClass("last");

    public Segments() {
        getStyleClass().add("segments");
    }

    @Override
    protected void layoutChildren() {
        List<Node> shown = getManagedChildren();
        for (int i = 0; i < shown.size(); i++) {
            shown.get(i).pseudoClassStateChanged(FIRST, i == 0);
            shown.get(i).pseudoClassStateChanged(LAST, i == shown.size() - 1);
        }
        super.layoutChildren();
    }
}

package org.kanworkbench.app.controls.layout;

import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Skin;

/**
 * A scroll pane for what changes all the time. The usual one keeps an image of its whole content, so that scrolling is cheap, and draws
 * all of it anew for every figure that changes; here only what changed is drawn.
 */
public final class LiveScrollPane extends ScrollPane {

    @Override
    protected Skin<?> createDefaultSkin() {
        Skin<?> skin = super.createDefaultSkin();
        getChildrenUnmodifiable().stream()
                .filter(part -> part.getStyleClass().contains("viewport"))
                .forEach(viewport -> viewport.setCache(false));
        return skin;
    }

    /** Scrolls the scroll panes around a node up or down just as far as it needs to be seen. */
    public static void reveal(Node node) {
        for (Node at = node.getParent(); at != null; at = at.getParent()) {
            if (at instanceof ScrollPane pane && pane.getContent() != null) {
                Bounds bounds = pane.getContent().sceneToLocal(node.localToScene(node.getLayoutBounds()));
                double seen = pane.getViewportBounds().getHeight();
                double hidden = pane.getContent().getLayoutBounds().getHeight() - seen;
                if (hidden > 0) {
                    double top = Math.max(pane.getVvalue() * hidden, bounds.getMaxY() - seen);
                    pane.setVvalue(Math.min(top, bounds.getMinY()) / hidden);
                }
            }
        }
    }
}

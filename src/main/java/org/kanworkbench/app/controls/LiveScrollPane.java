package org.kanworkbench.app.controls;

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
}

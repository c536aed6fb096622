package org.kanworkbench.app.controls;

import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import org.kordamp.ikonli.javafx.FontIcon;

/** A button of a pane's header: an icon and a word, and what it does as its tooltip. */
public final class ActionButton extends Button {

    /** @param icon an Ikonli literal of Material Design 2 */
    public ActionButton(String id, String text, String icon, String tip, Runnable action, String... styles) {
        super(text, new FontIcon(icon));
        setId(id);
        getStyleClass().addAll(styles);
        setTooltip(new Tooltip(tip));
        setOnAction(_ -> action.run());
    }
}

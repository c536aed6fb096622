package org.kanworkbench.app.controls;

import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import org.kordamp.ikonli.javafx.FontIcon;

/** A button that is an icon alone; what it does is its tooltip, and what a screen reader says. */
public final class IconButton extends Button {

    /** @param icon an Ikonli literal of Material Design 2 */
    public IconButton(String icon, String text, String... styles) {
        super(null, new FontIcon(icon));
        getStyleClass().addAll("flat", "button-icon");
        getStyleClass().addAll(styles);
        setTooltip(new Tooltip(text));
        setAccessibleText(text);
    }
}

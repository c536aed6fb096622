package org.kanworkbench.app.chart.card;

import javafx.scene.control.MenuButton;
import javafx.scene.control.Tooltip;
import org.kanworkbench.app.chart.card.PictureFiles.Item;
import org.kordamp.ikonli.javafx.FontIcon;

/** The button that exports a picture as PNG or SVG, or what it shows as CSV. */
public final class PictureMenu extends MenuButton {

    public PictureMenu() {
        super(null, new FontIcon("mdi2t-tray-arrow-down"));
        getStyleClass().addAll("flat", "button-icon", "no-arrow");
        setTooltip(new Tooltip("Export"));
        setAccessibleText("Export");
    }

    public void offer(Item item, PictureFiles files) {
        getItems().setAll(files.entries(item));
    }
}

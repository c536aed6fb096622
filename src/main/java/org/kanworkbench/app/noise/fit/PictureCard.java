package org.kanworkbench.app.noise.fit;

import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.DefaultProperty;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kanworkbench.app.chart.Picture;
import org.kanworkbench.app.controls.PictureFiles;
import org.kordamp.ikonli.javafx.FontIcon;

/** A picture on a card, with its title and a menu to export it. */
@DefaultProperty("picture")
public final class PictureCard extends VBox {

    private final Label title = new Label();
    private final MenuButton menu = new MenuButton(null, new FontIcon("mdi2t-tray-arrow-down"));
    private Picture picture;
    private String name = "";

    public PictureCard() {
        getStyleClass().addAll("card", "picture-card");
        title.getStyleClass().add("type-section");
        title.setMinWidth(0);
        menu.getStyleClass().addAll("flat", "button-icon", "no-arrow");
        menu.setTooltip(new Tooltip("Export"));
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox head = new HBox(title, space, menu);
        head.getStyleClass().add("plot-head");
        getChildren().add(head);
    }

    /** @param csv the picture's numbers, where it has some to give */
    public void offer(PictureFiles files, Optional<Supplier<String>> csv) {
        menu.getItems().setAll(files.entries(new PictureFiles.Item(name, picture, csv)));
    }

    public Picture getPicture() {
        return picture;
    }

    public void setPicture(Picture shown) {
        if (picture != null) {
            getChildren().remove(picture);
        }
        picture = shown;
        VBox.setVgrow(picture, Priority.ALWAYS);
        getChildren().add(picture);
    }

    public String getTitle() {
        return title.getText();
    }

    public void setTitle(String text) {
        title.setText(text);
        title.setTooltip(new Tooltip(text));
        menu.setAccessibleText("Export " + text);
    }

    public String getName() {
        return name;
    }

    /** What exported files are called, and the prefix of the menu's id. */
    public void setName(String newName) {
        name = newName;
        menu.setId(newName + "-export");
    }
}

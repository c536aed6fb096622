package org.kanworkbench.app.noise;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Supplier;
import javafx.beans.DefaultProperty;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kanworkbench.app.chart.Picture;
import org.kordamp.ikonli.javafx.FontIcon;

/** A picture on a card, with its title and a menu to export it. */
@DefaultProperty("picture")
public final class PictureCard extends VBox {

    /** Takes a file on its way out. */
    @FunctionalInterface
    interface Export {
        /** @param extension with the dot */
        void save(String name, String extension, Content content);
    }

    /** Makes a file's bytes; on the interface thread. */
    @FunctionalInterface
    interface Content {
        byte[] bytes() throws IOException;
    }

    private final Label title = new Label();
    private final MenuButton menu = new MenuButton(null, new FontIcon("mdi2t-tray-arrow-down"));
    private Picture picture;
    private String name = "";
    private Export export = (_, _, _) -> {};

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
        entry(".png", () -> picture.png());
        entry(".svg", () -> utf8(picture.svg()));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void entry(String extension, Content content) {
        MenuItem item = new MenuItem("Export " + extension.substring(1).toUpperCase(Locale.ROOT) + "…");
        item.setOnAction(_ -> export.save(name, extension, content));
        menu.getItems().add(item);
    }

    /** @param handler what is done with an export that was asked for */
    void setOnExport(Export handler) {
        export = handler;
    }

    /** Offers the picture's numbers as well. */
    void offerCsv(Supplier<String> csv) {
        entry(".csv", () -> utf8(csv.get()));
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

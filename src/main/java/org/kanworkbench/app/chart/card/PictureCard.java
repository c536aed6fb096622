package org.kanworkbench.app.chart.card;

import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.DefaultProperty;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kanworkbench.app.chart.Picture;
import org.kanworkbench.app.controls.Styled;

/** A picture on a card, with its title and a menu to export it. */
@DefaultProperty("picture")
public class PictureCard extends VBox {

    private final Label title = Styled.of(new Label(), "type-section");
    private final PictureMenu menu = new PictureMenu();
    final HBox head;
    private Picture picture;
    private String name = "";

    public PictureCard() {
        this("picture-card");
    }

    PictureCard(String style) {
        getStyleClass().addAll("card", style);
        title.setMinWidth(0);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        head = Styled.of(new HBox(title, space, menu), "plot-head");
        getChildren().add(head);
    }

    /** @param csv the picture's numbers, where it has some to give */
    public final void offer(PictureFiles files, Optional<Supplier<String>> csv) {
        offer(name, files, csv);
    }

    /** @param file what exported files are called instead of the card's name */
    final void offer(String file, PictureFiles files, Optional<Supplier<String>> csv) {
        menu.offer(new PictureFiles.Item(file, picture, csv), files);
    }

    public final Picture getPicture() {
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

    public final String getTitle() {
        return title.getText();
    }

    public void setTitle(String text) {
        title.setText(text);
        title.setTooltip(new Tooltip(text));
        menu.setAccessibleText("Export " + text);
    }

    public final String getName() {
        return name;
    }

    /** What exported files are called, and the prefix of the menu's id. */
    public void setName(String newName) {
        name = newName;
        menu.setId(newName + "-export");
    }
}

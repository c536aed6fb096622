package org.kanworkbench.app.chart;

import javafx.beans.DefaultProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kanworkbench.app.controls.Styled;
import org.kanworkbench.app.controls.layout.Showing;

/** One quantity: its name, its figure with a unit, a line of detail, and a picture of it at the right, which gets what they leave. */
@DefaultProperty("picture")
public final class StatTile extends HBox {

    private static final String NOTHING = "–";

    private final Label label = Styled.of(new Label(), "type-label");
    private final Label figure = Styled.of(new Label(NOTHING), "type-figure");
    private final Label unit = Styled.of(new Label(), "type-label");
    private final Label detail = Styled.of(new Label(), "type-hint");
    private TilePicture picture;

    public StatTile() {
        getStyleClass().addAll("card", "stat-tile");
        unit.setMinWidth(USE_PREF_SIZE);
        figure.setMinWidth(USE_PREF_SIZE);
        detail.setMinWidth(0);
        Showing.whole(label, label.textProperty());
        HBox number = Styled.of(new HBox(figure, unit), "stat-number");
        number.setAlignment(Pos.BASELINE_LEFT);
        VBox texts = Styled.of(new VBox(label, number, detail), "stat-texts");
        HBox.setHgrow(texts, Priority.SOMETIMES);
        getChildren().add(texts);
        Showing.whole(detail, detail.textProperty());
    }

    public TilePicture getPicture() {
        return picture;
    }

    public void setPicture(TilePicture shown) {
        picture = shown;
        HBox.setHgrow(shown, Priority.ALWAYS);
        getChildren().add(shown);
    }

    public String getLabel() {
        return label.getText();
    }

    public void setLabel(String text) {
        label.setText(text);
    }

    public String getUnit() {
        return unit.getText();
    }

    public void setUnit(String text) {
        unit.setText(text);
    }

    public void show(String number, String details) {
        figure.setText(number);
        detail.setText(details);
    }

    /** @param share of 0 to 1, which a gauge or a ring shows */
    public void show(String number, String details, double share) {
        show(number, details);
        picture.share.set(share);
    }

    public void clear() {
        show(NOTHING, "", 0);
    }
}

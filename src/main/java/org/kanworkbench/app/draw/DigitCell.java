package org.kanworkbench.app.draw;

import javafx.scene.control.ContentDisplay;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.ListCell;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import org.kanworkbench.data.LabelledDigit;

/** One of a person's own digits in the row of all; marked where a model reads it otherwise. */
final class DigitCell extends ListCell<LabelledDigit> {

    private static final int ZOOM = 2;

    private final OwnDigitsViewModel own;
    private final SeenPicture picture = new SeenPicture(ZOOM);
    private final Tooltip tooltip = new Tooltip();
    private final ContextMenu menu;

    DigitCell(OwnDigitsViewModel own) {
        this.own = own;
        getStyleClass().add("own-digit");
        setContentDisplay(ContentDisplay.TOP);
        MenuItem delete = new MenuItem("Delete");
        delete.setOnAction(_ -> own.digits().delete(getItem()));
        menu = new ContextMenu(delete);
    }

    @Override
    protected void updateItem(LabelledDigit digit, boolean none) {
        super.updateItem(digit, none);
        boolean empty = none || digit == null;
        String misread = empty ? "" : own.misreadings(digit);
        setGraphic(empty ? null : picture);
        setContextMenu(empty ? null : menu);
        setTooltip(empty ? null : tooltip);
        getStyleClass().remove("misread");
        if (empty) {
            setText(null);
            return;
        }
        picture.show(digit.digit());
        if (!misread.isEmpty()) {
            getStyleClass().add("misread");
        }
        setText(misread.isEmpty() ? String.valueOf(digit.label()) : digit.label() + " ✗");
        tooltip.setText("A " + digit.label() + (digit.forTest() ? ", held out to test on" : ", to train on")
                + (misread.isEmpty() ? "" : "; " + misread) + ". Delete, or the menu, takes it away.");
    }
}

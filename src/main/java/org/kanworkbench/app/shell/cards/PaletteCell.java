package org.kanworkbench.app.shell.cards;

import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kanworkbench.app.controls.Showing;

/** An action on one line: where, what, and the keys. */
final class PaletteCell extends ListCell<PaletteAction> {

    private final Label place = new Label();
    private final Label name = new Label();
    private final Label keys = new Label();
    private final HBox line;

    PaletteCell() {
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        line = new HBox(name, gap, keys, place);
        line.getStyleClass().add("finder-line");
        place.getStyleClass().add("type-hint");
        keys.getStyleClass().add("key-cap");
        Showing.when(keys, keys.textProperty().isNotEmpty());
    }

    @Override
    protected void updateItem(PaletteAction action, boolean empty) {
        super.updateItem(action, empty);
        setText(null);
        setGraphic(empty ? null : line);
        if (!empty) {
            place.setText(action.place());
            name.setText(action.name());
            keys.setText(action.keys());
        }
    }
}

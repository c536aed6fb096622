package org.kanworkbench.app.controls;

import javafx.application.Platform;
import javafx.event.ActionEvent;
import javafx.scene.control.CheckBox;
import javafx.scene.control.CustomMenuItem;

/** A check box in a menu that stays open, so that several can be ticked: with the mouse, by Space or by Enter. */
public final class TickItem extends CustomMenuItem {

    /** A click of the mouse ticks the box, and is then told to the item, twice; a key is told to the item alone. */
    private boolean ticked;

    public TickItem(CheckBox box) {
        super(box, false);
        box.setMnemonicParsing(false);
        box.addEventHandler(ActionEvent.ACTION, _ -> {
            ticked = true;
            Platform.runLater(() -> ticked = false);
        });
        setOnAction(_ -> {
            if (!ticked && !box.isDisabled()) {
                box.fire();
            }
        });
    }

    public CheckBox box() {
        return (CheckBox) getContent();
    }
}

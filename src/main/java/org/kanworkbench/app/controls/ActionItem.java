package org.kanworkbench.app.controls;

import javafx.scene.control.MenuItem;

/** A menu item that does one thing. */
public final class ActionItem extends MenuItem {

    public ActionItem(String text, Runnable action) {
        super(text);
        setOnAction(_ -> action.run());
    }
}

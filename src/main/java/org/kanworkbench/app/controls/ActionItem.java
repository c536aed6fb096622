package org.kanworkbench.app.controls;

import javafx.scene.control.MenuItem;

/** A menu item that does one thing. */
public final class ActionItem extends MenuItem {

    public ActionItem(String text, Runnable action) {
        super(text);
        // Names of files, columns and runs may have underscores.
        setMnemonicParsing(false);
        setOnAction(_ -> action.run());
    }

    public ActionItem(String id, String text, Runnable action) {
        this(text, action);
        setId(id);
    }
}

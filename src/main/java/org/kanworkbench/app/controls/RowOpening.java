package org.kanworkbench.app.controls;

import javafx.scene.Node;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;

/** Opens what is selected in a table: by Enter, and by a double click on a row rather than on a column's head. */
public final class RowOpening {

    private RowOpening() {}

    /** @param open is left alone by Ctrl+Enter, which starts what the pane is for */
    public static void by(TableView<?> table, Runnable open) {
        table.addEventHandler(MouseEvent.MOUSE_CLICKED, event -> {
            if (event.getClickCount() == 2 && event.getTarget() instanceof Node at && onRow(at)) {
                open.run();
            }
        });
        table.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ENTER && !event.isShortcutDown()) {
                open.run();
                event.consume();
            }
        });
    }

    private static boolean onRow(Node node) {
        Node at = node;
        while (at != null && !(at instanceof TableRow)) {
            at = at.getParent();
        }
        return at instanceof TableRow<?> row && !row.isEmpty();
    }
}

package org.kanworkbench.app.shell.cards;

import java.util.List;
import java.util.function.Supplier;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kanworkbench.app.controls.ModalCard;
import org.kanworkbench.app.controls.Styled;
import org.kanworkbench.app.pane.Shortcut;

/** The sheet of all shortcuts. */
public final class ShortcutsController {

    /** Shortcuts that belong together. */
    public record Group(String title, List<Shortcut> shortcuts) {}

    private final Supplier<List<Group>> shortcuts;

    @FXML
    private ModalCard sheet;

    @FXML
    private Button close;

    @FXML
    private VBox left;

    @FXML
    private VBox right;

    public ShortcutsController(Supplier<List<Group>> shortcuts) {
        this.shortcuts = shortcuts;
    }

    public void open() {
        left.getChildren().clear();
        right.getChildren().clear();
        int[] lines = new int[2];
        for (Group group : shortcuts.get()) {
            if (!group.shortcuts().isEmpty()) {
                // Into the shorter column.
                int column = lines[0] <= lines[1] ? 0 : 1;
                (column == 0 ? left : right).getChildren().add(group(group));
                lines[column] += 2 + group.shortcuts().size();
            }
        }
        sheet.open();
        close.requestFocus();
    }

    private static Node group(Group group) {
        VBox box = Styled.of(new VBox(), "shortcut-group");
        Label title = Styled.of(new Label(group.title()), "type-strong");
        box.getChildren().add(title);
        for (Shortcut shortcut : group.shortcuts()) {
            Label keys = Styled.of(new Label(shortcut.keys()), "key-cap");
            HBox cap = Styled.of(new HBox(keys), "shortcut-keys");
            HBox line = Styled.of(new HBox(cap, new Label(shortcut.what())), "shortcut-line");
            box.getChildren().add(line);
        }
        return box;
    }
}

package org.kanworkbench.app.controls;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.scene.control.MenuButton;

/** Tables that were opened lately, in whatever pane, and the way to others. */
public final class TableMenu extends MenuButton {

    private static final String EXTENSION = ".csv";

    /** @param recent files, the last first; also those that are no tables */
    public void offer(List<Path> recent, FilePrompts prompts, Consumer<Path> open) {
        setOnShowing(_ -> show(recent, prompts, open));
        // An empty menu would never show.
        show(recent, prompts, open);
    }

    private void show(List<Path> recent, FilePrompts prompts, Consumer<Path> open) {
        getItems().setAll(RecentMenu.items(recent, TableMenu::isTable, open));
        getItems()
                .add(new ActionItem(
                        getId() + "-file",
                        "Open CSV…",
                        () -> prompts.open("Open a table", "CSV", List.of(EXTENSION))
                                .ifPresent(open)));
    }

    private static boolean isTable(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(EXTENSION);
    }
}

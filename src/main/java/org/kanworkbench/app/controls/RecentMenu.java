package org.kanworkbench.app.controls;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javafx.collections.ObservableList;
import javafx.scene.control.Menu;

/** Files that were opened, to open again. */
public final class RecentMenu extends Menu {

    /**
     * @param recent the last first
     * @param offered which of them this menu has
     */
    public void offer(ObservableList<Path> recent, Predicate<Path> offered, Consumer<Path> open) {
        recent.subscribe(() -> show(recent, offered, open));
        show(recent, offered, open);
    }

    private void show(ObservableList<Path> recent, Predicate<Path> offered, Consumer<Path> open) {
        getItems().setAll(items(recent, offered, open));
        setDisable(getItems().isEmpty());
    }

    static List<ActionItem> items(List<Path> recent, Predicate<Path> offered, Consumer<Path> open) {
        return recent.stream()
                .filter(offered)
                .map(file -> new ActionItem(file.getFileName() + "  ·  " + file.getParent(), () -> open.accept(file)))
                .toList();
    }
}

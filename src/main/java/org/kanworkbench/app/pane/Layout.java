package org.kanworkbench.app.pane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import javafx.beans.value.ObservableValue;
import javafx.fxml.FXMLLoader;
import javafx.scene.Node;
import javafx.scene.Parent;

/** Loads layouts from {@code fxml/}. */
public final class Layout {

    private Layout() {}

    /** @param controllers among which are the layout's and those of what it includes, by their class */
    public static Parent load(String name, Object... controllers) {
        FXMLLoader loader = new FXMLLoader(Layout.class.getResource("/org/kanworkbench/fxml/" + name + ".fxml"));
        loader.setControllerFactory(type ->
                Stream.of(controllers).filter(type::isInstance).findFirst().orElseThrow());
        try {
            return loader.load();
        } catch (IOException e) {
            throw new UncheckedIOException("fxml/" + name + ".fxml cannot be read", e);
        }
    }

    /** Shows a node, or hides it and leaves no room for it. */
    public static void show(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }

    /** As {@link #show}, whenever a condition changes. */
    public static void showWhile(Node node, ObservableValue<Boolean> condition) {
        node.visibleProperty().bind(condition);
        node.managedProperty().bind(condition);
    }
}

package org.kanworkbench.app.pane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import javafx.fxml.FXMLLoader;
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
}

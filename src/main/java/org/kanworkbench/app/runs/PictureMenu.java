package org.kanworkbench.app.runs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import org.kanworkbench.app.chart.Picture;
import org.kordamp.ikonli.javafx.FontIcon;

/** The button that exports a picture of the comparison as PNG or SVG, or what it shows as CSV. */
public final class PictureMenu extends MenuButton {

    /** A file's content, made on the interface thread. */
    interface Content {
        byte[] bytes() throws IOException;
    }

    /** Asks where a file is to go, and writes it there. */
    interface Save {
        void save(String extension, Content content);
    }

    public PictureMenu() {
        super(null, new FontIcon("mdi2t-tray-arrow-down"));
        getStyleClass().addAll("flat", "button-icon", "no-arrow");
        setTooltip(new Tooltip("Export"));
        setAccessibleText("Export");
    }

    void offer(Picture picture, Supplier<String> csv, Save save) {
        add("PNG", ".png", picture::png, save);
        add("SVG", ".svg", () -> picture.svg().getBytes(StandardCharsets.UTF_8), save);
        add("CSV", ".csv", () -> csv.get().getBytes(StandardCharsets.UTF_8), save);
    }

    private void add(String name, String extension, Content content, Save save) {
        MenuItem item = new MenuItem("Export " + name + "…");
        item.setOnAction(_ -> save.save(extension, content));
        getItems().add(item);
    }
}

package org.kanworkbench.app.chart.card;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import org.kanworkbench.app.chart.Picture;
import org.kanworkbench.app.controls.ActionItem;
import org.kanworkbench.app.controls.FilePrompts;
import org.kanworkbench.app.work.BackgroundWork;
import org.kanworkbench.files.AtomicFile;
import org.kanworkbench.files.FileName;

/**
 * Pictures on their way into files: asks where one is to go and writes it there.
 *
 * @param tell receives success messages
 */
public record PictureFiles(FilePrompts prompts, BackgroundWork background, Consumer<String> tell) {

    /**
     * A picture that can be exported.
     *
     * @param name what a person reads in the menu
     * @param file what its file is called, without the ending
     * @param csv its numbers, where it has some to give
     */
    public record Item(String name, String file, Picture picture, Optional<Supplier<String>> csv) {

        public Item(String name, Picture picture, Optional<Supplier<String>> csv) {
            this(name, name, picture, csv);
        }

        public Item(String name, Picture picture) {
            this(name, picture, Optional.empty());
        }
    }

    /** A menu's entries: a kind of file each. */
    public List<MenuItem> entries(Item item) {
        List<MenuItem> entries = new ArrayList<>();
        entries.add(entry(item, ".png", item.picture()::png));
        entries.add(entry(item, ".svg", () -> utf8(item.picture().svg())));
        item.csv().ifPresent(csv -> entries.add(entry(item, ".csv", () -> utf8(csv.get()))));
        return entries;
    }

    /** The same as a menu of its own, with the picture's name. */
    public Menu menu(Item item) {
        return new Menu(item.name(), null, entries(item).toArray(MenuItem[]::new));
    }

    private MenuItem entry(Item item, String extension, Supplier<byte[]> content) {
        return new ActionItem("As " + kind(extension) + "…", () -> save(item.file(), extension, content));
    }

    private static String kind(String extension) {
        return extension.substring(1).toUpperCase(Locale.ROOT);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Saves anything.
     *
     * @param extension with the dot
     * @param content makes the file's bytes, on the interface thread
     */
    public void save(String name, String extension, Supplier<byte[]> content) {
        String fileName = FileName.of(name.toLowerCase(Locale.ROOT));
        prompts.save("Export", kind(extension), extension, fileName).ifPresent(file -> {
            byte[] bytes = content.get();
            background.run("The export could not be written", () -> {
                AtomicFile.write(file, out -> out.write(bytes));
                return () -> tell.accept("Exported: " + file);
            });
        });
    }
}

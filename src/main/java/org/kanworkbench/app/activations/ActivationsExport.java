package org.kanworkbench.app.activations;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.application.Platform;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import org.kanworkbench.app.activations.ActivationsViewModel.Trouble;
import org.kanworkbench.app.chart.Picture;
import org.kanworkbench.app.controls.FilePrompts;
import org.kanworkbench.runs.AtomicFile;
import org.kordamp.ikonli.javafx.FontIcon;

/** The pane's pictures and curves on their way into files. */
final class ActivationsExport {

    /** A picture under the name that a person reads in the menu. */
    record Item(String name, Picture picture) {}

    /** Makes a file's bytes; on the interface thread. */
    private interface Content {
        byte[] bytes() throws IOException;
    }

    /** That a frame of a film stays. */
    private static final int HUNDREDTHS = 15;

    private final ActivationsViewModel viewModel;
    private final Executor background;
    private final FilePrompts prompts;
    private final FilmRecorder recorder;
    private final Consumer<String> tell;
    private final MenuButton menu = new MenuButton("Export", new FontIcon("mdi2t-tray-arrow-down"));

    /**
     * @param tell gets what went well, in a sentence
     * @param items what there is to be exported at that moment
     */
    ActivationsExport(
            ActivationsViewModel viewModel,
            Executor background,
            FilePrompts prompts,
            FilmRecorder recorder,
            Consumer<String> tell,
            Supplier<List<Item>> items) {
        this.tell = tell;
        this.viewModel = viewModel;
        this.background = background;
        this.prompts = prompts;
        this.recorder = recorder;
        menu.setId("activations-export");
        menu.disableProperty().bind(viewModel.inspectionProperty().isNull());
        menu.setOnShowing(_ -> fill(items.get()));
        // A menu without items never opens.
        menu.getItems().add(new MenuItem());
    }

    MenuButton menu() {
        return menu;
    }

    private void fill(List<Item> items) {
        menu.getItems().setAll(items.stream().map(this::submenu).toList());
        if (viewModel.chosenProperty().get().momentsProperty().get().size() > 1) {
            MenuItem gif = new MenuItem("As animated GIF…");
            gif.setOnAction(_ -> prompts.save("Export the training animation", "GIF", ".gif", "activations")
                    .ifPresent(file -> record(file, () -> Film.gif(file, HUNDREDTHS))));
            MenuItem pictures = new MenuItem("As numbered PNGs…");
            pictures.setOnAction(_ -> prompts.folder("Export the training animation as pictures into a folder")
                    .ifPresent(folder -> record(folder, () -> Film.pictures(folder))));
            menu.getItems().add(new Menu("Training animation", null, gif, pictures));
        }
    }

    private interface FilmMaker {
        Film film() throws IOException;
    }

    private void record(Path to, FilmMaker maker) {
        try {
            recorder.record(maker.film(), to.toString());
        } catch (IOException e) {
            failed(e);
        }
    }

    private Menu submenu(Item item) {
        Menu submenu = new Menu(item.name());
        submenu.getItems().add(entry(item, ".png", item.picture()::png));
        submenu.getItems().add(entry(item, ".svg", () -> utf8(item.picture().svg())));
        if (item.picture() instanceof EdgePlot plot) {
            submenu.getItems().add(entry(item, ".csv", () -> utf8(plot.csv())));
        }
        return submenu;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private MenuItem entry(Item item, String extension, Content content) {
        String kind = extension.substring(1).toUpperCase(Locale.ROOT);
        MenuItem entry = new MenuItem("As " + kind + "…");
        String name = item.name().toLowerCase(Locale.ROOT).replace(' ', '-');
        entry.setOnAction(_ -> prompts.save("Export", kind, extension, name).ifPresent(file -> save(file, content)));
        return entry;
    }

    private void save(Path file, Content content) {
        try {
            byte[] bytes = content.bytes();
            background.execute(() -> write(file, bytes));
        } catch (IOException e) {
            failed(e);
        }
    }

    private void write(Path file, byte[] bytes) {
        try {
            AtomicFile.write(file, out -> out.write(bytes));
            Platform.runLater(() -> tell.accept("Exported: " + file));
        } catch (IOException e) {
            Platform.runLater(() -> failed(e));
        }
    }

    private void failed(IOException e) {
        viewModel.troubleProperty().set(new Trouble("The export could not be written", e.getMessage()));
    }
}

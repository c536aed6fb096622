package org.kanworkbench.app.activations;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import org.kanworkbench.app.activations.film.Film;
import org.kanworkbench.app.activations.film.FilmRecorder;
import org.kanworkbench.app.chart.card.PictureFiles;
import org.kanworkbench.app.chart.card.PictureFiles.Item;
import org.kanworkbench.app.controls.ActionItem;
import org.kordamp.ikonli.javafx.FontIcon;

/** Exports the pane's pictures and curves. */
final class ActivationsExport {

    /** Duration of a film's frame. */
    private static final int HUNDREDTHS = 15;

    private final ActivationsViewModel viewModel;
    private final PictureFiles files;
    private final FilmRecorder recorder;
    private final BooleanSupplier filmable;
    final MenuButton menu = new MenuButton("Export", new FontIcon("mdi2t-tray-arrow-down"));

    /**
     * @param filmable whether the view that is shown can be filmed
     * @param items returns what can currently be exported
     */
    ActivationsExport(
            ActivationsViewModel viewModel,
            PictureFiles files,
            FilmRecorder recorder,
            BooleanSupplier filmable,
            Supplier<List<Item>> items) {
        this.viewModel = viewModel;
        this.files = files;
        this.recorder = recorder;
        this.filmable = filmable;
        menu.setId("activations-export");
        menu.disableProperty().bind(viewModel.inspectionProperty().isNull());
        menu.setOnShowing(_ -> fill(items.get()));
        // A menu without items never opens.
        menu.getItems().add(new MenuItem());
    }

    private void fill(List<Item> items) {
        menu.getItems().setAll(items.stream().map(files::menu).toList());
        if (filmable.getAsBoolean()
                && viewModel.chosen.get().snapshotsProperty().get().size() > 1) {
            MenuItem gif = new ActionItem(
                    "As animated GIF…",
                    () -> files.prompts()
                            .save("Export the training animation", "GIF", ".gif", "activations")
                            .ifPresent(file -> recorder.record(Film.gif(file, HUNDREDTHS), file.toString())));
            MenuItem pictures = new ActionItem(
                    "As numbered PNGs…",
                    () -> files.prompts()
                            .newFolder("Write a folder with the pictures of the training animation into", "activations")
                            .ifPresent(folder -> recorder.record(Film.pictures(folder), folder.toString())));
            Menu film = new Menu("Training animation", null, gif, pictures);
            film.setDisable(recorder.jobProperty().get() != null);
            menu.getItems().add(film);
        }
    }
}

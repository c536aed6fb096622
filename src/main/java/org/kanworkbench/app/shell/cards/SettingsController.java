package org.kanworkbench.app.shell.cards;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.IntegerProperty;
import javafx.fxml.FXML;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import org.kanworkbench.app.controls.FilePrompts;
import org.kanworkbench.app.controls.ModalCard;
import org.kanworkbench.app.controls.setting.FieldRow;
import org.kanworkbench.app.controls.setting.Parsing;
import org.kanworkbench.app.controls.setting.Setting;
import org.kanworkbench.app.shell.settings.Palette;
import org.kanworkbench.app.shell.settings.Settings;
import org.kanworkbench.app.shell.settings.Theme;
import org.kanworkbench.files.DataFolder;

/** The settings of the window. Changes apply at once and are saved; the data folder applies from the next start. */
public final class SettingsController {

    private final Settings settings;
    private final FilePrompts prompts;
    private final Consumer<Theme> use;
    private final IntegerProperty workspaceThreads;
    private final Setting<Theme> theme = Setting.choice(Theme.LIGHT, Theme::label);
    private final Setting<Palette> palette = Setting.choice(Palette.OKABE_ITO, Palette::label);
    private final Setting<Integer> threads;

    @FXML
    private ModalCard sheet;

    @FXML
    private FieldRow themeRow;

    @FXML
    private FieldRow paletteRow;

    @FXML
    private CheckBox reopen;

    @FXML
    private FieldRow threadsRow;

    @FXML
    private Label folder;

    @FXML
    private HBox folderButtons;

    @FXML
    private Label folderHint;

    /**
     * @param use shows the window in another theme
     * @param workspaceThreads of trainings that are not told otherwise
     */
    public SettingsController(
            Settings settings, FilePrompts prompts, Consumer<Theme> use, IntegerProperty workspaceThreads) {
        this.settings = settings;
        this.prompts = prompts;
        this.use = use;
        this.workspaceThreads = workspaceThreads;
        int cores = Runtime.getRuntime().availableProcessors();
        threads = Parsing.whole("threads", cores, 1, cores);
        threads.set(settings.threads());
        palette.set(settings.palette());
    }

    @FXML
    private void initialize() {
        themeRow.choose(theme, List.of(Theme.values()));
        paletteRow.choose(palette, List.of(Palette.values()));
        threadsRow.type(threads);
        theme.valueProperty().addListener((_, _, chosen) -> use.accept(chosen));
        palette.valueProperty().addListener((_, _, chosen) -> {
            settings.setPalette(chosen);
            chosen.apply(sheet.getScene());
        });
        threads.valueProperty().addListener((_, _, chosen) -> {
            settings.setThreads(chosen);
            workspaceThreads.set(chosen);
        });
        reopen.setSelected(settings.reopens());
        reopen.selectedProperty().addListener((_, _, wanted) -> settings.setReopens(wanted));
        folderButtons.setDisable(DataFolder.isMoved());
        showFolder();
    }

    private void showFolder() {
        folder.setText(settings.dataFolder().toString());
    }

    @FXML
    private void chooseFolder() {
        prompts.folder("Keep runs and digits in").ifPresent(chosen -> moveTo(Optional.of(chosen)));
    }

    @FXML
    private void usualFolder() {
        moveTo(Optional.empty());
    }

    private void moveTo(Optional<Path> chosen) {
        settings.setDataFolder(chosen);
        showFolder();
        folderHint.setText(
                "Used from the next start on. Existing runs stay where they are; Runs exports and imports them as an archive.");
    }

    public void open() {
        theme.set(settings.theme());
        sheet.open();
        themeRow.control().requestFocus();
    }
}

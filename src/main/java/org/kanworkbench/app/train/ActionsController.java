package org.kanworkbench.app.train;

import java.util.List;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.StackPane;
import org.kanworkbench.app.controls.ExportMenu;
import org.kanworkbench.app.controls.FilePrompts;
import org.kanworkbench.app.controls.RecentMenu;
import org.kanworkbench.app.controls.layout.Showing;
import org.kanworkbench.app.session.RunLibrary.State;
import org.kanworkbench.app.train.run.LiveRun.Phase;
import org.kanworkbench.app.train.run.Refreshes.Part;
import org.kanworkbench.app.train.run.RunTrace;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.files.model.ModelReader;
import org.kanworkbench.training.Configuration;
import org.kordamp.ikonli.javafx.FontIcon;

/** Binds the header's buttons: Start, which becomes Pause and Resume, Stop, and the files. */
final class ActionsController {

    private final TrainViewModel viewModel;
    private final TrainFiles files;
    private final FilePrompts prompts;
    private final Tooltip reason = new Tooltip();
    private final ReadOnlyStringWrapper obstacle = new ReadOnlyStringWrapper("");

    @FXML
    private Button primary;

    @FXML
    private StackPane primaryHost;

    @FXML
    private Button stop;

    @FXML
    private ToggleButton prepare;

    @FXML
    private Button queue;

    @FXML
    private MenuItem saveConfiguration;

    @FXML
    private MenuItem saveModel;

    @FXML
    private ExportMenu export;

    @FXML
    private MenuItem predict;

    @FXML
    private RecentMenu openRecent;

    ActionsController(TrainViewModel viewModel, TrainFiles files, FilePrompts prompts) {
        this.viewModel = viewModel;
        this.files = files;
        this.prompts = prompts;
    }

    @FXML
    private void initialize() {
        predict.setOnAction(_ -> files.predict(prompts));
        queue.setOnAction(_ -> viewModel.queue());
        stop.setOnAction(_ -> viewModel.live.stop());
        // On the host, because a disabled button shows no tooltip.
        Tooltip.install(primaryHost, reason);
        viewModel.live.phaseProperty().addListener((_, before, _) -> {
            show();
            if (before == Phase.IDLE) {
                keepKeyboard();
            }
        });
        prepare.selectedProperty().bindBidirectional(viewModel.preparing);
        viewModel.locked.addListener(_ -> show());
        viewModel.data.loadingProperty().addListener(_ -> show());
        viewModel.data.refusedProperty().addListener(_ -> show());
        viewModel.workspace.library.stateProperty().addListener(_ -> show());
        viewModel.editor.configurationProperty().addListener(_ -> show());
        viewModel.editor.problemProperty().addListener(_ -> show());
        viewModel.refreshes.of(Part.FIGURES).addListener(_ -> offerModel());
        viewModel.shown.runProperty().subscribe(_ -> offerModel());
        openRecent.offer(
                viewModel.workspace.recent,
                file -> ModelReader.isNamedAsModel(file.toString()),
                viewModel.opened::open);
        export.offer(format -> files.export(format, prompts));
        show();
    }

    private void offerModel() {
        saveModel.setDisable(!files.canSaveModel());
        export.setDisable(!files.canSaveModel());
        predict.setDisable(!files.canPredict());
    }

    /** Most of what could have the keyboard is locked now; it must not go on to the learning rate, which can be typed in. */
    private void keepKeyboard() {
        if (primary.getScene() != null && !isTyping(primary.getScene().getFocusOwner())) {
            primary.requestFocus();
        }
    }

    /** Whether somebody types what a run of the queue leaves alone: settings of the next, a name, an action. */
    private boolean isTyping(Node owner) {
        if (!(owner instanceof TextInputControl)) {
            return false;
        }
        Node at = owner;
        while (at != null && !at.getStyleClass().contains("inspector")) {
            at = at.getParent();
        }
        return at == null || !viewModel.locked.get();
    }

    private void show() {
        Phase phase = viewModel.live.phaseProperty().get();
        boolean live = phase == Phase.RUNNING || phase == Phase.PAUSED;
        Showing.now(stop, phase != Phase.IDLE);
        stop.setDisable(!live);
        Showing.now(prepare, live);
        Showing.now(queue, !viewModel.locked.get());
        queue.setDisable(!viewModel.canQueue());
        saveConfiguration.setDisable(viewModel.editor.configurationProperty().get() == null);
        switch (phase) {
            case IDLE -> primary("Start", "mdi2p-play", "Train this network (Ctrl+Enter)");
            case RUNNING -> primary("Pause", "mdi2p-pause", "Hold the run (Ctrl+Enter)");
            case PAUSED -> primary("Resume", "mdi2p-play", "Resume the run (Ctrl+Enter)");
            case STOPPING -> primary("Stopping", "mdi2s-stop", "The run ends after its step");
        }
        boolean possible = live || viewModel.canStart();
        primary.setDisable(!possible);
        if (phase != Phase.IDLE) {
            obstacle.set("A run is training: stop it, or wait until it has ended");
        } else if (possible) {
            obstacle.set("");
        } else {
            obstacle.set(why());
            reason.setText(obstacle.get());
        }
    }

    private String why() {
        if (viewModel.data.loadingProperty().get()) {
            return "The data set is being read";
        }
        if (viewModel.data.refusedProperty().get() != null) {
            Dataset there = viewModel.editor.datasetProperty().get();
            return "The table could not be opened: choose other columns, or "
                    + (there == null ? "other data" : "dismiss the message to stay with " + there.name());
        }
        return viewModel.workspace.library.stateProperty().get() == State.OPENING
                ? "The experiment store is being opened"
                : "Cannot start: " + viewModel.editor.problemProperty().get();
    }

    /** Why no run can be started now, in a line; empty if one can. */
    ReadOnlyStringProperty obstacleProperty() {
        return obstacle.getReadOnlyProperty();
    }

    private void primary(String text, String icon, String tip) {
        primary.setText(text);
        primary.setGraphic(new FontIcon(icon));
        reason.setText(tip);
    }

    @FXML
    void primary() {
        switch (viewModel.live.phaseProperty().get()) {
            case IDLE -> viewModel.start();
            case RUNNING -> viewModel.live.pause();
            case PAUSED -> viewModel.live.resume();
            case STOPPING -> {}
        }
    }

    @FXML
    private void openConfiguration() {
        prompts.open("Open a configuration", "Configuration", List.of(".json")).ifPresent(files::openConfiguration);
    }

    @FXML
    private void saveConfiguration() {
        Configuration configuration = viewModel.editor.configurationProperty().get();
        if (configuration != null) {
            prompts.save("Save the configuration", "Configuration", ".json", configuration.preset())
                    .ifPresent(file -> files.saveConfiguration(configuration, file));
        }
    }

    @FXML
    private void openModel() {
        prompts.open("Open a model", "Model", ModelReader.EXTENSIONS).ifPresent(viewModel.opened::open);
    }

    @FXML
    void saveModel() {
        if (files.canSaveModel()) {
            // While a person looks for a place, the queue may go on to another.
            RunTrace run = viewModel.shown.run();
            prompts.save("Save the model", "KAN Workbench model", ".kan", files.modelName())
                    .ifPresent(file -> files.saveModel(run, file));
        }
    }
}

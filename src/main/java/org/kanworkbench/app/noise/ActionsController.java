package org.kanworkbench.app.noise;

import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.StackPane;
import org.kanworkbench.app.noise.LiveViewModel.Phase;
import org.kordamp.ikonli.javafx.FontIcon;

/** Binds the header's buttons: Start, which becomes Pause and Resume, and Stop. */
final class ActionsController {

    private final LiveViewModel viewModel;
    private final Tooltip reason = new Tooltip();

    @FXML
    private Button primary;

    @FXML
    private StackPane primaryHost;

    @FXML
    private Button stop;

    ActionsController(LiveViewModel viewModel) {
        this.viewModel = viewModel;
    }

    @FXML
    private void initialize() {
        // On the host, because a disabled button shows no tooltip.
        Tooltip.install(primaryHost, reason);
        viewModel.phaseProperty().subscribe(_ -> show());
        viewModel.targetProblemProperty().addListener(_ -> show());
    }

    private void show() {
        Phase phase = viewModel.phaseProperty().get();
        stop.setVisible(phase != Phase.IDLE);
        stop.setManaged(phase != Phase.IDLE);
        String problem = viewModel.targetProblemProperty().get();
        primary.setDisable(phase == Phase.IDLE && !problem.isEmpty());
        switch (phase) {
            case IDLE -> primary("Start", "mdi2p-play", "Fit these points (Ctrl+Enter)");
            case RUNNING -> primary("Pause", "mdi2p-pause", "Hold the fit (Ctrl+Enter)");
            case PAUSED -> primary("Resume", "mdi2p-play", "Go on (Ctrl+Enter)");
        }
        if (primary.isDisabled()) {
            reason.setText(problem);
        }
    }

    private void primary(String text, String icon, String tip) {
        primary.setText(text);
        primary.setGraphic(new FontIcon(icon));
        reason.setText(tip);
    }

    @FXML
    void primary() {
        switch (viewModel.phaseProperty().get()) {
            case IDLE -> viewModel.start();
            case RUNNING -> viewModel.pause();
            case PAUSED -> viewModel.resume();
        }
    }

    @FXML
    void stop() {
        viewModel.stop();
    }
}

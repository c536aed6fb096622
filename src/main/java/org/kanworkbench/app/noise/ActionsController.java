package org.kanworkbench.app.noise;

import java.util.Map;
import javafx.beans.property.ReadOnlyProperty;
import javafx.beans.value.ObservableValue;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.StackPane;
import org.kanworkbench.app.controls.Showing;
import org.kanworkbench.app.noise.settings.Tab;
import org.kanworkbench.app.work.Phase;
import org.kanworkbench.app.work.Work;
import org.kordamp.ikonli.javafx.FontIcon;

/** Binds the header's buttons to the work of the tab that is shown: Start, which becomes Pause and Resume, and Stop. */
final class ActionsController {

    private final Map<Tab, Work> works;
    private final ReadOnlyProperty<Tab> tab;
    private final Tooltip reason = new Tooltip();

    @FXML
    private Button primary;

    @FXML
    private StackPane primaryHost;

    @FXML
    private Button stop;

    ActionsController(Map<Tab, Work> works, ReadOnlyProperty<Tab> tab) {
        this.works = works;
        this.tab = tab;
    }

    @FXML
    private void initialize() {
        // On the host, because a disabled button shows no tooltip.
        Tooltip.install(primaryHost, reason);
        tab.addListener(_ -> show());
        for (Work work : works.values()) {
            for (ObservableValue<?> cause : new ObservableValue<?>[] {work.phaseProperty(), work.obstacleProperty()}) {
                cause.addListener(_ -> show());
            }
        }
        show();
    }

    private Work work() {
        return works.get(tab.getValue());
    }

    private void show() {
        Phase phase = work().phaseProperty().get();
        Showing.now(stop, phase != Phase.IDLE);
        stop.setDisable(phase == Phase.ENDING);
        String obstacle = work().obstacleProperty().getValue();
        switch (phase) {
            case IDLE -> primary("Start", "mdi2p-play", tab.getValue().start());
            case PREPARING -> primary("Start", "mdi2p-play", "Preparing");
            case ASKING -> primary("Begin", "mdi2p-play", "Begin the sweep (Ctrl+Enter)");
            case RUNNING, ENDING -> primary("Pause", "mdi2p-pause", "Pause (Ctrl+Enter)");
            case PAUSED -> primary("Resume", "mdi2p-play", "Resume (Ctrl+Enter)");
        }
        boolean hindered = phase == Phase.IDLE && !obstacle.isEmpty();
        primary.setDisable(hindered || phase == Phase.PREPARING || phase == Phase.ENDING);
        if (hindered) {
            reason.setText(obstacle);
        }
    }

    private void primary(String text, String icon, String tip) {
        primary.setText(text);
        primary.setGraphic(new FontIcon(icon));
        reason.setText(tip);
    }

    @FXML
    void primary() {
        if (primary.isDisabled()) {
            return;
        }
        switch (work().phaseProperty().get()) {
            case RUNNING -> work().pause();
            case PAUSED -> work().resume();
            default -> work().start();
        }
    }

    @FXML
    void stop() {
        work().stop();
    }
}

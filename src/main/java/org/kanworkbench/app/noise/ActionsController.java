package org.kanworkbench.app.noise;

import java.util.Map;
import javafx.beans.property.ReadOnlyProperty;
import javafx.beans.value.ObservableValue;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.StackPane;
import org.kanworkbench.app.controls.layout.Showing;
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
        primary.setText(phase.action());
        primary.setGraphic(new FontIcon(phase.icon()));
        primary.setDisable(!work().ready());
        String obstacle = work().obstacleProperty().get();
        reason.setText(
                switch (phase) {
                    case IDLE -> obstacle.isEmpty() ? tab.getValue().start() : obstacle;
                    case PREPARING -> "Preparing";
                    case ASKING -> "Begin the sweep (Ctrl+Enter)";
                    case RUNNING, PAUSED, ENDING -> phase.action() + " (Ctrl+Enter)";
                });
    }

    @FXML
    void primary() {
        work().press();
    }

    @FXML
    void stop() {
        work().stop();
    }
}

package org.kanworkbench.app.noise.settings;

import java.util.List;
import javafx.beans.value.ObservableValue;
import javafx.fxml.FXML;
import org.kanworkbench.app.controls.setting.FieldRow;

/** Binds how networks are trained; a sweep tries settings of its own, and nKAN.py's experiment has its own but for the seed. */
public final class TrainingController {

    private final FitSettings settings;
    private final ObservableValue<Tab> tab;

    @FXML
    private FieldRow rows;

    @FXML
    private FieldRow steps;

    @FXML
    private FieldRow learningRate;

    @FXML
    private FieldRow weightDecay;

    @FXML
    private FieldRow stepsAFrame;

    @FXML
    private FieldRow seed;

    public TrainingController(FitSettings settings, ObservableValue<Tab> tab) {
        this.settings = settings;
        this.tab = tab;
    }

    @FXML
    private void initialize() {
        rows.type(settings.rows);
        steps.type(settings.steps);
        learningRate.type(settings.learningRate);
        weightDecay.type(settings.weightDecay);
        stepsAFrame.type(settings.stepsAFrame);
        seed.type(settings.seed);
        for (FieldRow row : List.of(rows, learningRate, weightDecay, stepsAFrame)) {
            row.showWhen(tab.map(shown -> shown == Tab.FIT));
        }
        steps.showWhen(tab.map(shown -> shown != Tab.NKAN));
    }
}

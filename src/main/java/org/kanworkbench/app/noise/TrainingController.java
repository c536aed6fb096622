package org.kanworkbench.app.noise;

import javafx.fxml.FXML;
import org.kanworkbench.app.controls.FieldRow;

/** Binds how networks are trained in a live fit. */
final class TrainingController {

    private final FitSettings settings;

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

    TrainingController(FitSettings settings) {
        this.settings = settings;
    }

    @FXML
    private void initialize() {
        rows.type(settings.rows);
        steps.type(settings.steps);
        learningRate.type(settings.learningRate);
        weightDecay.type(settings.weightDecay);
        stepsAFrame.type(settings.stepsAFrame);
        seed.type(settings.seed);
    }
}

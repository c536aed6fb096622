package org.kanworkbench.app.noise;

import java.util.List;
import javafx.fxml.FXML;
import org.kanworkbench.app.controls.FieldRow;
import org.kanworkbench.noise.NoisePlace;
import org.kanworkbench.noise.NoiseShape;
import org.kanworkbench.noise.NoiseUnit;

/** Binds the noise and its slider. */
final class NoiseController {

    private final NoiseSettings settings;

    @FXML
    private FieldRow place;

    @FXML
    private FieldRow shape;

    @FXML
    private FieldRow unit;

    @FXML
    private FieldRow relative;

    @FXML
    private FieldRow deviation;

    @FXML
    private FieldRow decibels;

    NoiseController(NoiseSettings settings) {
        this.settings = settings;
    }

    @FXML
    private void initialize() {
        place.choose(settings.place, List.of(NoisePlace.values()));
        shape.choose(settings.shape, List.of(NoiseShape.values()));
        unit.choose(settings.unit, List.of(NoiseUnit.values()));
        relative.slide(settings.relative, 0, NoiseSettings.MOST_DEVIATION);
        deviation.slide(settings.deviation, 0, NoiseSettings.MOST_DEVIATION);
        decibels.slide(settings.decibels, NoiseSettings.LEAST_DECIBELS, NoiseSettings.MOST_DECIBELS);
        showFor(relative, NoiseUnit.RELATIVE);
        showFor(deviation, NoiseUnit.DEVIATION);
        showFor(decibels, NoiseUnit.SNR_DB);
    }

    private void showFor(FieldRow row, NoiseUnit meant) {
        row.showWhen(settings.unit.valueProperty().map(chosen -> chosen == meant));
    }
}

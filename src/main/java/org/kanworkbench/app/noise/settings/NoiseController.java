package org.kanworkbench.app.noise.settings;

import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.fxml.FXML;
import org.kanworkbench.app.controls.setting.FieldRow;
import org.kanworkbench.noise.NoisePlace;
import org.kanworkbench.noise.NoiseShape;
import org.kanworkbench.noise.NoiseUnit;

/** Binds the noise and its slider. */
public final class NoiseController {

    /** Ends of the sliders; more can be typed. */
    private static final double MUCH = 1.5;

    private static final double LEAST_DECIBELS = -10;
    private static final double MOST_DECIBELS = 40;

    private final NoiseSettings settings;
    private final ObservableValue<Tab> tab;

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

    /** @param tab the sweep has levels of its own */
    public NoiseController(NoiseSettings settings, ObservableValue<Tab> tab) {
        this.settings = settings;
        this.tab = tab;
    }

    @FXML
    private void initialize() {
        place.choose(settings.place, List.of(NoisePlace.values()));
        shape.choose(settings.shape, List.of(NoiseShape.values()));
        unit.choose(settings.unit, List.of(NoiseUnit.values()));
        relative.slide(settings.relative, 0, MUCH);
        deviation.slide(settings.deviation, 0, MUCH);
        decibels.slide(settings.decibels, LEAST_DECIBELS, MOST_DECIBELS);
        showFor(relative, NoiseUnit.RELATIVE);
        showFor(deviation, NoiseUnit.DEVIATION);
        showFor(decibels, NoiseUnit.SNR_DB);
    }

    private void showFor(FieldRow row, NoiseUnit meant) {
        row.showWhen(Bindings.createBooleanBinding(
                () -> settings.unit.get() == meant && tab.getValue() == Tab.FIT, settings.unit.valueProperty(), tab));
    }
}

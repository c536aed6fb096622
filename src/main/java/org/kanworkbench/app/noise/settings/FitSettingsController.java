package org.kanworkbench.app.noise.settings;

import java.util.List;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.MenuButton;
import javafx.scene.layout.FlowPane;
import org.kanworkbench.app.controls.Styled;
import org.kanworkbench.app.controls.TickItem;
import org.kanworkbench.app.controls.layout.Showing;
import org.kanworkbench.app.controls.setting.FieldRow;
import org.kanworkbench.app.controls.setting.Setting;
import org.kanworkbench.app.noise.fit.SeriesInk;
import org.kanworkbench.noise.NoisePlace;
import org.kanworkbench.noise.NoiseShape;
import org.kanworkbench.noise.NoiseUnit;
import org.kanworkbench.noise.contender.Match;

/**
 * Binds the noise with its slider, the models with their sizes, and how networks are trained. A sweep tries levels and training
 * settings of its own, and nKAN.py's experiment has its own of everything but the seed.
 */
public final class FitSettingsController {

    /** Ends of the sliders; more can be typed. */
    private static final double MUCH = 1.5;

    private static final double LEAST_DECIBELS = -10;
    private static final double MOST_DECIBELS = 40;

    private final FitSettings settings;
    private final ObservableValue<Tab> tab;

    @FXML
    private Node noise;

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

    @FXML
    private Node models;

    @FXML
    private FlowPane usual;

    @FXML
    private MenuButton others;

    @FXML
    private FieldRow match;

    @FXML
    private FieldRow kanHidden;

    @FXML
    private FieldRow order;

    @FXML
    private FieldRow grid;

    @FXML
    private FieldRow mlpHidden;

    @FXML
    private FieldRow dropout;

    @FXML
    private FieldRow mlpWeightDecay;

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

    public FitSettingsController(FitSettings settings, ObservableValue<Tab> tab) {
        this.settings = settings;
        this.tab = tab;
    }

    @FXML
    private void initialize() {
        bindNoise(settings.noise);
        bindModels(settings.models);
        rows.type(settings.rows);
        steps.type(settings.steps);
        learningRate.type(settings.learningRate);
        weightDecay.type(settings.weightDecay);
        stepsAFrame.type(settings.stepsAFrame);
        seed.type(settings.seed);
        for (FieldRow row : List.of(rows, learningRate, weightDecay, stepsAFrame)) {
            row.showWhen(tab.map(shown -> shown == Tab.FIT));
        }
        for (Node part : List.of(noise, models, steps)) {
            Showing.when(part, tab.map(shown -> shown != Tab.NKAN));
        }
    }

    private void bindNoise(NoiseSettings of) {
        place.choose(of.place, List.of(NoisePlace.values()));
        shape.choose(of.shape, List.of(NoiseShape.values()));
        unit.choose(of.unit, List.of(NoiseUnit.values()));
        relative.slide(of.relative, 0, MUCH);
        deviation.slide(of.deviation, 0, MUCH);
        decibels.slide(of.decibels, LEAST_DECIBELS, MOST_DECIBELS);
        showFor(relative, NoiseUnit.RELATIVE);
        showFor(deviation, NoiseUnit.DEVIATION);
        showFor(decibels, NoiseUnit.SNR_DB);
    }

    private void showFor(FieldRow row, NoiseUnit meant) {
        ObservableValue<NoiseUnit> chosen = settings.noise.unit.valueProperty();
        row.showWhen(Bindings.createBooleanBinding(
                () -> chosen.getValue() == meant && tab.getValue() == Tab.FIT, chosen, tab));
    }

    private void bindModels(ModelSettings of) {
        for (Candidate candidate : Candidate.ALL) {
            if (candidate.usual()) {
                usual.getChildren().add(box(candidate));
            } else {
                // The menu stays, so that several can be ticked.
                others.getItems().add(new TickItem(box(candidate)));
            }
        }
        match.choose(of.match, List.of(Match.Measure.PARAMETERS, Match.Measure.TIME, Match.Measure.NONE));
        kanHidden.type(of.kanHidden);
        order.type(of.order);
        grid.type(of.grid);
        mlpHidden.type(of.mlpHidden);
        dropout.type(of.dropout);
        mlpWeightDecay.type(of.weightDecay);
        of.match.onChange(this::describe);
        of.candidates.onChange(this::describe);
        describe();
    }

    private void describe() {
        Setting<Match.Measure> measure = settings.models.match;
        Optional<String> reference = settings.models.reference();
        kanHidden.setHint(reference
                .map(name -> "Of " + name + "; the others match its " + measure.label(measure.get()))
                .orElse(""));
        mlpHidden.setHint(reference.isPresent() ? "Matched: only how many there are counts" : "");
        long hidden = settings.models.candidates.chosen().stream()
                .filter(candidate -> !candidate.usual())
                .count();
        others.setText(hidden == 0 ? "More presets" : "More presets: " + hidden + " chosen");
    }

    private CheckBox box(Candidate candidate) {
        CheckBox box = settings.models.candidates.box(candidate, "model-" + candidate.name(), candidate.name());
        box.setGraphic(SeriesInk.mark(candidate.series()));
        return Styled.of(box, "model-choice");
    }
}

package org.kanworkbench.app.noise.settings;

import java.util.List;
import java.util.Optional;
import javafx.fxml.FXML;
import javafx.scene.control.CheckBox;
import javafx.scene.control.MenuButton;
import javafx.scene.layout.FlowPane;
import org.kanworkbench.app.controls.TickItem;
import org.kanworkbench.app.controls.setting.FieldRow;
import org.kanworkbench.app.noise.fit.SeriesInk;
import org.kanworkbench.noise.contender.Match;

/** Binds the choice of models and their sizes. */
public final class ModelsController {

    private final ModelSettings settings;

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
    private FieldRow weightDecay;

    public ModelsController(ModelSettings settings) {
        this.settings = settings;
    }

    @FXML
    private void initialize() {
        for (Candidate candidate : Candidate.ALL) {
            if (candidate.usual()) {
                usual.getChildren().add(box(candidate));
            } else {
                // The menu stays, so that several can be ticked.
                others.getItems().add(new TickItem(box(candidate)));
            }
        }
        match.choose(settings.match, List.of(Match.Measure.PARAMETERS, Match.Measure.TIME, Match.Measure.NONE));
        kanHidden.type(settings.kanHidden);
        order.type(settings.order);
        grid.type(settings.grid);
        mlpHidden.type(settings.mlpHidden);
        dropout.type(settings.dropout);
        weightDecay.type(settings.weightDecay);
        settings.match.onChange(this::describe);
        Candidate.ALL.forEach(c -> settings.chosenProperty(c).addListener(_ -> describe()));
        describe();
    }

    private void describe() {
        Optional<String> reference = settings.reference();
        kanHidden.setHint(reference
                .map(name -> "Of " + name + "; the others match its " + settings.match.label(settings.match.get()))
                .orElse(""));
        mlpHidden.setHint(reference.isPresent() ? "Matched: only how many there are counts" : "");
    }

    private CheckBox box(Candidate candidate) {
        CheckBox box = new CheckBox(candidate.name());
        box.setGraphic(SeriesInk.mark(candidate.series()));
        box.setId("model-" + candidate.name());
        box.getStyleClass().add("model-choice");
        box.selectedProperty().bindBidirectional(settings.chosenProperty(candidate));
        return box;
    }
}

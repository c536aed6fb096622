package org.kanworkbench.app.noise.sweep;

import javafx.fxml.FXML;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TextField;
import org.kanworkbench.app.cluster.RunOnRows;
import org.kanworkbench.app.controls.FilePrompts;
import org.kanworkbench.app.controls.TickItem;
import org.kanworkbench.app.controls.layout.Showing;
import org.kanworkbench.app.controls.setting.FieldRow;
import org.kanworkbench.app.noise.settings.SweepSettings;
import org.kanworkbench.app.work.Phase;
import org.kanworkbench.data.Counted;
import org.kanworkbench.noise.target.StandardFunction;

/** Binds the sweep's settings. */
public final class SweepSettingsController {

    private final SweepViewModel viewModel;
    private final SweepSettings settings;
    private final FilePrompts prompts;

    @FXML
    private CheckBox own;

    @FXML
    private MenuButton functions;

    @FXML
    private FieldRow levels;

    @FXML
    private FieldRow sizes;

    @FXML
    private FieldRow seeds;

    @FXML
    private FieldRow orders;

    @FXML
    private FieldRow grids;

    @FXML
    private FieldRow engine;

    @FXML
    private RunOnRows runOn;

    @FXML
    private Label planned;

    @FXML
    private Label problem;

    public SweepSettingsController(SweepViewModel viewModel, FilePrompts prompts) {
        this.viewModel = viewModel;
        this.prompts = prompts;
        this.settings = viewModel.settings;
    }

    @FXML
    private void initialize() {
        own.selectedProperty().bindBidirectional(settings.own);
        functions.disableProperty().bind(settings.own);
        for (StandardFunction function : StandardFunction.values()) {
            functions
                    .getItems()
                    .add(new TickItem(
                            settings.functions.box(function, "sweep-function-" + function.id(), function.id())));
        }
        settings.functions.onChange(this::count);
        count();
        TextField list = levels.type(settings.levels);
        Showing.whole(list, list.textProperty());
        sizes.type(settings.sizes);
        seeds.type(settings.seeds);
        orders.type(settings.orders);
        grids.type(settings.grids);
        engine.choose(settings.engine, viewModel.engines());
        runOn.show(viewModel.runOn(), prompts, viewModel.phaseProperty().isNotEqualTo(Phase.IDLE));
        planned.textProperty().bind(viewModel.plannedProperty());
        Showing.when(planned, planned.textProperty().isNotEmpty());
        // A field tells what is wrong with it.
        problem.textProperty()
                .bind(viewModel
                        .obstacleProperty()
                        .map(why -> settings.lacksTable() || settings.problem().isPresent() ? "" : why));
        Showing.when(problem, problem.textProperty().isNotEmpty());
    }

    private void count() {
        functions.setText(Counted.of(settings.functions.chosen().size(), "function"));
    }
}

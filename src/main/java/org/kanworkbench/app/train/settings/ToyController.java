package org.kanworkbench.app.train.settings;

import javafx.fxml.FXML;
import javafx.scene.layout.VBox;
import org.kanworkbench.app.controls.layout.Showing;
import org.kanworkbench.app.controls.setting.FieldRow;
import org.kanworkbench.app.train.TrainViewModel;
import org.kanworkbench.data.source.DataSource.Toy;

/** Binds what can be set about a toy set; out of sight while another data set is chosen. */
public final class ToyController {

    private final TrainViewModel viewModel;

    @FXML
    private VBox host;

    @FXML
    private FieldRow noise;

    @FXML
    private FieldRow points;

    @FXML
    private FieldRow pointsSeed;

    public ToyController(TrainViewModel viewModel) {
        this.viewModel = viewModel;
    }

    @FXML
    private void initialize() {
        ToySettings toys = viewModel.editor.toys;
        noise.slide(toys.noise, 0, Toy.MOST_NOISE);
        points.type(toys.rows);
        pointsSeed.type(toys.seed);
        InspectorController.rows(host).forEach(FieldRow::tellElsewhere);
        Showing.when(host, toys.chosenProperty());
        host.disableProperty().bind(viewModel.locked);
    }
}

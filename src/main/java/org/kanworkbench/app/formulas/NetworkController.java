package org.kanworkbench.app.formulas;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Slider;
import javafx.scene.control.Tooltip;
import org.kanworkbench.app.chart.card.PictureFiles;
import org.kanworkbench.app.chart.card.PictureMenu;
import org.kanworkbench.app.formulas.state.FormulasViewModel;
import org.kanworkbench.app.formulas.state.Words;

/** Binds the network's picture, the prune slider and the steps that change the network as a whole. */
final class NetworkController {

    private final FormulasViewModel viewModel;
    private final PictureFiles files;

    @FXML
    private Label shape;

    @FXML
    private MenuButton menu;

    @FXML
    private MenuItem refine;

    @FXML
    private MenuItem simplify;

    @FXML
    private PictureMenu export;

    @FXML
    private KanPicture picture;

    @FXML
    private Slider slider;

    @FXML
    private Button prune;

    @FXML
    private Label pruning;

    NetworkController(FormulasViewModel viewModel, PictureFiles files) {
        this.viewModel = viewModel;
        this.files = files;
    }

    @FXML
    private void initialize() {
        prune.setOnAction(_ -> viewModel.prune.prune());
        refine.setOnAction(_ -> viewModel.refine());
        simplify.setOnAction(_ -> viewModel.simplify());
        var shown = viewModel.steps.shownProperty();
        var busy = viewModel.work.busyProperty();
        shown.subscribe(state -> {
            picture.show(state);
            shape.setText(state == null ? "Network" : Words.shape(state.network()));
            picture.setAccessibleText(state == null ? "Network" : "Network " + Words.shape(state.network()));
        });
        shape.setTooltip(new Tooltip());
        shape.getTooltip()
                .textProperty()
                .bind(shape.textProperty().map(text -> "Nodes of the network's layers, inputs first: " + text));
        picture.setOnChoose(viewModel.edge::choose);
        viewModel.edge.chosenProperty().subscribe(picture::mark);
        viewModel.prune.goingProperty().subscribe(picture::fade);
        export.offer(new PictureFiles.Item("Network", picture), files);
        export.disableProperty().bind(shown.isNull());
        menu.disableProperty().bind(shown.isNull().or(busy));
        BooleanBinding symbolic = Bindings.createBooleanBinding(
                () -> shown.get() != null && shown.get().symbolic(), shown);
        refine.disableProperty().bind(symbolic);
        simplify.disableProperty().bind(symbolic);
        slider.valueProperty().bindBidirectional(viewModel.prune.slider);
        slider.disableProperty().bind(menu.disableProperty());
        prune.disableProperty()
                .bind(menu.disableProperty()
                        .or(Bindings.createBooleanBinding(
                                () -> viewModel.prune.goingProperty().get().isEmpty(),
                                viewModel.prune.goingProperty())));
        pruning.textProperty()
                .bind(viewModel
                        .prune
                        .textProperty()
                        .map(text -> text.isEmpty()
                                ? "Move the slider to see what pruning by attribution score would do."
                                : text));
    }

    @FXML
    private void pruneAll() {
        viewModel.pruneAll();
    }

    @FXML
    private void refit() {
        viewModel.refit();
    }
}

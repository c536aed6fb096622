package org.kanworkbench.app.train.settings;

import javafx.beans.binding.BooleanBinding;
import javafx.beans.value.ObservableValue;
import javafx.fxml.FXML;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.MenuButton;
import javafx.scene.layout.VBox;
import org.kanworkbench.app.controls.layout.Showing;
import org.kanworkbench.app.controls.setting.FieldRow;
import org.kanworkbench.app.controls.setting.Setting;
import org.kanworkbench.app.train.TrainViewModel;
import org.kanworkbench.network.Field;
import org.kanworkbench.network.Field.Group;
import org.kanworkbench.network.LayerField;
import org.kanworkbench.network.basis.Bases;
import org.kanworkbench.network.recipe.RecipeField;
import org.kanworkbench.network.stem.KanConvolutions;

/** Binds the rows of settings that are not essential. */
final class MoreController {

    private final TrainViewModel viewModel;

    @FXML
    private VBox all;

    @FXML
    private FieldRow channels;

    @FXML
    private FieldRow basis;

    @FXML
    private VBox layer;

    @FXML
    private VBox recipe;

    @FXML
    private Label augmentationTitle;

    @FXML
    private VBox augmentation;

    @FXML
    private VBox validation;

    @FXML
    private FieldRow seed;

    @FXML
    private FieldRow threads;

    @FXML
    private FieldRow engine;

    @FXML
    private MenuButton startFrom;

    MoreController(TrainViewModel viewModel) {
        this.viewModel = viewModel;
    }

    @FXML
    private void initialize() {
        ConfigurationEditor editor = viewModel.editor;
        new StartChoice(viewModel).bind(startFrom);
        bindNetwork(editor.network);
        InspectorController.fill(recipe, editor.recipe, Group.RECIPE);
        InspectorController.fill(augmentation, editor.recipe, Group.AUGMENTATION);
        ObservableValue<Boolean> pictures =
                editor.datasetProperty().map(data -> data.image().isPresent()).orElse(true);
        Showing.when(augmentation, pictures);
        Showing.when(
                augmentationTitle,
                editor.recipe.counting(RecipeField.SHIFT).flatMap(counts -> pictures.map(shown -> shown && counts)));
        InspectorController.fill(validation, editor.recipe, Group.VALIDATION);
        seed.type(editor.seed);
        threads.type(editor.threads);
        bindEngine(editor);
        InspectorController.rows(all).forEach(FieldRow::tellElsewhere);
        lockWhileTraining();
    }

    private void bindNetwork(NetworkSettings network) {
        channels.type(network.channels);
        network.stem.subscribe(stem -> channels.setHint("Of 3 × 3 convolutions, each with "
                + (stem instanceof KanConvolutions kernels
                        ? kernels.activation().label()
                        : "ReLU")
                + " and 2 × 2 pooling"));
        channels.showWhen(network.stem.map(stem -> !stem.channels().isEmpty()));
        basis.choose(network.basis.family, Bases.ALL);
        InspectorController.fill(layer, network.layer, Group.LAYER);
        InspectorController.showWhen(
                InspectorController.row(layer, LayerField.SCALING), network.basis.family, _ -> !network.basis.dense());
        hintLast(network, LayerField.SCALING);
        hintLast(network, LayerField.NORMALIZATION);
        hintLast(network, LayerField.ACTIVATION);
    }

    /** The list says of each where it computes or why not; closed, it has room for the name, and the hint says the rest. */
    private void bindEngine(ConfigurationEditor editor) {
        ComboBox<String> engines = engine.choose(editor.engine, editor.engines());
        engines.setButtonCell(new ListCell<>() {
            @Override
            protected void updateItem(String name, boolean empty) {
                super.updateItem(name, empty);
                setText(empty ? "" : name);
            }
        });
        Runnable describe = () -> engine.setHint(editor.device());
        editor.engine.valueProperty().subscribe(describe);
        boolean[] asked = new boolean[1];
        engines.setOnShowing(_ -> {
            // Not before: asking loads drivers.
            if (!asked[0]) {
                asked[0] = true;
                viewModel.askDevices();
            }
        });
        editor.devices.subscribe(() -> {
            editor.engines().stream()
                    .filter(name -> !engines.getItems().contains(name))
                    .forEach(name -> engines.getItems().add(editor.engines().indexOf(name), name));
            FieldRow.relabel(engines, editor.engine);
            describe.run();
        });
    }

    /** Says what the last layer does, where it differs from the others. */
    private <T> void hintLast(NetworkSettings network, Field<T> field) {
        FieldRow row = InspectorController.row(layer, field);
        Setting<T> setting = network.layer.of(field);
        Runnable show = () -> {
            T last = field.of(network.last.get());
            row.setHint(last.equals(setting.get()) ? "" : "Last layer: " + setting.label(last));
        };
        network.last.addListener(_ -> show.run());
        setting.valueProperty().subscribe(show);
    }

    private void lockWhileTraining() {
        BooleanBinding training = viewModel.locked;
        startFrom.disableProperty().bind(training);
        InspectorController.lock(InspectorController.rows(all), training);
    }
}

package org.kanworkbench.app.train;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import javafx.beans.InvalidationListener;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ListCell;
import javafx.scene.control.MenuButton;
import org.kanworkbench.app.controls.FieldRow;
import org.kanworkbench.app.controls.Setting;
import org.kanworkbench.app.train.LiveRun.Phase;
import org.kanworkbench.app.train.RecipeSettings.OptimizerKind;
import org.kanworkbench.app.train.RecipeSettings.ScheduleKind;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.Bases;
import org.kanworkbench.network.Convolutions;
import org.kanworkbench.network.InputScaling;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.Normalization;

/** Binds the rows of settings that are not essential. */
final class MoreController {

    private final TrainViewModel viewModel;
    private final StartChoice start;

    @FXML
    private FieldRow channels;

    @FXML
    private FieldRow basis;

    @FXML
    private FieldRow scaling;

    @FXML
    private FieldRow base;

    @FXML
    private FieldRow normalization;

    @FXML
    private FieldRow activation;

    @FXML
    private FieldRow dropout;

    @FXML
    private FieldRow optimizer;

    @FXML
    private FieldRow weightDecay;

    @FXML
    private FieldRow momentum;

    @FXML
    private FieldRow schedule;

    @FXML
    private FieldRow gamma;

    @FXML
    private FieldRow stepEpochs;

    @FXML
    private FieldRow warmup;

    @FXML
    private FieldRow floor;

    @FXML
    private FieldRow smoothing;

    @FXML
    private FieldRow averaging;

    @FXML
    private FieldRow gridEvery;

    @FXML
    private FieldRow gridUntil;

    @FXML
    private FieldRow shift;

    @FXML
    private FieldRow rotation;

    @FXML
    private FieldRow scale;

    @FXML
    private FieldRow validationRows;

    @FXML
    private FieldRow patience;

    @FXML
    private FieldRow keepBest;

    @FXML
    private FieldRow seed;

    @FXML
    private FieldRow threads;

    @FXML
    private FieldRow engine;

    @FXML
    private MenuButton startFrom;

    /** @param start the weights that a run begins with */
    MoreController(TrainViewModel viewModel, StartChoice start) {
        this.viewModel = viewModel;
        this.start = start;
    }

    @FXML
    private void initialize() {
        ConfigurationEditor editor = viewModel.editor();
        start.bind(startFrom);
        bindNetwork(editor.network);
        bindRecipe(editor.recipe);
        bindGridUpdate(editor);
        seed.type(editor.seed);
        threads.type(editor.threads);
        bindEngine(editor);
        lockWhileTraining();
    }

    private void bindNetwork(NetworkSettings network) {
        channels.type(network.channels);
        channels.setHint("Of 3 × 3 convolutions, each with ReLU and 2 × 2 pooling");
        channels.showWhen(network.stem.map(Convolutions.class::isInstance));
        basis.choose(network.basis.family, Bases.ALL);
        scaling.choose(network.scaling, List.of(InputScaling.values()));
        base.choose(
                network.base,
                Stream.of(Activation.values())
                        .filter(a -> a != Activation.PRELU)
                        .toList());
        normalization.choose(network.normalization, List.of(Normalization.values()));
        activation.choose(
                network.activation,
                Stream.of(Activation.values()).filter(a -> a != Activation.ZERO).toList());
        dropout.type(network.dropout);
        InspectorController.showWhen(scaling, network.basis.family, _ -> !network.basis.dense());
        hintLast(scaling, network, network.scaling, LayerSpec::scaling);
        hintLast(normalization, network, network.normalization, LayerSpec::normalization);
        hintLast(activation, network, network.activation, LayerSpec::activation);
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
        editor.devices().addListener((InvalidationListener) _ -> {
            FieldRow.relabel(engines, editor.engine);
            describe.run();
        });
    }

    /** Says what the last layer does, where it differs from the others. */
    private static <T> void hintLast(
            FieldRow row, NetworkSettings network, Setting<T> setting, Function<LayerSpec, T> part) {
        Runnable show = () -> {
            T last = part.apply(network.last.get());
            row.setHint(last.equals(setting.get()) ? "" : "Last layer: " + setting.label(last));
        };
        network.last.addListener(_ -> show.run());
        setting.valueProperty().subscribe(show);
    }

    private void bindRecipe(RecipeSettings recipe) {
        optimizer.choose(recipe.optimizer, List.of(OptimizerKind.values()));
        weightDecay.type(recipe.weightDecay);
        momentum.type(recipe.momentum);
        InspectorController.showWhen(momentum, recipe.optimizer, kind -> kind == OptimizerKind.SGD);
        schedule.choose(recipe.schedule, List.of(ScheduleKind.values()));
        gamma.type(recipe.gamma);
        stepEpochs.type(recipe.stepEpochs);
        warmup.type(recipe.warmup);
        floor.type(recipe.floor);
        floor.setHint("Of the peak learning rate");
        InspectorController.showWhen(
                gamma, recipe.schedule, kind -> kind == ScheduleKind.EXPONENTIAL || kind == ScheduleKind.STEP);
        InspectorController.showWhen(stepEpochs, recipe.schedule, kind -> kind == ScheduleKind.STEP);
        InspectorController.showWhen(warmup, recipe.schedule, kind -> kind == ScheduleKind.COSINE);
        InspectorController.showWhen(floor, recipe.schedule, kind -> kind == ScheduleKind.COSINE);
        smoothing.type(recipe.smoothing);
        averaging.type(recipe.averaging);
        averaging.setHint("EMA decay per step, e.g. 0.999 (0 = off)");
        shift.type(recipe.shift);
        rotation.type(recipe.rotation);
        scale.type(recipe.scale);
        validationRows.type(recipe.validationRows);
        patience.type(recipe.patience);
        validationRows.setHint("Of the training samples, for validation (0 = none)");
        patience.setHint("Without a better score (0 = no early stopping)");
        keepBest.choose(recipe.keepBest, List.of(false, true));
        InspectorController.showWhen(patience, recipe.validationRows, rows -> rows > 0);
        InspectorController.showWhen(keepBest, recipe.validationRows, rows -> rows > 0);
    }

    private void bindGridUpdate(ConfigurationEditor editor) {
        RecipeSettings recipe = editor.recipe;
        gridEvery.type(recipe.gridEvery);
        gridEvery.setHint("Epochs from one refit to the next; 0 for never");
        gridUntil.type(recipe.gridUntil);
        gridUntil.setHint("Epoch of the last refit, at most");
        BasisSettings bases = editor.network.basis;
        InspectorController.showWhen(gridEvery, bases.family, _ -> bases.hasGrid());
        gridUntil.showWhen(Bindings.createBooleanBinding(
                () -> bases.hasGrid() && recipe.counts(recipe.gridUntil),
                bases.family.valueProperty(),
                recipe.gridEvery.valueProperty()));
    }

    private void lockWhileTraining() {
        BooleanBinding training = viewModel.phaseProperty().isNotEqualTo(Phase.IDLE);
        startFrom.disableProperty().bind(training);
        Stream.of(
                        channels,
                        basis,
                        scaling,
                        base,
                        normalization,
                        activation,
                        dropout,
                        optimizer,
                        weightDecay,
                        momentum,
                        schedule,
                        gamma,
                        stepEpochs,
                        warmup,
                        floor,
                        smoothing,
                        averaging,
                        gridEvery,
                        gridUntil,
                        shift,
                        rotation,
                        scale,
                        validationRows,
                        patience,
                        keepBest,
                        seed,
                        threads,
                        engine)
                .<Node>map(FieldRow::control)
                .forEach(control -> control.disableProperty().bind(training));
    }
}

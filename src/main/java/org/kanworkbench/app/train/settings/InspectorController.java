package org.kanworkbench.app.train.settings;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.control.TitledPane;
import javafx.scene.control.skin.ComboBoxListViewSkin;
import javafx.scene.layout.VBox;
import org.kanworkbench.app.controls.setting.FieldRow;
import org.kanworkbench.app.controls.setting.Setting;
import org.kanworkbench.app.pane.Layout;
import org.kanworkbench.app.train.TrainViewModel;
import org.kanworkbench.app.work.Frames;
import org.kanworkbench.network.Field;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.Presets;
import org.kanworkbench.network.recipe.RecipeField;
import org.kanworkbench.network.recipe.Schedule;
import org.kanworkbench.training.Configuration;

/** Binds the rows of the essential settings. */
public final class InspectorController {

    /** The window comes first. */
    private static final int FIRST_FRAMES = 8;

    private final TrainViewModel viewModel;

    @FXML
    private LayerSizesRow layers;

    @FXML
    private FieldRow preset;

    @FXML
    private VBox basisParameters;

    @FXML
    private VBox recipe;

    @FXML
    private VBox essentials;

    @FXML
    private Label summary;

    @FXML
    private Label warning;

    @FXML
    private Label problem;

    @FXML
    private TitledPane more;

    public InspectorController(TrainViewModel viewModel) {
        this.viewModel = viewModel;
    }

    @FXML
    private void initialize() {
        ConfigurationEditor editor = viewModel.editor;
        bindNetwork(editor);
        bindRecipe(editor.recipe);
        editor.configurationProperty().subscribe(this::showEnds);
        BooleanProperty moreShown = viewModel.workspace.session.moreSettings;
        moreShown.subscribe(shown -> {
            if (shown) {
                makeMore();
            }
        });
        more.expandedProperty().bindBidirectional(moreShown);
        Frames.after(FIRST_FRAMES, this::makeMore);
        summary.textProperty().bind(viewModel.summaryProperty());
        warning.textProperty().bind(viewModel.estimate.warningProperty());
        problem.textProperty()
                .bind(Bindings.when(viewModel.data.loadingProperty()).then("").otherwise(editor.problemProperty()));
        warning.managedProperty().bind(warning.textProperty().isNotEmpty());
        // The foot tells it, where the summary is otherwise.
        rows(essentials).forEach(FieldRow::tellElsewhere);
        lockWhileTraining();
    }

    private void bindNetwork(ConfigurationEditor editor) {
        NetworkSettings network = editor.network;
        ComboBox<Preset> gallery = preset.choose(editor.preset, Presets.ALL);
        gallery.setCellFactory(_ -> new PresetCell(
                editor::size,
                preset -> viewModel.estimate.expectation(
                        preset, editor.sourceProperty().get())));
        gallery.setOnShowing(_ -> {
            // What the cells tell is of the data that were chosen when it was shown before.
            if (gallery.getSkin() instanceof ComboBoxListViewSkin<?> skin
                    && skin.getPopupContent() instanceof ListView<?> cells) {
                cells.refresh();
            }
        });
        editor.preset.valueProperty().subscribe(p -> preset.setHint(p.description()));
        layers.bind(network);
        bindBasis(network.basis);
    }

    private void bindBasis(BasisSettings settings) {
        settings.values().forEach((parameter, setting) -> {
            FieldRow row = new FieldRow(parameter.name(), parameter.label(), "");
            row.type(setting);
            showWhen(row, settings.family, _ -> settings.counts(parameter));
            basisParameters.getChildren().add(row);
        });
        basisParameters
                .managedProperty()
                .bind(settings.family
                        .valueProperty()
                        .map(chosen -> !chosen.parameters().isEmpty()));
    }

    private void bindRecipe(FieldSettings<?> settings) {
        fill(recipe, settings, Field.Group.ESSENTIAL);
        TextField rate = (TextField) learningRate().control();
        rate.setOnAction(_ -> viewModel.commitLearningRate());
        rate.focusedProperty().addListener((_, _, focused) -> {
            if (!focused) {
                viewModel.commitLearningRate();
            }
        });
    }

    private FieldRow learningRate() {
        return row(recipe, RecipeField.LEARNING_RATE);
    }

    /** A field's row below a node. */
    static FieldRow row(Parent of, Field<?> field) {
        return rows(of).filter(row -> row.getName().equals(field.name()))
                .findFirst()
                .orElseThrow();
    }

    /** Gives every field of a group its row. */
    static void fill(VBox to, FieldSettings<?> settings, Field.Group group) {
        settings.fields().stream()
                .filter(field -> field.group() == group)
                .forEach(field -> to.getChildren().add(row(field, settings)));
    }

    private static <T> FieldRow row(Field<T> field, FieldSettings<?> settings) {
        FieldRow row = new FieldRow(field.name(), field.title(), field.hint());
        if (field.choices().isEmpty()) {
            row.type(settings.of(field));
        } else {
            row.choose(settings.of(field), field.choices());
        }
        row.showWhen(settings.counting(field));
        return row;
    }

    static <T> void showWhen(FieldRow row, Setting<T> setting, Function<T, Boolean> meaningful) {
        ReadOnlyObjectProperty<T> value = setting.valueProperty();
        row.showWhen(value.map(meaningful));
    }

    /** Every setting below a node. */
    static Stream<FieldRow> rows(Parent of) {
        return of.lookupAll(".field-row").stream()
                .filter(FieldRow.class::isInstance)
                .map(FieldRow.class::cast);
    }

    /** Only the learning rate can be changed in a run. */
    private void lockWhileTraining() {
        BooleanBinding training = viewModel.locked;
        FieldRow rate = learningRate();
        lock(rows(essentials).filter(row -> row != rate), training);
        layers.disableProperty().bind(training);
        // There is always one, of one line, so that nothing below moves when a run begins.
        Setting<Schedule.Kind> schedule = viewModel.editor.recipe.of(RecipeField.SCHEDULE);
        Runnable hint = () -> rate.setHint(
                training.get()
                        ? "Enter applies it to the run"
                        : schedule.get() == Schedule.Kind.CONSTANT
                                ? "The same in every step"
                                : "Times the schedule's factor");
        training.subscribe(hint);
        schedule.onChange(hint);
        hint.run();
    }

    static void lock(Stream<FieldRow> settings, ObservableValue<Boolean> when) {
        settings.forEach(row -> row.control().disableProperty().bind(when));
    }

    /** Makes the settings that are not essential, unless they are there: they wait until wanted, or the window has time for them. */
    public void makeMore() {
        if (more.getContent() == null) {
            Parent all = Layout.load("train-more", new MoreController(viewModel));
            // The pane hides what it has when it is folded, not what it gets later.
            all.setVisible(more.isExpanded());
            more.setContent(all);
        }
    }

    private void showEnds(Configuration configuration) {
        if (configuration != null) {
            List<Integer> sizes = configuration.network().sizes();
            layers.showEnds(sizes.getFirst(), sizes.getLast());
        }
    }
}

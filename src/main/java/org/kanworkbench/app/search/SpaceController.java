package org.kanworkbench.app.search;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kanworkbench.app.cluster.RunOnRows;
import org.kanworkbench.app.controls.ActionItem;
import org.kanworkbench.app.controls.FilePrompts;
import org.kanworkbench.app.controls.IconButton;
import org.kanworkbench.app.controls.Styled;
import org.kanworkbench.app.controls.layout.Showing;
import org.kanworkbench.app.controls.setting.FieldRow;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.search.Second;
import org.kanworkbench.search.pruner.Pruner;
import org.kanworkbench.search.sampler.Samplers;
import org.kanworkbench.search.setting.Searchable;

/** Edits the space and how it is searched. */
final class SpaceController {

    /** What a first search is of. */
    private static final List<Searchable> USUAL = List.of(Searchable.named("lr"), Searchable.HIDDEN, Searchable.ORDER);

    private final SearchViewModel viewModel;
    private final FilePrompts prompts;

    @FXML
    private Label base;

    @FXML
    private VBox rows;

    @FXML
    private MenuButton add;

    @FXML
    private Label problem;

    @FXML
    private FieldRow sampler;

    @FXML
    private FieldRow pruner;

    @FXML
    private FieldRow asynchronous;

    @FXML
    private FieldRow second;

    @FXML
    private FieldRow trials;

    @FXML
    private FieldRow minutes;

    @FXML
    private RunOnRows runOn;

    SpaceController(SearchViewModel viewModel, FilePrompts prompts) {
        this.viewModel = viewModel;
        this.prompts = prompts;
    }

    @FXML
    private void initialize() {
        SearchSettings settings = viewModel.settings;
        sampler.choose(settings.sampler, List.of(Samplers.values()));
        pruner.choose(settings.pruner, List.of(Pruner.values()));
        asynchronous.choose(settings.asynchronous, List.of(false, true));
        second.choose(
                settings.second,
                Stream.concat(
                                Stream.of(Optional.<Second>empty()),
                                Arrays.stream(Second.values()).map(Optional::of))
                        .toList());
        trials.type(settings.trials);
        minutes.type(settings.minutes);
        settings.sampler.valueProperty().subscribe(now -> sampler.setHint(now.hint()));
        settings.pruner.valueProperty().subscribe(now -> pruner.setHint(now.hint()));
        settings.asynchronous
                .valueProperty()
                .subscribe(any -> asynchronous.setHint(
                        any ? "The same seed gives other trials each time" : "The same seed gives the same trials"));
        // A pruner compares one objective.
        pruner.showWhen(settings.second.valueProperty().map(Optional::isEmpty));
        runOn.show(viewModel.runOn(), prompts, viewModel.jobProperty().isNotNull());
        problem.textProperty().bind(viewModel.obstacleProperty().map(why -> settings.wrong() ? "" : why));
        Showing.when(problem, problem.textProperty().isNotEmpty());
        viewModel
                .untouchedProperty()
                .subscribe(untouched ->
                        problem.getStyleClass().setAll("label", untouched ? "field-hint" : "field-problem"));
        settings.rows.subscribe(this::showRows);
        showRows();
        viewModel.workspace.datasetProperty().subscribe(this::offer);
        base.textProperty().bind(viewModel.baseProperty());
    }

    private MenuItem item(Searchable setting) {
        return new ActionItem(setting.title(), () -> viewModel.search(setting));
    }

    private void showRows() {
        rows.getChildren()
                .setAll(viewModel.settings.rows.stream().map(this::node).toList());
        offer();
    }

    /** Settings that are not searched yet and may matter for the data, first those that are most often searched, together. */
    private void offer() {
        Dataset dataset = viewModel.workspace.datasetProperty().getValue();
        List<Searchable> searched = viewModel.settings.rows.stream()
                .map(SearchSettings.Row::setting)
                .toList();
        Map<Boolean, List<MenuItem>> items = Searchable.ALL.stream()
                .filter(setting -> !searched.contains(setting) && (dataset == null || setting.suits(dataset)))
                .collect(Collectors.partitioningBy(
                        Searchable::essential, Collectors.mapping(this::item, Collectors.toList())));
        add.getItems().setAll(items.get(true));
        if (searched.isEmpty()) {
            MenuItem usual = new ActionItem(
                    "Common settings: "
                            + USUAL.stream()
                                    .map(setting -> setting.title().toLowerCase(Locale.ROOT))
                                    .collect(Collectors.joining(", ")),
                    () -> USUAL.forEach(viewModel::search));
            usual.setId("search-add-usual");
            add.getItems().addFirst(usual);
        }
        Menu more = new Menu("More");
        more.getItems().setAll(items.get(false));
        more.setDisable(more.getItems().isEmpty());
        add.getItems().add(more);
    }

    private Node node(SearchSettings.Row row) {
        FieldRow field = new FieldRow(
                "search-" + row.setting().name(),
                row.setting().title(),
                row.setting().choices().isEmpty() ? "" : "Values to choose from, separated by commas");
        Showing.whole(field.type(row.domain()), row.domain().textProperty());
        Button remove =
                new IconButton("mdi2c-close", "Do not search " + row.setting().title());
        remove.setId("search-remove-" + row.setting().name());
        remove.setOnAction(_ -> viewModel.settings.rows.remove(row));
        HBox.setHgrow(field, Priority.ALWAYS);
        FieldRow condition =
                new FieldRow("search-when-" + row.setting().name(), "Only when", "Else it stays as in Train");
        condition.type(row.when());
        Showing.now(condition, !row.when().textProperty().get().isEmpty());
        HBox line = Styled.of(new HBox(field, toggle(row, condition), remove), "search-row");
        return Styled.of(new VBox(line, condition), "search-lines");
    }

    /** Shows the condition of a row and makes one, or takes it away. */
    private Button toggle(SearchSettings.Row row, FieldRow condition) {
        Button toggle = new IconButton(
                "mdi2s-source-branch",
                "Search " + row.setting().title() + " only when another setting has a certain value, or always");
        toggle.setId("search-when-" + row.setting().name());
        Showing.now(
                toggle,
                condition.isVisible() || !viewModel.settings.condition(row).isEmpty());
        toggle.setOnAction(_ -> {
            Showing.now(condition, !condition.isVisible());
            row.when().textProperty().set(condition.isVisible() ? viewModel.settings.condition(row) : "");
        });
        return toggle;
    }
}

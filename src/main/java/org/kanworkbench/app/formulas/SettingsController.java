package org.kanworkbench.app.formulas;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.beans.value.ObservableValue;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.TitledPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import org.kanworkbench.app.controls.FieldRow;
import org.kanworkbench.app.controls.FilePrompts;
import org.kanworkbench.app.controls.Showing;
import org.kanworkbench.app.formulas.FormulaSettings.Kind;
import org.kanworkbench.app.formulas.FormulaSettings.Shape;
import org.kanworkbench.app.formulas.FormulaSettings.Table;
import org.kanworkbench.app.work.BackgroundWork;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.source.NumericColumns;
import org.kanworkbench.formula.GivenNetwork;
import org.kanworkbench.formula.network.CandidateFunction;

/** Binds the pane's settings. */
final class SettingsController {

    private final FormulaSettings settings;
    private final ObservableValue<String> obstacle;
    private final BackgroundWork background;
    private final FilePrompts prompts;

    @FXML
    private FieldRow kind;

    @FXML
    private FieldRow expression;

    @FXML
    private FieldRow ranges;

    @FXML
    private FieldRow rows;

    @FXML
    private FieldRow noise;

    @FXML
    private Node tableRow;

    @FXML
    private Label file;

    @FXML
    private Node targetRow;

    @FXML
    private ComboBox<String> target;

    @FXML
    private Node checkpointRow;

    @FXML
    private Label checkpoint;

    @FXML
    private Label problem;

    @FXML
    private FieldRow shape;

    @FXML
    private FieldRow layers;

    @FXML
    private FieldRow seed;

    @FXML
    private FieldRow complexity;

    @FXML
    private TitledPane functionsPane;

    @FXML
    private FlowPane functions;

    @FXML
    private FieldRow own;

    SettingsController(
            FormulaSettings settings,
            ObservableValue<String> obstacle,
            BackgroundWork background,
            FilePrompts prompts) {
        this.settings = settings;
        this.obstacle = obstacle;
        this.background = background;
        this.prompts = prompts;
    }

    @FXML
    private void initialize() {
        kind.choose(settings.kind, List.of(Kind.values()));
        wide(expression.type(settings.expression));
        wide(ranges.type(settings.ranges));
        rows.type(settings.rows);
        noise.type(settings.noise);
        for (FieldRow row : List.of(expression, ranges, rows, noise)) {
            row.showWhen(is(Kind.FUNCTION));
        }
        Showing.when(tableRow, is(Kind.TABLE));
        Showing.when(
                targetRow,
                settings.kind
                        .valueProperty()
                        .flatMap(k -> settings.table.map(_ -> k == Kind.TABLE))
                        .orElse(false));
        Showing.when(checkpointRow, is(Kind.CHECKPOINT));
        settings.table.subscribe(this::show);
        target.valueProperty().addListener((_, _, name) -> {
            Table table = settings.table.get();
            if (name != null && !name.equals(table.target())) {
                settings.table.set(new Table(table.file(), table.header(), name));
            }
        });
        settings.checkpoint.subscribe(path -> name(checkpoint, path));
        problem.textProperty().bind(obstacle);
        Showing.when(problem, problem.textProperty().isNotEmpty());
        shape.choose(settings.shape, List.of(Shape.values()));
        shape.showWhen(settings.kind.valueProperty().map(k -> k != Kind.CHECKPOINT));
        layers.type(settings.layers);
        layers.showWhen(settings.shape
                .valueProperty()
                .flatMap(s -> settings.kind.valueProperty().map(k -> s == Shape.GIVEN && k != Kind.CHECKPOINT)));
        seed.type(settings.seed);
        complexity.type(settings.complexity);
        for (CandidateFunction function : CandidateFunction.ALL) {
            CheckBox box = new CheckBox(Words.symbol(function));
            box.setId("formulas-function-" + function.name());
            box.selectedProperty().bindBidirectional(settings.chosenProperty(function));
            functions.getChildren().add(box);
        }
        wide(own.type(settings.own));
        settings.onChange(this::count);
        count();
    }

    /** What is longer than its field can be read in full. */
    private static void wide(TextField field) {
        Tooltip whole = new Tooltip();
        whole.textProperty().bind(field.textProperty());
        field.tooltipProperty().bind(field.textProperty().map(text -> text.isEmpty() ? null : whole));
    }

    private ObservableValue<Boolean> is(Kind shown) {
        return settings.kind.valueProperty().map(k -> k == shown);
    }

    private void count() {
        functionsPane.setText("Functions: " + settings.candidates().size());
    }

    @FXML
    private void allFunctions() {
        settings.functions(
                CandidateFunction.ALL.stream().map(CandidateFunction::name).toList());
    }

    @FXML
    private void noFunctions() {
        settings.functions(List.of());
    }

    @FXML
    private void openCsv() {
        prompts.open("Open a table", "CSV", List.of(".csv")).ifPresent(this::open);
    }

    @FXML
    private void openCheckpoint() {
        prompts.open("Open a trained network", "Model or pykan checkpoint", GivenNetwork.ENDINGS)
                .ifPresent(this::open);
    }

    /** Takes a table, whose last column is the target at first, or a trained network. */
    void open(Path chosen) {
        if (GivenNetwork.ENDINGS.stream().anyMatch(chosen.toString()::endsWith)) {
            settings.checkpoint.set(chosen);
            settings.kind.set(Kind.CHECKPOINT);
            return;
        }
        read(chosen, "", () -> settings.kind.set(Kind.TABLE));
    }

    /** Settings as {@link FormulaSettings#text}. */
    void restore(String text, Runnable then) {
        Optional<Table> table = settings.show(text);
        if (table.isPresent()) {
            read(table.get().file(), table.get().target(), then);
        } else {
            then.run();
        }
    }

    private void read(Path chosen, String wanted, Runnable then) {
        background.run("Could not open the table", () -> {
            List<String> header = NumericColumns.header(chosen);
            if (header.size() < 2) {
                throw new DataException(
                        chosen + " has one column: at least one input and a target are needed, choose another file");
            }
            return () -> {
                settings.table.set(new Table(chosen, header, header.contains(wanted) ? wanted : header.getLast()));
                then.run();
            };
        });
    }

    private void show(Table table) {
        name(file, table == null ? null : table.file());
        if (table != null) {
            if (!target.getItems().equals(table.header())) {
                target.getItems().setAll(table.header());
            }
            target.setValue(table.target());
        }
    }

    private static void name(Label label, Path path) {
        label.setText(path == null ? "No file yet" : path.getFileName().toString());
        label.setTooltip(path == null ? null : new Tooltip(path.toString()));
    }
}

package org.kanworkbench.app.noise.fit;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.fxml.FXML;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kanworkbench.app.controls.FilePrompts;
import org.kanworkbench.app.controls.TableMenu;
import org.kanworkbench.app.controls.layout.Showing;
import org.kanworkbench.app.controls.setting.FieldRow;
import org.kanworkbench.app.noise.settings.TargetSettings;
import org.kanworkbench.app.noise.settings.TargetSettings.Columns;
import org.kanworkbench.app.noise.settings.TargetSettings.Kind;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.work.BackgroundWork;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.source.NumericColumns;
import org.kanworkbench.noise.target.StandardFunction;

/** Binds the target's settings. */
public final class TargetController {

    private final LiveViewModel viewModel;
    private final TargetSettings settings;
    private final BackgroundWork background;
    private final AtomicInteger tables = new AtomicInteger();
    private final FilePrompts prompts;
    private final Workspace workspace;

    @FXML
    private FieldRow kind;

    @FXML
    private FieldRow function;

    @FXML
    private FieldRow expression;

    @FXML
    private FieldRow lower;

    @FXML
    private FieldRow upper;

    @FXML
    private VBox table;

    @FXML
    private Label file;

    @FXML
    private HBox outputRow;

    @FXML
    private ComboBox<String> output;

    @FXML
    private HBox inputRow;

    @FXML
    private FlowPane inputs;

    @FXML
    private TableMenu open;

    @FXML
    private Label formula;

    @FXML
    private Label problem;

    /** Columns whose table was read for others; null before one was. */
    private Columns complete;

    public TargetController(
            LiveViewModel viewModel, Workspace workspace, BackgroundWork background, FilePrompts prompts) {
        this.viewModel = viewModel;
        this.settings = viewModel.settings.target;
        this.workspace = workspace;
        this.background = background;
        this.prompts = prompts;
    }

    @FXML
    private void initialize() {
        open.offer(workspace.recent, prompts, this::open);
        kind.choose(settings.kind, List.of(Kind.values()));
        function.choose(settings.function, List.of(StandardFunction.values()));
        expression.type(settings.expression);
        lower.type(settings.lower);
        upper.type(settings.upper);
        function.showWhen(settings.kind.valueProperty().map(k -> k == Kind.STANDARD));
        for (FieldRow row : List.of(expression, lower, upper)) {
            row.showWhen(settings.kind.valueProperty().map(k -> k == Kind.EXPRESSION));
        }
        Showing.when(table, settings.kind.valueProperty().map(k -> k == Kind.TABLE));
        formula.textProperty().bind(settings.function.valueProperty().map(TargetController::describe));
        Showing.when(formula, function.visibleProperty());
        // A field tells what is wrong with it, and the row of the table that there is none yet.
        problem.textProperty()
                .bind(viewModel
                        .obstacleProperty()
                        .map(why -> settings.lacksTable()
                                        || viewModel.settings.problem().isPresent()
                                ? ""
                                : why));
        Showing.when(problem, problem.textProperty().isNotEmpty());
        output.valueProperty().addListener((_, _, name) -> chooseOutput(name));
        settings.columns.subscribe(this::show);
        settings.columns.subscribe(this::complete);
    }

    /** The target of a sweep, or of last time, knows of the chosen columns only: the table has those that can be chosen. */
    private void complete(Columns columns) {
        if (columns == null || columns.equals(complete)) {
            return;
        }
        complete = columns;
        background.attempt(() -> {
            List<String> numbers = NumericColumns.numeric(columns.file());
            return () -> {
                if (columns.equals(settings.columns.get()) && numbers.containsAll(columns.header())) {
                    complete = new Columns(columns.file(), numbers, columns.inputs(), columns.output());
                    settings.columns.set(complete);
                }
            };
        });
    }

    private static String describe(StandardFunction function) {
        String range = (float) function.domain().getFirst().lower() + " … "
                + (float) function.domain().getFirst().upper();
        return function.formula()
                + (function.inputs() == 1 ? ", x in " : ", every input in ")
                + range.replace(".0", "").replace('-', '−');
    }

    /** Reads the names of a table's columns of numbers, in the background, and takes the last one as the output. */
    void open(Path csv) {
        background.runNewest(tables, "Could not open the table", () -> {
            List<String> numbers = NumericColumns.numeric(csv);
            if (numbers.size() < 2) {
                throw new DataException(csv + " has " + (numbers.isEmpty() ? "no column" : "one column")
                        + " of numbers: at least one input and one output are needed, choose another file");
            }
            return () -> {
                complete = Columns.of(csv, numbers);
                settings.columns.set(complete);
                settings.kind.set(Kind.TABLE);
                workspace.remember(csv);
            };
        });
    }

    private void chooseOutput(String name) {
        Columns shown = settings.columns.get();
        if (name != null && shown != null && !name.equals(shown.output())) {
            settings.columns.set(shown.withOutput(name));
        }
    }

    private void show(Columns columns) {
        Showing.now(outputRow, columns != null);
        Showing.now(inputRow, columns != null);
        if (columns == null) {
            file.setText("No file yet");
            return;
        }
        file.setText(columns.file().getFileName().toString());
        file.setTooltip(new Tooltip(columns.file().toString()));
        if (!output.getItems().equals(columns.header())) {
            output.getItems().setAll(columns.header());
        }
        output.setValue(columns.output());
        inputs.getChildren()
                .setAll(columns.header().stream()
                        .filter(name -> !name.equals(columns.output()))
                        .map(name -> input(columns, name))
                        .toList());
    }

    private CheckBox input(Columns columns, String name) {
        CheckBox box = new CheckBox(name);
        box.setMnemonicParsing(false);
        box.setSelected(columns.inputs().contains(name));
        box.setOnAction(_ -> settings.columns.set(settings.columns.get().withInput(name, box.isSelected())));
        return box;
    }
}

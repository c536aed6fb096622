package org.kanworkbench.app.train.settings;

import java.util.List;
import java.util.stream.Stream;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import org.kanworkbench.app.controls.TickItem;
import org.kanworkbench.app.controls.layout.Showing;
import org.kanworkbench.app.controls.setting.FieldRow;
import org.kanworkbench.app.controls.setting.Labels;
import org.kanworkbench.app.train.TrainViewModel;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.TaskKind;

/** Binds what can be set about a function or a table; out of sight while other data are chosen. */
public final class SourceController {

    private static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");

    private final TrainViewModel viewModel;

    @FXML
    private VBox host;

    @FXML
    private VBox function;

    @FXML
    private TextField expression;

    @FXML
    private VBox table;

    @FXML
    private Label whose;

    @FXML
    private MenuButton targets;

    @FXML
    private MenuButton ignored;

    @FXML
    private ComboBox<TaskKind> task;

    private boolean showing;
    /** The table whose columns are offered, and whether the file may have others by now. */
    private DataSource.CsvFile read;

    private boolean stale;
    private List<String> offered = List.of();
    /** The target if none is chosen. */
    private List<String> usual = List.of();

    public SourceController(TrainViewModel viewModel) {
        this.viewModel = viewModel;
    }

    @FXML
    private void initialize() {
        FieldRow.cancelOnEscape(expression);
        task.getItems().setAll(TaskKind.values());
        task.setConverter(Labels.of(TaskKind::label));
        task.valueProperty().addListener(_ -> useTable());
        targets.setOnHidden(_ -> useTable());
        ignored.setOnHidden(_ -> useTable());
        host.disableProperty().bind(viewModel.locked);
        viewModel.locked.addListener((_, _, now) -> {
            if (now) {
                targets.hide();
                ignored.hide();
                show();
            }
        });
        viewModel.editor.datasetProperty().addListener(_ -> {
            stale = true;
            show();
        });
        viewModel.editor.sourceProperty().subscribe(source -> {
            if (source instanceof DataSource.Function used) {
                expression.setText(used.text());
            }
            show();
        });
        // What was asked for could not be read: a function is marked.
        viewModel.data.loadingProperty().subscribe(loading -> {
            if (!loading) {
                show();
            }
        });
        viewModel.data.refusedProperty().addListener(_ -> show());
        viewModel.problem.subscribe(problem -> {
            if (problem == null) {
                viewModel.data.forgetRefused();
            }
        });
    }

    /** The data that are trained on, or a table that could not be read so, for which other columns can be chosen. */
    private DataSource shown() {
        DataSource.CsvFile refused = viewModel.data.refusedProperty().get();
        return refused == null ? viewModel.editor.sourceProperty().get() : refused;
    }

    private void show() {
        DataSource source = shown();
        expression.pseudoClassStateChanged(
                WRONG,
                source instanceof DataSource.Function used
                        && !used.text().equals(expression.getText().strip()));
        Showing.now(function, source instanceof DataSource.Function);
        Showing.now(
                table,
                source instanceof DataSource.CsvFile file
                        && read != null
                        && read.file().equals(file.file()));
        if (source instanceof DataSource.CsvFile file && columnsOf(file).equals(read) && !stale) {
            DataSource used = viewModel.editor.sourceProperty().get();
            boolean same =
                    used instanceof DataSource.CsvFile open && open.file().equals(file.file());
            whose.setText(
                    same
                            ? "With these columns the table could not be opened:"
                            : "Columns of " + file.file().getFileName() + ", which could not be opened:");
            Showing.now(whose, source != used);
            showTargets(file);
        } else if (source instanceof DataSource.CsvFile file) {
            viewModel.data.header(file, (names, target) -> {
                if (source == shown()) {
                    read = columnsOf(file);
                    stale = false;
                    usual = List.of(target);
                    if (!names.equals(offered)) {
                        offered = names;
                        offer(targets, "target-", names);
                        offer(ignored, "ignored-", names);
                    }
                    show();
                }
            });
        }
    }

    /** Of the same columns, whatever is predicted. */
    private static DataSource.CsvFile columnsOf(DataSource.CsvFile file) {
        return new DataSource.CsvFile(file.file(), List.of(), TaskKind.AUTO, file.ignored());
    }

    private static void offer(MenuButton menu, String id, List<String> columns) {
        menu.getItems()
                .setAll(columns.stream()
                        .map(column -> {
                            CheckBox box = new CheckBox(column);
                            box.setId(id + column.replaceAll("\\W", "-"));
                            return new TickItem(box);
                        })
                        .toList());
    }

    private void showTargets(DataSource.CsvFile file) {
        showing = true;
        List<String> chosen = file.target().isEmpty() ? usual : file.target();
        show(targets, chosen, file.ignored());
        show(ignored, file.ignored(), chosen);
        task.setValue(file.task());
        showing = false;
    }

    /** @param others columns that are chosen for something else */
    private static void show(MenuButton menu, List<String> chosen, List<String> others) {
        boxes(menu).forEach(box -> {
            box.setSelected(chosen.contains(box.getText()));
            box.setDisable(others.contains(box.getText()));
        });
        menu.setText(chosen.isEmpty() ? "none" : String.join(", ", chosen));
    }

    private static Stream<CheckBox> boxes(MenuButton menu) {
        return menu.getItems().stream().map(item -> ((TickItem) item).box());
    }

    private static List<String> chosen(MenuButton menu) {
        return boxes(menu).filter(CheckBox::isSelected).map(CheckBox::getText).toList();
    }

    private void useTable() {
        List<String> chosen = chosen(targets);
        List<String> without = chosen(ignored);
        if (showing || !(shown() instanceof DataSource.CsvFile file)) {
            return;
        }
        if (chosen.isEmpty()) {
            show();
            return;
        }
        // Where other columns are ignored another target may be the usual one.
        boolean usually = chosen.equals(usual) && without.equals(file.ignored());
        DataSource.CsvFile wanted =
                new DataSource.CsvFile(file.file(), usually ? List.of() : chosen, task.getValue(), without);
        if (!wanted.equals(file)) {
            viewModel.data.open(wanted);
        }
    }

    @FXML
    private void typed() {
        DataSource.Function wanted =
                new DataSource.Function(expression.getText().strip());
        if (wanted.equals(viewModel.editor.sourceProperty().get())) {
            viewModel.data.stopReading();
            show();
        } else {
            viewModel.data.open(wanted);
        }
    }
}

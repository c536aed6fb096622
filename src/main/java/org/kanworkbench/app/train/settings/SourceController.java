package org.kanworkbench.app.train.settings;

import java.nio.file.Path;
import java.util.List;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.CustomMenuItem;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import org.kanworkbench.app.controls.FieldRow;
import org.kanworkbench.app.controls.Labels;
import org.kanworkbench.app.controls.Showing;
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
    private MenuButton targets;

    @FXML
    private ComboBox<TaskKind> task;

    private boolean showing;
    /** The table whose columns are offered. */
    private Path read;
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
        task.valueProperty().addListener(_ -> useTable(chosen()));
        targets.setOnHidden(_ -> useTable(chosen()));
        host.disableProperty().bind(viewModel.lockedProperty());
        viewModel.editor().sourceProperty().subscribe(source -> {
            if (source instanceof DataSource.Function used) {
                expression.setText(used.text());
            }
            show();
        });
        // What was asked for could not be read: the columns that are trained on are shown again, and a function is
        // marked.
        viewModel.data().loadingProperty().subscribe(loading -> {
            if (!loading) {
                show();
            }
        });
    }

    private void show() {
        DataSource source = viewModel.editor().sourceProperty().get();
        expression.pseudoClassStateChanged(
                WRONG,
                source instanceof DataSource.Function used
                        && !used.text().equals(expression.getText().strip()));
        Showing.now(function, source instanceof DataSource.Function);
        Showing.now(table, source instanceof DataSource.CsvFile);
        if (source instanceof DataSource.CsvFile file && file.file().equals(read)) {
            showTargets(file);
        } else if (source instanceof DataSource.CsvFile file) {
            viewModel.data().header(file, (names, target) -> {
                if (source == viewModel.editor().sourceProperty().get()) {
                    read = file.file();
                    usual = List.of(target);
                    offer(names);
                    showTargets(file);
                }
            });
        }
    }

    private void offer(List<String> columns) {
        targets.getItems()
                .setAll(columns.stream()
                        .map(column -> {
                            CheckBox box = new CheckBox(column);
                            box.setMnemonicParsing(false);
                            box.setId("target-" + column.replaceAll("\\W", "-"));
                            return new CustomMenuItem(box, false);
                        })
                        .toList());
    }

    private void showTargets(DataSource.CsvFile file) {
        showing = true;
        List<String> chosen = file.target().isEmpty() ? usual : file.target();
        boxes().forEach(box -> box.setSelected(chosen.contains(box.getText())));
        targets.setText(String.join(", ", chosen));
        task.setValue(file.task());
        showing = false;
    }

    private List<CheckBox> boxes() {
        return targets.getItems().stream()
                .map(item -> (CheckBox) ((CustomMenuItem) item).getContent())
                .toList();
    }

    private List<String> chosen() {
        return boxes().stream()
                .filter(CheckBox::isSelected)
                .map(CheckBox::getText)
                .toList();
    }

    private void useTable(List<String> chosen) {
        if (showing || !(viewModel.editor().sourceProperty().get() instanceof DataSource.CsvFile file)) {
            return;
        }
        if (chosen.isEmpty()) {
            show();
            return;
        }
        List<String> named = chosen.equals(usual) ? List.of() : chosen;
        DataSource.CsvFile wanted = new DataSource.CsvFile(file.file(), named, task.getValue());
        if (!wanted.equals(file)) {
            viewModel.data().open(wanted);
        }
    }

    @FXML
    private void typed() {
        DataSource.Function wanted =
                new DataSource.Function(expression.getText().strip());
        if (wanted.equals(viewModel.editor().sourceProperty().get())) {
            show();
        } else {
            viewModel.data().open(wanted);
        }
    }
}

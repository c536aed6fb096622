package org.kanworkbench.app.runs;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import org.kanworkbench.runs.store.RunGroup;
import org.kanworkbench.runs.store.RunStore;

/** Runs by configuration: how many seeds, mean and standard deviation, the best mean first. */
final class GroupsTable {

    private static final int DOUBLE = 2;

    private final RunsViewModel list;

    private final ToggleButton group;
    private final TableView<RunGroup> groups;

    GroupsTable(RunsViewModel list, ToggleButton group, TableView<RunGroup> groups) {
        this.list = list;
        this.group = group;
        this.groups = groups;
        bind();
    }

    private void bind() {
        groups.visibleProperty().bind(group.selectedProperty());
        groups.getColumns()
                .addAll(List.of(
                        column("Preset", 128, RunGroup::preset),
                        column("Data", 120, RunGroup::dataset),
                        figures("Runs", 64, g -> String.valueOf(g.runs())),
                        figures("Best accuracy, mean ± sd", 184, GroupsTable::mean),
                        figures("Lowest", 88, g -> RunText.percent(g.leastAccuracy())),
                        figures("Highest", 88, g -> RunText.percent(g.mostAccuracy()))));
        group.selectedProperty().addListener((_, _, shown) -> {
            if (shown) {
                read();
            }
        });
        list.library().revisionProperty().addListener(_ -> {
            if (group.isSelected()) {
                read();
            }
        });
        groups.setOnMouseClicked(event -> {
            if (event.getClickCount() == DOUBLE) {
                showRuns();
            }
        });
        groups.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ENTER) {
                showRuns();
            }
        });
    }

    private static String mean(RunGroup group) {
        String mean = String.format(Locale.ROOT, "%.2f", 100 * group.meanAccuracy());
        return Double.isNaN(group.deviation())
                ? mean + " %"
                : mean + String.format(Locale.ROOT, " ± %.2f %%", 100 * group.deviation());
    }

    private static TableColumn<RunGroup, String> column(String title, double width, Function<RunGroup, String> text) {
        TableColumn<RunGroup, String> column = new TableColumn<>(title);
        column.setPrefWidth(width);
        column.setSortable(false);
        column.setCellValueFactory(cell -> new ReadOnlyStringWrapper(text.apply(cell.getValue())));
        return column;
    }

    private static TableColumn<RunGroup, String> figures(String title, double width, Function<RunGroup, String> text) {
        TableColumn<RunGroup, String> column = column(title, width, text);
        column.getStyleClass().add("figures");
        return column;
    }

    private void read() {
        RunStore store = list.library().storeProperty().get();
        if (store != null) {
            list.background().run("The groups could not be read", () -> {
                List<RunGroup> read = store.groups();
                return () -> groups.getItems().setAll(read);
            });
        }
    }

    /** The runs of the selected configuration, in the table. */
    private void showRuns() {
        RunGroup chosen = groups.getSelectionModel().getSelectedItem();
        if (chosen != null) {
            list.showConfiguration(chosen.key());
            group.setSelected(false);
        }
    }
}

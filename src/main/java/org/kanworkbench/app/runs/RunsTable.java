package org.kanworkbench.app.runs;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.scene.control.Label;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableColumn.SortType;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import org.kanworkbench.app.controls.RowOpening;
import org.kanworkbench.app.controls.Styled;
import org.kanworkbench.app.runs.run.RunColumn;
import org.kanworkbench.app.runs.run.RunText;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.RunQuery;
import org.kanworkbench.runs.RunQuery.Sort;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.training.Measure;

/** Shows the runs that were read, a row each, asks for more, and tells what is selected. */
final class RunsTable {

    /** Rows before the last read one at which the next page is asked for. */
    private static final int AHEAD = 60;

    private static final double NAME_SHARE = 0.16;

    /** Pixels. */
    private static final double MOST_NAME = 280;

    private final RunsViewModel viewModel;
    private final TableView<StoredRun> table;
    private final ObservableList<StoredRun> items = FXCollections.observableArrayList();
    private boolean refreshing;
    /** Whether the columns of other work, and of runs that predict numbers, have been shown by themselves. */
    private boolean resultsShown;

    private boolean errorsShown;
    /** Whether the column of accuracies, in which nothing would stand, was left out for that of errors. */
    private boolean errorsAlone;

    /** Whose runs are shown. */
    private RunQuery shown = RunQuery.NEWEST;

    /** @param primary happens with what is selected, on Enter and on a double click */
    RunsTable(RunsViewModel viewModel, TableView<StoredRun> table, Runnable primary) {
        this.viewModel = viewModel;
        this.table = table;
        bindRows();
        bindColumns();
        table.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.DELETE) {
                viewModel.delete();
                event.consume();
            } else if (event.getCode() == KeyCode.F2) {
                rename();
                event.consume();
            }
        });
        RowOpening.by(table, primary);
    }

    private void bindRows() {
        table.setItems(items);
        table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        table.setPlaceholder(new Label(""));
        table.setRowFactory(_ -> new TableRow<>() {
            @Override
            protected void updateItem(StoredRun run, boolean none) {
                super.updateItem(run, none);
                if (getIndex() >= items.size() - AHEAD) {
                    viewModel.more();
                }
            }
        });
        table.getSelectionModel().getSelectedItems().addListener((ListChangeListener<StoredRun>) _ -> tellSelection());
        viewModel.rows.subscribe(this::refresh);
    }

    private void bindColumns() {
        for (RunColumn column : RunColumn.values()) {
            table.getColumns().add(column(column, viewModel));
        }
        // Names are what has no length of its own: they get some of what a wide window has to spare.
        table.widthProperty()
                .addListener((_, _, width) -> table.getColumns()
                        .getFirst()
                        .setPrefWidth(Math.clamp(NAME_SHARE * width.doubleValue(), RunColumn.RUN.width(), MOST_NAME)));
        table.getColumns().getFirst().setSortType(SortType.DESCENDING);
        table.getSortOrder().add(table.getColumns().getFirst());
        table.setSortPolicy(_ -> {
            sort();
            return true;
        });
    }

    /** Editable only now: else a double click, which opens a run, would edit its name. */
    private void rename() {
        int row = table.getSelectionModel().getSelectedIndex();
        if (row >= 0) {
            table.setEditable(true);
            table.edit(row, table.getColumns().getFirst());
        }
    }

    private void sort() {
        if (table.getSortOrder().isEmpty()) {
            viewModel.ask(query -> query.withSort(Sort.STARTED, true));
            return;
        }
        var first = table.getSortOrder().getFirst();
        RunColumn column = (RunColumn) first.getUserData();
        boolean down = first.getSortType() == SortType.DESCENDING;
        column.sort().ifPresent(sort -> viewModel.ask(query -> query.withSort(sort, down)));
    }

    /** What other work than trainings came to is of use only where there is some. */
    private void showResultsOfOtherWork(List<StoredRun> rows) {
        if (!resultsShown && rows.stream().anyMatch(run -> run.description().kind() != RunKind.TRAINING)) {
            resultsShown = true;
            visible(true, RunColumn.KIND, RunColumn.RESULT);
        }
        boolean errors = rows.stream().anyMatch(run -> run.measure() == Measure.RMSE);
        boolean accuracies = rows.stream().anyMatch(run -> run.measure() == Measure.ACCURACY);
        if (!errorsShown && errors) {
            errorsShown = true;
            visible(true, RunColumn.LAST_RMSE);
            errorsAlone = !accuracies;
            if (errorsAlone) {
                visible(false, RunColumn.LAST);
            }
        } else if (errorsAlone && accuracies) {
            errorsAlone = false;
            visible(true, RunColumn.LAST);
        }
    }

    private void visible(boolean now, RunColumn... columns) {
        table.getColumns().stream()
                .filter(column -> List.of(columns).contains((RunColumn) column.getUserData()))
                .forEach(column -> column.setVisible(now));
    }

    /**
     * Shows the rows that are there now; what was selected and still is among them stays selected. If nothing of it is, the
     * row in its place is selected, at first that of the newest run: the preview has its room, and something in it.
     */
    private void refresh() {
        Set<Long> ids = new HashSet<>();
        viewModel.selected.forEach(run -> ids.add(run.id()));
        refreshing = true;
        List<StoredRun> rows = viewModel.rows;
        showResultsOfOtherWork(rows);
        int there = items.size();
        RunQuery asked = viewModel.queryProperty().get();
        int at = asked.equals(shown) ? Math.max(0, table.getSelectionModel().getSelectedIndex()) : 0;
        shown = asked;
        boolean same = rows.size() >= there
                && IntStream.range(0, there)
                        .allMatch(i -> items.get(i).id() == rows.get(i).id());
        if (same) {
            for (int i = 0; i < there; i++) {
                if (!items.get(i).equals(rows.get(i))) {
                    items.set(i, rows.get(i));
                }
            }
            items.addAll(rows.subList(there, rows.size()));
        } else {
            items.setAll(rows);
        }
        int[] still = IntStream.range(0, items.size())
                .filter(i -> ids.contains(items.get(i).id()))
                .toArray();
        boolean gone = still.length == 0 && !items.isEmpty() && (there == 0 || !ids.isEmpty());
        select(gone ? new int[] {Math.min(at, items.size() - 1)} : still);
        refreshing = false;
        tellSelection();
    }

    private void select(int[] wanted) {
        List<Integer> now = table.getSelectionModel().getSelectedIndices();
        if (!now.equals(Arrays.stream(wanted).boxed().toList())) {
            table.getSelectionModel().clearSelection();
            if (wanted.length > 0) {
                table.getSelectionModel().selectIndices(wanted[0], wanted);
            }
        }
    }

    private void tellSelection() {
        if (refreshing) {
            return;
        }
        List<StoredRun> now = table.getSelectionModel().getSelectedItems().stream()
                .filter(Objects::nonNull)
                .toList();
        if (!now.equals(viewModel.selected)) {
            viewModel.selected.setAll(now);
        }
    }

    /** @param list knows the runs' colours */
    private static TableColumn<StoredRun, StoredRun> column(RunColumn column, RunsViewModel list) {
        TableColumn<StoredRun, StoredRun> made = new TableColumn<>(column.title());
        made.setId("column-" + column.name().toLowerCase(Locale.ROOT));
        made.setUserData(column);
        made.setPrefWidth(column.width());
        made.setSortable(column.sort().isPresent());
        made.setVisible(column.usual());
        if (column.numeric()) {
            made.getStyleClass().add("figures");
        }
        made.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(cell.getValue()));
        Tooltip untested = new Tooltip("On the validation set: this run used no test set");
        made.setCellFactory(_ -> switch (column) {
            case STATE -> new StateCell();
            case RUN -> new RunNameCell(list);
            default -> new TextCell(column, untested);
        });
        return made;
    }

    private static final class TextCell extends TableCell<StoredRun, StoredRun> {
        private final RunColumn column;
        private final Tooltip untested;

        /** @param untested that of scores on validation samples */
        TextCell(RunColumn column, Tooltip untested) {
            this.column = column;
            this.untested = untested;
        }

        @Override
        protected void updateItem(StoredRun run, boolean none) {
            super.updateItem(run, none);
            setText(none || run == null ? null : column.text(run));
            setTooltip(none || run == null || !run.untested() || !column.scores() ? null : untested);
        }
    }

    /** A mark of its own shape and the word beside it. */
    private static final class StateCell extends TableCell<StoredRun, StoredRun> {
        @Override
        protected void updateItem(StoredRun run, boolean none) {
            super.updateItem(run, none);
            if (none || run == null) {
                setText(null);
                setGraphic(null);
                return;
            }
            setGraphic(Styled.of(new Region(), "state-mark", RunText.styleOf(run.state())));
            setText(RunText.state(run));
        }
    }
}

package org.kanworkbench.app.runs;

import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ObservableList;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.layout.Region;
import org.kanworkbench.runs.store.StoredRun;

/** A column of the table of runs. */
final class RunTableColumn {

    private RunTableColumn() {}

    /** @param selected runs, in the order of the colours that their curves have */
    static TableColumn<StoredRun, StoredRun> of(RunColumn column, ObservableList<StoredRun> selected) {
        TableColumn<StoredRun, StoredRun> made = new TableColumn<>(column.title());
        made.setId("column-" + column.name().toLowerCase());
        made.setUserData(column);
        made.setPrefWidth(column.width());
        made.setSortable(column.sort().isPresent());
        made.setVisible(column.usual());
        if (column.numeric()) {
            made.getStyleClass().add("figures");
        }
        made.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(cell.getValue()));
        made.setCellFactory(_ -> switch (column) {
            case STATE -> new StateCell();
            case NUMBER -> new NumberCell(selected);
            default -> new TextCell(column);
        });
        return made;
    }

    private static final class TextCell extends TableCell<StoredRun, StoredRun> {
        private final RunColumn column;

        TextCell(RunColumn column) {
            this.column = column;
        }

        @Override
        protected void updateItem(StoredRun run, boolean none) {
            super.updateItem(run, none);
            setText(none || run == null ? null : column.text(run));
        }
    }

    /** The run's number; where several are selected, with the colour that its curve has at the right. */
    private static final class NumberCell extends TableCell<StoredRun, StoredRun> {
        private final ObservableList<StoredRun> selected;
        private final InvalidationListener changed = _ -> mark();

        NumberCell(ObservableList<StoredRun> selected) {
            this.selected = selected;
            selected.addListener(new WeakInvalidationListener(changed));
        }

        @Override
        protected void updateItem(StoredRun run, boolean none) {
            super.updateItem(run, none);
            setText(none || run == null ? null : RunColumn.NUMBER.text(run));
            mark();
        }

        private void mark() {
            int at = isEmpty() || getItem() == null || selected.size() < 2 ? -1 : selected.indexOf(getItem());
            getStyleClass().removeIf(name -> name.startsWith("series-"));
            if (at < 0 || at >= PreviewViewModel.MOST) {
                setGraphic(null);
                return;
            }
            Region mark = new Region();
            mark.getStyleClass().add("series-mark");
            getStyleClass().add("series-" + (at + 1));
            setGraphic(mark);
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
            Region mark = new Region();
            mark.getStyleClass().addAll("state-mark", RunText.styleOf(run.state()));
            setGraphic(mark);
            setText(RunText.word(run.state()));
        }
    }
}

package org.kanworkbench.app.runs;

import java.util.Locale;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.layout.Region;
import org.kanworkbench.app.runs.run.RunColumn;
import org.kanworkbench.app.runs.run.RunText;
import org.kanworkbench.runs.StoredRun;

/** A column of the table of runs. */
final class RunTableColumn {

    private RunTableColumn() {}

    /** @param list knows the runs' colours */
    static TableColumn<StoredRun, StoredRun> of(RunColumn column, RunsViewModel list) {
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
        made.setCellFactory(_ -> switch (column) {
            case STATE -> new StateCell();
            case RUN -> new RunNameCell(list);
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

package org.kanworkbench.app.runs;

import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.TableCell;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.kanworkbench.app.controls.Styled;
import org.kanworkbench.app.runs.run.RunInk;
import org.kanworkbench.runs.StoredRun;

/** A run's name, with its colour if a curve is drawn; F2 edits the part before the number. */
final class RunNameCell extends TableCell<StoredRun, StoredRun> {

    private final RunsViewModel list;
    private final InvalidationListener changed = _ -> mark();

    RunNameCell(RunsViewModel list) {
        this.list = list;
        // The number at the end distinguishes runs.
        setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        list.selected.addListener(new WeakInvalidationListener(changed));
        list.workspace.models().addListener(new WeakInvalidationListener(changed));
    }

    @Override
    protected void updateItem(StoredRun run, boolean none) {
        super.updateItem(run, none);
        if (!isEditing()) {
            setText(none || run == null ? null : run.shownName());
            mark();
        }
    }

    private void mark() {
        if (!isEditing()) {
            setGraphic(
                    isEmpty() || getItem() == null
                            ? null
                            : list.ink(getItem()).map(RunInk::mark).orElse(null));
        }
    }

    @Override
    public void startEdit() {
        super.startEdit();
        if (!isEditing()) {
            return;
        }
        StoredRun run = getItem();
        TextField field = Styled.of(new TextField(run.shownTitle()), "rename");
        field.setAccessibleText("Name");
        field.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                cancelEdit();
                event.consume();
            }
        });
        field.setOnAction(_ -> {
            list.rename(run, field.getText());
            cancelEdit();
        });
        setText(null);
        setGraphic(field);
        field.requestFocus();
        field.selectAll();
    }

    @Override
    public void cancelEdit() {
        super.cancelEdit();
        getTableView().setEditable(false);
        updateItem(getItem(), isEmpty());
        getTableView().requestFocus();
    }
}

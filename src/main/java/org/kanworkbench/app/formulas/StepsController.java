package org.kanworkbench.app.formulas;

import javafx.beans.binding.Bindings;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import org.kanworkbench.app.formulas.state.FormulaWork;
import org.kanworkbench.app.formulas.state.FormulasViewModel;
import org.kanworkbench.app.formulas.state.State;
import org.kanworkbench.app.formulas.state.StepList;
import org.kanworkbench.app.work.Frames;

/** Binds the list of steps: one is shown, those behind it were undone. */
final class StepsController {

    private static final int FRAMES = 2;

    private static final PseudoClass UNDONE = PseudoClass.getPseudoClass("undone");

    private final StepList steps;
    private final FormulaWork work;
    private boolean following;

    @FXML
    private ListView<State> list;

    @FXML
    private Button undo;

    @FXML
    private Button redo;

    StepsController(FormulasViewModel viewModel) {
        steps = viewModel.steps;
        work = viewModel.work;
    }

    @FXML
    private void initialize() {
        redo.setOnAction(_ -> steps.redo());
        undo.setOnAction(_ -> steps.undo());
        list.setItems(steps.all());
        list.setCellFactory(_ -> new StepCell());
        steps.atProperty().addListener(_ -> follow());
        // Once its cells lie as the new width has it.
        list.widthProperty().addListener(_ -> reveal());
        list.getSelectionModel().selectedIndexProperty().addListener((_, _, index) -> {
            if (!following && index.intValue() >= 0) {
                steps.goTo(index.intValue());
            }
        });
        work.busyProperty().addListener(_ -> follow());
        undo.disableProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> work.busy() || steps.atProperty().get() <= 0, work.busyProperty(), steps.atProperty()));
        redo.disableProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> work.busy()
                                || steps.atProperty().get() >= steps.all().size() - 1,
                        work.busyProperty(),
                        steps.atProperty(),
                        steps.all()));
    }

    private void follow() {
        following = true;
        list.getSelectionModel().select(steps.atProperty().get());
        following = false;
        list.scrollTo(steps.atProperty().get());
        list.refresh();
        reveal();
    }

    /** The shown step in whole, once all cells are there: before, they are taken to be as wide as those in sight. */
    private void reveal() {
        Frames.after(FRAMES, () -> list.scrollTo(steps.atProperty().get()));
    }

    private final class StepCell extends ListCell<State> {
        @Override
        protected void updateItem(State state, boolean none) {
            super.updateItem(state, none);
            setText(none || state == null ? null : state.title());
            pseudoClassStateChanged(
                    UNDONE, !none && getIndex() > steps.atProperty().get());
        }
    }
}

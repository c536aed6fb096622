package org.kanworkbench.app.runs;

import java.util.List;
import java.util.function.Consumer;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import org.kanworkbench.app.controls.ActionItem;
import org.kanworkbench.app.controls.layout.Showing;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.StoredRun;

/** Binds the buttons for actions on the selection. */
final class ActionsController {

    private static final List<Integer> NEW_SEEDS = List.of(1, 3, 5, 10);
    private static final String OPENS = "Open model, snapshots and curves in all panes again (Enter)";

    private final RunsViewModel list;
    private final RunActions actions;
    private final Runnable compare;
    private Consumer<StoredRun> showTrials = _ -> {};

    @FXML
    private Button open;

    @FXML
    private Button resume;

    @FXML
    private MenuButton repeat;

    @FXML
    private Button edit;

    @FXML
    private Button trials;

    @FXML
    private Button compareButton;

    @FXML
    private Label working;

    /** @param compare compares the selected runs */
    ActionsController(RunsViewModel list, RunActions actions, Runnable compare) {
        this.list = list;
        this.actions = actions;
        this.compare = compare;
    }

    @FXML
    private void initialize() {
        compareButton.setOnAction(_ -> compare.run());
        trials.setOnAction(_ -> one(showTrials));
        edit.setOnAction(_ -> one(actions::edit));
        resume.setOnAction(_ -> one(actions::resume));
        repeat.getItems().add(new ActionItem("repeat-same", "With the same seed", () -> one(actions::repeat)));
        for (int seeds : NEW_SEEDS) {
            String text = seeds == 1 ? "With a new seed" : "With " + seeds + " new seeds";
            repeat.getItems()
                    .add(new ActionItem("repeat-" + seeds, text, () -> one(run -> actions.repeat(run, seeds))));
        }
        Showing.when(working, actions.workingProperty());
        list.selected.subscribe(this::show);
        show();
    }

    private void show() {
        List<StoredRun> runs = list.selected;
        boolean one = runs.size() == 1;
        StoredRun run = one ? runs.getFirst() : null;
        Showing.now(open, one && RunActions.canOpen(run));
        boolean goesOn = one && RunActions.goesOn(run);
        open.setText(goesOn ? "Resume" : "Open");
        open.getTooltip().setText(goesOn ? "Show what is done, and ask whether to resume (Enter)" : OPENS);
        Showing.now(resume, one && actions.canResume(run));
        Showing.now(repeat, one && RunActions.canRepeat(run));
        Showing.now(edit, one && RunActions.canRepeat(run));
        Showing.now(trials, one && run.description().kind() == RunKind.SEARCH);
        Showing.now(compareButton, runs.size() > 1);
        compareButton.setText(
                runs.size() > CompareViewModel.MOST
                        ? "Compare the first " + CompareViewModel.MOST
                        : "Compare " + runs.size());
    }

    private void one(Consumer<StoredRun> action) {
        if (list.selected.size() == 1) {
            action.accept(list.selected.getFirst());
        }
    }

    /** What a double click or Enter does: opens one run, compares several. */
    void primary() {
        if (list.selected.size() > 1) {
            compare.run();
        } else if (open.isVisible()) {
            open();
        }
    }

    @FXML
    private void open() {
        one(actions::open);
    }

    /** @param show lists the trials of a search alone */
    void setOnTrials(Consumer<StoredRun> show) {
        showTrials = show;
    }
}

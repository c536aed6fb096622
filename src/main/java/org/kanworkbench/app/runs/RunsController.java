package org.kanworkbench.app.runs;

import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyEvent;
import org.kanworkbench.app.controls.ErrorCard;
import org.kanworkbench.app.controls.layout.Showing;
import org.kanworkbench.app.controls.setting.Labels;
import org.kanworkbench.app.runs.run.RunText;
import org.kanworkbench.app.session.RunLibrary;
import org.kanworkbench.app.session.RunLibrary.State;
import org.kanworkbench.data.Counted;
import org.kanworkbench.runs.RunGroup;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.StoredRun;

/** Binds the list: search, table and what is told below it. */
final class RunsController {

    private final RunsViewModel viewModel;
    private final RunFilesController files;
    private final CompareViewModel compare;
    private final ActionsController actions;
    private final Runnable train;

    @FXML
    private Node tools;

    @FXML
    private TextField search;

    @FXML
    private ComboBox<RunKind> kinds;

    @FXML
    private Label count;

    @FXML
    private ErrorCard error;

    @FXML
    private Node browse;

    @FXML
    private Node busy;

    @FXML
    private Label note;

    @FXML
    private Button noteAction;

    @FXML
    private ToggleButton group;

    @FXML
    private ToggleButton trials;

    @FXML
    private TableView<RunGroup> groups;

    @FXML
    private TableView<StoredRun> table;

    @FXML
    private Node empty;

    @FXML
    private Label emptyText;

    @FXML
    private Node nothing;

    @FXML
    private Node preview;

    /** @param train brings the Train pane to the front */
    RunsController(
            RunsViewModel viewModel,
            RunFilesController files,
            CompareViewModel compare,
            ActionsController actions,
            Runnable train) {
        this.viewModel = viewModel;
        this.files = files;
        this.compare = compare;
        this.actions = actions;
        this.train = train;
    }

    @FXML
    private void initialize() {
        search.textProperty().addListener((_, _, words) -> viewModel.ask(query -> query.withText(words.strip())));
        bindKinds();
        bindTrials();
        bindMessages();
        new RunsTable(viewModel, table, actions::primary);
        table.addEventHandler(KeyEvent.KEY_TYPED, this::typed);
        new GroupsTable(viewModel, group, groups, key -> {
            showAll();
            viewModel.ask(query -> query.ofConfiguration(key));
        });
        group.selectedProperty().addListener(_ -> showWhatThereIs());
        // Groups are of all finished trainings.
        List.of(search, kinds, trials)
                .forEach(narrowing -> narrowing.disableProperty().bind(group.selectedProperty()));
        // A search's name is its trials' tag.
        actions.setOnTrials(run -> {
            group.setSelected(false);
            kinds.setValue(null);
            search.setText(run.description().configurationKey());
        });
        browse.visibleProperty().bind(compare.comparedProperty().map(List::isEmpty));
        showWhatThereIs();
        for (var cause : List.of(
                viewModel.readProperty(),
                viewModel.allProperty(),
                viewModel.totalProperty(),
                viewModel.queryProperty(),
                viewModel.library.stateProperty(),
                viewModel.library.problemProperty())) {
            cause.subscribe(this::showWhatThereIs);
        }
    }

    private void bindKinds() {
        kinds.getItems().add(null);
        kinds.getItems().addAll(RunKind.values());
        kinds.setConverter(Labels.of("All kinds", RunText::plural));
        kinds.valueProperty()
                .addListener((_, _, kind) ->
                        viewModel.ask(query -> query.withKinds(kind == null ? List.of() : List.of(kind))));
    }

    private void bindTrials() {
        trials.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> Counted.of(viewModel.trialsProperty().get(), "trial"), viewModel.trialsProperty()));
        Showing.when(trials, viewModel.trialsProperty().greaterThan(0));
        trials.selectedProperty().addListener((_, _, too) -> viewModel.ask(query -> query.withTrials(too)));
    }

    private void bindMessages() {
        error.bind(viewModel.problem);
        Showing.whole(note, note.textProperty());
        for (var cause : List.of(
                viewModel.library.stateProperty(),
                viewModel.library.problemProperty(),
                viewModel.library.damageProperty(),
                viewModel.library.repairingProperty(),
                files.busyProperty())) {
            cause.subscribe(this::showNote);
        }
        showNote();
    }

    /**
     * A status or error line with an action.
     *
     * @param label of the button; empty for none
     */
    private record Note(String text, boolean busy, String label, Runnable action) {
        Note(String text, boolean busy) {
            this(text, busy, "", () -> {});
        }
    }

    private Note note() {
        RunLibrary library = viewModel.library;
        if (library.repairingProperty().get()) {
            return new Note("Repairing the experiment store…", true);
        }
        if (!library.damageProperty().get().isEmpty()) {
            return new Note(library.damageProperty().get(), false, "Repair", viewModel::repair);
        }
        return files.busyProperty().get().isEmpty()
                ? new Note(keeping(), false)
                : new Note(files.busyProperty().get(), true);
    }

    /** In a place of its own below the table, which never moves for it. */
    private void showNote() {
        Note now = note();
        Showing.now(busy, now.busy());
        note.setText(now.text());
        noteAction.setVisible(!now.label().isEmpty());
        if (noteAction.isVisible()) {
            noteAction.setText(now.label());
        }
        noteAction.setOnAction(_ -> now.action().run());
    }

    private String keeping() {
        String problem = viewModel.library.problemProperty().get();
        State state = viewModel.library.stateProperty().get();
        return switch (state) {
            case READ_ONLY -> "Runs can be looked at, but what is trained is not kept: " + problem;
            case FAILED -> "Runs are not kept: " + problem;
            case CLOSED, OPENING, OPEN -> problem.isEmpty() ? "" : "A run is not kept: " + problem;
        };
    }

    private void showWhatThereIs() {
        boolean any = viewModel.totalProperty().get() > 0;
        boolean read = viewModel.readProperty().get();
        State state = viewModel.library.stateProperty().get();
        boolean narrowed = viewModel.queryProperty().get().narrow();
        table.setVisible(any || !read && state == State.OPENING);
        // If nothing is recorded, the note above gives the reason.
        boolean keeps = state == State.CLOSED || state == State.OPEN && read;
        boolean failed = state == State.FAILED || state == State.READ_ONLY && read;
        boolean none = viewModel.allProperty().get() == 0 && (keeps || failed);
        empty.setVisible(!any && !narrowed && (keeps || failed) && !group.isSelected());
        Showing.now(preview, !none);
        // With the preview, which takes their room, they would move to the left.
        tools.setVisible(!none);
        emptyText.setText(failed ? keeping() : "No runs yet. Train one, and it appears here.");
        nothing.setVisible(!any && narrowed && read && !group.isSelected());
        // The header tells how many there are in all.
        count.setText(
                read && narrowed && !group.isSelected()
                        ? Counted.of(viewModel.totalProperty().get(), "run") + " found"
                        : "");
    }

    /** Letters typed in the table are searched for. */
    private void typed(KeyEvent event) {
        String text = event.getCharacter();
        if (!event.isShortcutDown()
                && !event.isAltDown()
                && !text.isBlank()
                && text.charAt(0) > ' '
                && text.charAt(0) != 127) {
            search.requestFocus();
            search.appendText(text);
            search.end();
            event.consume();
        }
    }

    /** Whether the list is shown, and no comparison in its place. */
    boolean browsing() {
        return browse.isVisible();
    }

    /** Closes the comparison, or else groups and search. */
    void back() {
        if (!compare.comparedProperty().get().isEmpty()) {
            compare.close();
        } else {
            group.setSelected(false);
            showAll();
        }
    }

    @FXML
    private void showAll() {
        search.clear();
        kinds.setValue(null);
        viewModel.ask(query -> query.ofConfiguration(""));
    }

    @FXML
    private void goToTrain() {
        train.run();
    }
}

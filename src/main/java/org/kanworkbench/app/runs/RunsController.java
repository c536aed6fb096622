package org.kanworkbench.app.runs;

import java.util.List;
import javafx.beans.InvalidationListener;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.util.StringConverter;
import org.kanworkbench.app.RunLibrary.State;
import org.kanworkbench.app.controls.ErrorCard;
import org.kanworkbench.network.Preset;
import org.kanworkbench.runs.store.RunGroup;
import org.kanworkbench.runs.store.RunKind;
import org.kanworkbench.runs.store.StoredRun;

/** Binds the list: search, table and what is told above it. */
final class RunsController {

    private final RunsViewModel viewModel;
    private final RepeatQueue queue;
    private final RunFilesController files;
    private final CompareViewModel compare;
    private final ActionsController actions;
    private final Runnable train;

    @FXML
    private TextField search;

    @FXML
    private ComboBox<RunKind> kinds;

    @FXML
    private Label count;

    @FXML
    private ErrorCard error;

    @FXML
    private Node keepingNote;

    @FXML
    private Label keepingText;

    @FXML
    private Node undoBar;

    @FXML
    private Label undoText;

    @FXML
    private Node browse;

    @FXML
    private Node queueBar;

    @FXML
    private Label queueText;

    @FXML
    private Node questionBar;

    @FXML
    private Label questionText;

    @FXML
    private HBox answers;

    @FXML
    private Node noticeBar;

    @FXML
    private Label noticeText;

    @FXML
    private ToggleButton group;

    @FXML
    private TableView<RunGroup> groups;

    @FXML
    private TableView<StoredRun> table;

    @FXML
    private Node empty;

    @FXML
    private Node nothing;

    /** @param train brings the Train pane to the front */
    RunsController(
            RunsViewModel viewModel,
            RepeatQueue queue,
            RunFilesController files,
            CompareViewModel compare,
            ActionsController actions,
            Runnable train) {
        this.viewModel = viewModel;
        this.queue = queue;
        this.files = files;
        this.compare = compare;
        this.actions = actions;
        this.train = train;
    }

    @FXML
    private void initialize() {
        search.textProperty().addListener((_, _, words) -> viewModel.search(words));
        bindKinds();
        bindMessages();
        new RunsTable(viewModel, table, actions::primary);
        table.addEventHandler(KeyEvent.KEY_TYPED, this::typed);
        new GroupsTable(viewModel, group, groups);
        browse.visibleProperty().bind(compare.comparedProperty().map(List::isEmpty));
        showWhatThereIs();
        for (var cause : List.of(viewModel.readProperty(), viewModel.totalProperty(), viewModel.queryProperty())) {
            cause.addListener((InvalidationListener) _ -> showWhatThereIs());
        }
    }

    private void bindKinds() {
        kinds.getItems().add(null);
        kinds.getItems().addAll(RunKind.values());
        kinds.setConverter(new StringConverter<>() {
            @Override
            public String toString(RunKind kind) {
                return kind == null ? "All kinds" : RunText.plural(kind);
            }

            @Override
            public RunKind fromString(String text) {
                throw new UnsupportedOperationException();
            }
        });
        kinds.valueProperty()
                .addListener((_, _, kind) -> viewModel.showKinds(kind == null ? List.of() : List.of(kind)));
    }

    private void bindMessages() {
        viewModel.problemProperty().subscribe(problem -> {
            if (problem == null) {
                error.clear();
            } else {
                error.show(problem.what(), problem.details());
            }
        });
        error.setOnDismiss(() -> viewModel.problemProperty().set(null));
        keepingText
                .textProperty()
                .bind(Bindings.createStringBinding(
                        this::keeping,
                        viewModel.library().stateProperty(),
                        viewModel.library().problemProperty()));
        showWhile(keepingNote, keepingText.textProperty().isNotEmpty());
        queueText.textProperty().bind(queue.textProperty());
        showWhile(queueBar, queueText.textProperty().isNotEmpty());
        noticeText.textProperty().bind(files.noticeProperty());
        showWhile(noticeBar, noticeText.textProperty().isNotEmpty());
        showWhile(questionBar, files.imports().questionProperty().isNotNull());
        files.imports().questionProperty().subscribe(this::ask);
        undoText.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> RunText.runs(viewModel.deleted().size()) + " deleted, for good when the window closes.",
                        viewModel.deleted()));
        showWhile(undoBar, Bindings.isNotEmpty(viewModel.deleted()));
    }

    private void ask(ImportViewModel.Question question) {
        answers.getChildren().clear();
        if (question != null) {
            questionText.setText("Which network does " + question.file().getFileName() + " hold?");
            for (Preset preset : question.candidates()) {
                Button answer = new Button(preset.name());
                answer.setOnAction(_ -> files.imports().answer(preset));
                answers.getChildren().add(answer);
            }
        }
    }

    @FXML
    private void dismissQuestion() {
        files.imports().dismiss();
    }

    private String keeping() {
        String problem = viewModel.library().problemProperty().get();
        State state = viewModel.library().stateProperty().get();
        return switch (state) {
            case READ_ONLY -> "Runs can be looked at, but what is trained is not kept: " + problem;
            case FAILED -> "Runs are not kept: " + problem;
            case CLOSED, OPENING, OPEN -> problem.isEmpty() ? "" : "A run is not kept: " + problem;
        };
    }

    private static void showWhile(Node node, ObservableValue<Boolean> condition) {
        node.visibleProperty().bind(condition);
        node.managedProperty().bind(node.visibleProperty());
    }

    private void showWhatThereIs() {
        boolean any = viewModel.totalProperty().get() > 0;
        boolean read = viewModel.readProperty().get();
        State state = viewModel.library().stateProperty().get();
        boolean narrowed = viewModel.queryProperty().get().narrow();
        table.setVisible(any || !read && state == State.OPENING);
        // Where nothing is kept, the note above says why.
        boolean keeps = state == State.CLOSED || state == State.OPEN && read;
        empty.setVisible(!any && !narrowed && keeps);
        nothing.setVisible(!any && narrowed && read);
        // The header tells how many there are in all.
        count.setText(read && narrowed ? RunText.runs(viewModel.totalProperty().get()) + " found" : "");
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

    /** Closes what is open: the comparison, else groups and search. */
    void back() {
        if (!compare.comparedProperty().get().isEmpty()) {
            compare.close();
        } else {
            group.setSelected(false);
            showAll();
        }
    }

    @FXML
    private void cancelQueue() {
        queue.cancel();
    }

    @FXML
    private void dismissNotice() {
        files.dismiss();
    }

    @FXML
    private void showAll() {
        search.clear();
        kinds.setValue(null);
        viewModel.showConfiguration("");
    }

    @FXML
    private void undelete() {
        viewModel.undelete();
    }

    @FXML
    private void dismissUndo() {
        viewModel.forgetDeleted();
    }

    @FXML
    private void goToTrain() {
        train.run();
    }
}

package org.kanworkbench.app.runs;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import javafx.beans.InvalidationListener;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableColumn.SortType;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.util.StringConverter;
import org.kanworkbench.app.RunLibrary.State;
import org.kanworkbench.app.controls.ErrorCard;
import org.kanworkbench.network.Preset;
import org.kanworkbench.runs.store.RunGroup;
import org.kanworkbench.runs.store.RunKind;
import org.kanworkbench.runs.store.RunQuery.Sort;
import org.kanworkbench.runs.store.StoredRun;

/** Binds the list: search, table and what is told above it. */
final class RunsController {

    /** Rows before the last read one at which the next page is asked for. */
    private static final int AHEAD = 60;

    private final RunsViewModel viewModel;
    private final RepeatQueue queue;
    private final RunFilesController files;
    private final CompareViewModel compare;
    private final ActionsController actions;
    private final Runnable train;
    private final ObservableList<StoredRun> items = FXCollections.observableArrayList();
    private boolean refreshing;
    /** Whether the columns of other work have been shown by themselves. */
    private boolean resultsShown;

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
        bindTable();
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
        var query = viewModel.queryProperty().get();
        boolean narrowed = !query.text().isEmpty()
                || !query.kinds().isEmpty()
                || !query.configurationKey().isEmpty();
        table.setVisible(any || !read && state == State.OPENING);
        empty.setVisible(!any && !narrowed && (read || state != State.OPENING));
        nothing.setVisible(!any && narrowed && read);
        // The header tells how many there are in all.
        count.setText(read && narrowed ? RunText.runs(viewModel.totalProperty().get()) + " found" : "");
    }

    private void bindTable() {
        table.setItems(items);
        table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        table.setPlaceholder(new Label(""));
        for (RunColumn column : RunColumn.values()) {
            table.getColumns().add(RunTableColumn.of(column, viewModel.selected()));
        }
        table.getColumns().getFirst().setSortType(SortType.DESCENDING);
        table.getSortOrder().add(table.getColumns().getFirst());
        table.setSortPolicy(_ -> {
            sort();
            return true;
        });
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
        viewModel.rows().addListener((ListChangeListener<StoredRun>) change -> refresh());
        table.addEventHandler(KeyEvent.KEY_TYPED, this::typed);
        table.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.DELETE) {
                viewModel.delete();
                event.consume();
            } else if (event.getCode() == KeyCode.ENTER && !event.isShortcutDown()) {
                actions.primary();
                event.consume();
            }
        });
        table.setOnMouseClicked(event -> {
            if (event.getClickCount() == 2 && event.getTarget() instanceof Node at && inRow(at)) {
                actions.primary();
            }
        });
    }

    private static boolean inRow(Node node) {
        Node at = node;
        while (at != null && !(at instanceof TableRow)) {
            at = at.getParent();
        }
        return at != null;
    }

    private void sort() {
        if (table.getSortOrder().isEmpty()) {
            viewModel.sort(Sort.STARTED, true);
            return;
        }
        var first = table.getSortOrder().getFirst();
        RunColumn column = (RunColumn) first.getUserData();
        boolean down = first.getSortType() == SortType.DESCENDING;
        column.sort().ifPresent(sort -> viewModel.sort(sort, down));
    }

    /** What other work than trainings came to is of use only where there is some. */
    private void showResultsOfOtherWork(List<StoredRun> rows) {
        if (!resultsShown && rows.stream().anyMatch(run -> run.kind() != RunKind.TRAINING)) {
            resultsShown = true;
            table.getColumns().stream()
                    .filter(column ->
                            column.getUserData() == RunColumn.KIND || column.getUserData() == RunColumn.RESULT)
                    .forEach(column -> column.setVisible(true));
        }
    }

    /** Shows the rows that are there now; what was selected and still is among them stays selected. */
    private void refresh() {
        Set<Long> ids = new HashSet<>();
        viewModel.selected().forEach(run -> ids.add(run.id()));
        refreshing = true;
        List<StoredRun> rows = viewModel.rows();
        showResultsOfOtherWork(rows);
        int there = items.size();
        if (rows.size() > there && rows.subList(0, there).equals(items)) {
            items.addAll(rows.subList(there, rows.size()));
        } else {
            items.setAll(rows);
            table.getSelectionModel().clearSelection();
            int[] again = IntStream.range(0, items.size())
                    .filter(i -> ids.contains(items.get(i).id()))
                    .toArray();
            if (again.length > 0) {
                table.getSelectionModel().selectIndices(again[0], again);
            }
        }
        refreshing = false;
        tellSelection();
    }

    private void tellSelection() {
        if (refreshing) {
            return;
        }
        List<StoredRun> now = table.getSelectionModel().getSelectedItems().stream()
                .filter(Objects::nonNull)
                .toList();
        if (!now.equals(viewModel.selected())) {
            viewModel.selected().setAll(now);
        }
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

package org.kanworkbench.app.shell.cards;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import javafx.fxml.FXML;
import javafx.geometry.Orientation;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.VBox;
import org.kanworkbench.app.controls.DragOrder;
import org.kanworkbench.app.controls.ModalCard;
import org.kanworkbench.app.controls.Styled;
import org.kanworkbench.app.controls.layout.Showing;
import org.kanworkbench.app.session.WorkQueue;
import org.kanworkbench.runs.Queued;
import org.kordamp.ikonli.javafx.FontIcon;

/** The card of what waits to be trained or searched: order, pause, remove. */
public final class QueueController {

    private record Removed(Queued work, int place) {}

    private final WorkQueue queue;
    /** The last first. */
    private final Deque<Removed> removed = new ArrayDeque<>();

    private final DragOrder order = new DragOrder();
    /** What the pointer was pressed on; null for nothing that waits. */
    private Queued held;

    @FXML
    private ModalCard sheet;

    @FXML
    private ListView<Queued> works;

    @FXML
    private Button up;

    @FXML
    private Button down;

    @FXML
    private Button remove;

    @FXML
    private Button go;

    @FXML
    private Button undo;

    public QueueController(WorkQueue queue) {
        this.queue = queue;
    }

    @FXML
    private void initialize() {
        works.setCellFactory(_ -> new Cell());
        works.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        works.addEventFilter(MouseEvent.ANY, this::mouse);
        works.getSelectionModel().selectedItemProperty().addListener(_ -> enable());
        queue.works().subscribe(this::show);
        queue.currentProperty().addListener(_ -> show());
        queue.goingProperty().subscribe(going -> {
            go.setText(going ? "Pause queue" : "Start queue");
            go.setGraphic(new FontIcon(going ? "mdi2p-pause" : "mdi2p-play"));
        });
        show();
    }

    public void open() {
        sheet.open();
        works.requestFocus();
        if (works.getSelectionModel().isEmpty()) {
            works.getSelectionModel().selectFirst();
        }
    }

    /** What is selected stays selected, wherever it is now; else what has its place. */
    private void show() {
        Queued selected = selected();
        int place = works.getSelectionModel().getSelectedIndex();
        works.getItems().setAll(queue.works());
        if (selected != null && !works.getItems().isEmpty()) {
            works.getSelectionModel().select(Math.min(place, works.getItems().size() - 1));
            works.getItems().stream()
                    .filter(work -> work.name().equals(selected.name()))
                    .findFirst()
                    .ifPresent(works.getSelectionModel()::select);
        }
        enable();
    }

    private Queued selected() {
        return works.getSelectionModel().getSelectedItem();
    }

    private boolean waits(Queued work) {
        return work != null && !work.equals(queue.currentProperty().get());
    }

    private void enable() {
        boolean waits = waits(selected());
        int at = works.getSelectionModel().getSelectedIndex();
        int first = queue.currentProperty().get() == null ? 0 : 1;
        up.setDisable(!waits || at <= first);
        down.setDisable(!waits || at == works.getItems().size() - 1);
        remove.setDisable(!waits);
        undo.setDisable(removed.isEmpty());
        go.setDisable(works.getItems().isEmpty());
    }

    private void key(KeyEvent event) {
        if (event.isAltDown() && event.getCode() == KeyCode.UP) {
            up();
        } else if (event.isAltDown() && event.getCode() == KeyCode.DOWN) {
            down();
        } else if (event.getCode() == KeyCode.DELETE) {
            remove();
        } else if (event.isShortcutDown() && event.getCode() == KeyCode.Z) {
            undo();
        } else {
            return;
        }
        event.consume();
    }

    private void mouse(MouseEvent event) {
        if (event.getEventType() == MouseEvent.MOUSE_PRESSED) {
            order.press(event);
            held = cells().stream()
                    .filter(cell -> cell.contains(cell.sceneToLocal(event.getSceneX(), event.getSceneY())))
                    .map(Cell::getItem)
                    .filter(this::waits)
                    .findFirst()
                    .orElse(null);
        } else if (event.getEventType() == MouseEvent.MOUSE_DRAGGED && held != null && order.drag(event)) {
            int from = works.getItems().indexOf(held);
            cells().stream()
                    .filter(cell -> from >= 0
                            && cell.getIndex() != from
                            && DragOrder.passed(cell, cell.getIndex() > from, Orientation.VERTICAL, event))
                    .findFirst()
                    .ifPresent(cell -> queue.move(held, cell.getIndex() - from));
            event.consume();
        }
    }

    private List<Cell> cells() {
        return works.lookupAll(".list-cell").stream()
                .filter(node -> node instanceof Cell cell && !cell.isEmpty())
                .map(Cell.class::cast)
                .toList();
    }

    @FXML
    private void up() {
        move(-1);
    }

    @FXML
    private void down() {
        move(1);
    }

    private void move(int by) {
        if (waits(selected())) {
            queue.move(selected(), by);
        }
    }

    @FXML
    private void remove() {
        Queued work = selected();
        if (waits(work)) {
            removed.push(new Removed(work, queue.remove(work)));
            enable();
        }
    }

    @FXML
    private void undo() {
        if (!removed.isEmpty()) {
            Removed last = removed.pop();
            queue.restore(last.work(), last.place());
            enable();
        }
    }

    @FXML
    private void go() {
        if (queue.goingProperty().get()) {
            queue.pause();
        } else {
            queue.resume();
        }
    }

    private final class Cell extends ListCell<Queued> {

        private final Label title = new Label();
        private final Label state = Styled.of(new Label(), "type-hint");
        private final VBox lines = Styled.of(new VBox(title, state), "queue-lines");

        Cell() {
            // As wide as the list, so that a reason is read to its end.
            setPrefWidth(0);
            state.setWrapText(true);
            Showing.when(state, state.textProperty().isNotEmpty());
        }

        @Override
        protected void updateItem(Queued work, boolean empty) {
            super.updateItem(work, empty);
            setText(null);
            setGraphic(empty ? null : lines);
            if (!empty) {
                title.setText(work.title());
                state.setText(state(work));
            }
        }

        private String state(Queued work) {
            if (!waits(work)) {
                return "Runs now";
            }
            return queue.problem(work).isEmpty()
                    ? work.run() == 0 ? "" : "Interrupted; resumes from its last checkpoint"
                    : "Could not be started: " + queue.problem(work);
        }
    }
}

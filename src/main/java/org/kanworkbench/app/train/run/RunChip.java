package org.kanworkbench.app.train.run;

import java.util.List;
import java.util.function.BiConsumer;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.kanworkbench.app.controls.ActionItem;
import org.kanworkbench.app.controls.DragOrder;
import org.kanworkbench.app.controls.IconButton;
import org.kanworkbench.app.controls.Styled;
import org.kanworkbench.plot.Palette;

/** A run in the list above the charts: a click shows or hides it, × closes it, a double click renames it, dragging moves it. */
public final class RunChip extends HBox {

    public final RunTrace trace;
    public final ToggleButton toggle = Styled.of(new ToggleButton(), "run-toggle");
    public final Button close;
    private final TextField editor = Styled.of(new TextField(), "run-name");
    private final BiConsumer<RunTrace, RunTrace> move;
    private final BiConsumer<RunTrace, String> rename;
    private final DragOrder order = new DragOrder();

    /**
     * @param move puts a run in the place of another
     * @param rename gives a run another title
     */
    public RunChip(
            RunTrace trace,
            Runnable onClose,
            BiConsumer<RunTrace, RunTrace> move,
            BiConsumer<RunTrace, String> rename) {
        this.trace = trace;
        this.move = move;
        this.rename = rename;
        close = new IconButton("mdi2c-close", "Close the run", "run-close");
        // Only once its first event is written it is kept.
        close.getTooltip()
                .setOnShowing(_ -> close.getTooltip()
                        .setText(
                                trace.isKept()
                                        ? "Close the run; Runs keeps it"
                                        : "Close the run, which Runs does not keep"));
        Region mark = Styled.of(new Region(), "series-mark");
        toggle.setGraphic(mark);
        toggle.setMnemonicParsing(false);
        toggle.setId("run-" + trace.number);
        toggle.textProperty().bind(trace.model.nameProperty().concat(" · seed " + trace.configuration.seed()));
        toggle.selectedProperty().bindBidirectional(trace.shown);
        toggle.setTooltip(new Tooltip(
                "Show or hide its curves. A double click or F2 renames it, dragging or Ctrl with an arrow moves it."));
        MenuItem closing = new ActionItem("Close", onClose);
        closing.disableProperty().bind(close.disableProperty());
        toggle.setContextMenu(new ContextMenu(new ActionItem("Rename…", this::edit), closing));
        close.setId("close-run-" + trace.number);
        close.accessibleTextProperty().bind(trace.model.nameProperty().map(name -> "Close " + name));
        close.setOnAction(_ -> onClose.run());
        editor.setAccessibleText("Name of the run");
        editor.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        editor.focusedProperty().addListener((_, _, focused) -> {
            if (!focused) {
                finish(true);
            }
        });
        getStyleClass().addAll("run-chip", Palette.style(trace.model.series()));
        getChildren().addAll(toggle, close);
        toggle.addEventFilter(MouseEvent.ANY, this::mouse);
        toggle.addEventFilter(KeyEvent.KEY_PRESSED, this::command);
    }

    private void mouse(MouseEvent event) {
        if (event.getEventType() == MouseEvent.MOUSE_PRESSED) {
            order.press(event);
        } else if (event.getEventType() == MouseEvent.MOUSE_DRAGGED) {
            if (order.drag(event)) {
                dragTo(event);
                event.consume();
            }
        } else if (event.getEventType() == MouseEvent.MOUSE_RELEASED && order.dragging()) {
            // It was moved, not clicked.
            toggle.disarm();
            event.consume();
        } else if (event.getEventType() == MouseEvent.MOUSE_CLICKED
                && event.getClickCount() == 2
                && event.getButton() == MouseButton.PRIMARY) {
            edit();
            event.consume();
        }
    }

    /** What a hand does with a mouse: F2, Delete, and Ctrl with an arrow. */
    private void command(KeyEvent event) {
        switch (event.getCode()) {
            case F2 -> edit();
            case DELETE -> close.fire();
            case LEFT, RIGHT -> {
                if (!event.isShortcutDown()) {
                    return;
                }
                moveBy(event.getCode() == KeyCode.LEFT ? -1 : 1);
            }
            default -> {
                return;
            }
        }
        event.consume();
    }

    private void moveBy(int places) {
        List<Node> chips = getParent().getChildrenUnmodifiable();
        int to = chips.indexOf(this) + places;
        if (to >= 0 && to < chips.size() && chips.get(to) instanceof RunChip other) {
            move.accept(trace, other.trace);
            toggle.requestFocus();
        }
    }

    /** Changes places with the chip whose middle the pointer has passed. */
    private void dragTo(MouseEvent event) {
        List<Node> chips = getParent().getChildrenUnmodifiable();
        for (Node sibling : chips) {
            if (sibling instanceof RunChip other
                    && other != this
                    && DragOrder.passed(
                            other, chips.indexOf(other) > chips.indexOf(this), Orientation.HORIZONTAL, event)) {
                move.accept(trace, other.trace);
                return;
            }
        }
    }

    private void edit() {
        String number = " #" + trace.number;
        String name = trace.model.name();
        editor.setText(
                trace.model.run().isPresent() && name.endsWith(number)
                        ? name.substring(0, name.length() - number.length())
                        : name);
        getChildren().setAll(editor, close);
        editor.requestFocus();
        editor.selectAll();
    }

    private void key(KeyEvent event) {
        if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.ESCAPE) {
            finish(event.getCode() == KeyCode.ENTER);
            toggle.requestFocus();
            event.consume();
        }
    }

    private void finish(boolean keep) {
        if (getChildren().contains(editor)) {
            getChildren().setAll(toggle, close);
            if (keep) {
                rename.accept(trace, editor.getText());
            }
        }
    }
}

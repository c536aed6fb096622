package org.kanworkbench.app.shell.cards;

import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import javafx.fxml.FXML;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kanworkbench.app.controls.ModalCard;
import org.kanworkbench.app.controls.Styled;
import org.kanworkbench.app.controls.layout.Showing;

/** The command palette (Ctrl+K), which finds actions by their words. */
public final class CommandPaletteController {

    private final Supplier<List<PaletteAction>> actions;
    private List<PaletteAction> all = List.of();

    @FXML
    private ModalCard finder;

    @FXML
    private TextField words;

    @FXML
    private ListView<PaletteAction> found;

    @FXML
    private Label nothing;

    /** @param actions all that can be done now */
    public CommandPaletteController(Supplier<List<PaletteAction>> actions) {
        this.actions = actions;
    }

    @FXML
    private void initialize() {
        found.setCellFactory(_ -> new PaletteCell());
        words.textProperty().addListener(_ -> search());
        words.addEventFilter(KeyEvent.KEY_PRESSED, this::move);
        finder.visibleProperty().addListener(_ -> forget());
    }

    public void open() {
        all = actions.get();
        finder.open();
        words.clear();
        search();
        words.requestFocus();
    }

    /** A closed card holds nothing of the panes. */
    private void forget() {
        if (!finder.isOpen()) {
            found.getItems().clear();
            all = List.of();
        }
    }

    private void search() {
        String sought = words.getText();
        found.getItems()
                .setAll(all.stream()
                        .filter(action -> action.rank(sought) >= 0)
                        // Nobody ends a run by Enter without having asked for it.
                        .sorted(Comparator.<PaletteAction>comparingInt(action -> action.rank(sought))
                                .thenComparing(action ->
                                        sought.isBlank() && action.name().equals("Stop")))
                        .toList());
        found.getSelectionModel().selectFirst();
        found.scrollTo(0);
        boolean none = found.getItems().isEmpty();
        Showing.now(nothing, none);
        Showing.now(found, !none);
    }

    private void move(KeyEvent event) {
        int selected = found.getSelectionModel().getSelectedIndex();
        switch (event.getCode()) {
            case DOWN -> select(selected + 1);
            case UP -> select(selected - 1);
            case PAGE_DOWN -> select(selected + 8);
            case PAGE_UP -> select(selected - 8);
            case ENTER -> run();
            case ESCAPE -> finder.close();
            default -> {
                return;
            }
        }
        event.consume();
    }

    private void select(int index) {
        if (!found.getItems().isEmpty()) {
            int within = Math.clamp(index, 0, found.getItems().size() - 1);
            found.getSelectionModel().select(within);
            found.scrollTo(Math.max(0, within - 4));
        }
    }

    private void run() {
        PaletteAction chosen = found.getSelectionModel().getSelectedItem();
        if (chosen != null) {
            finder.close();
            chosen.run().run();
        }
    }

    /** An action on one line: where, what, and the keys. */
    private final class PaletteCell extends ListCell<PaletteAction> {

        private final Label place = Styled.of(new Label(), "type-hint");
        private final Label name = new Label();
        private final Label keys = Styled.of(new Label(), "key-cap");
        private final HBox line;

        PaletteCell() {
            Region gap = new Region();
            HBox.setHgrow(gap, Priority.ALWAYS);
            keys.setMinWidth(USE_PREF_SIZE);
            place.setMinWidth(USE_PREF_SIZE);
            line = Styled.of(new HBox(name, gap, keys, place), "finder-line");
            Showing.when(keys, keys.textProperty().isNotEmpty());
            setOnMouseClicked(event -> {
                if (!isEmpty() && event.getButton() == MouseButton.PRIMARY) {
                    run();
                }
            });
        }

        @Override
        protected void updateItem(PaletteAction action, boolean empty) {
            super.updateItem(action, empty);
            setText(null);
            setGraphic(empty ? null : line);
            if (!empty) {
                place.setText(action.place());
                name.setText(action.name());
                keys.setText(action.keys());
            }
        }
    }
}

package org.kanworkbench.app.draw;

import java.util.Locale;
import java.util.Optional;
import javafx.collections.ObservableList;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import org.kanworkbench.app.controls.ErrorCard;
import org.kanworkbench.app.controls.FilePrompts;
import org.kanworkbench.app.controls.Styled;
import org.kanworkbench.app.controls.layout.Showing;
import org.kanworkbench.app.controls.setting.Segment;
import org.kanworkbench.app.draw.sketch.InkPicture;
import org.kanworkbench.app.draw.sketch.StoredDrawing;
import org.kanworkbench.app.session.MyDigits;
import org.kanworkbench.app.session.Notice;
import org.kanworkbench.data.source.LabelledDigit;

/** Binds the area below the sheet: the last drawings, and the user's digits. */
final class OwnDigitsController {

    private static final KeyCombination UNDO = new KeyCodeCombination(KeyCode.Z, KeyCombination.SHORTCUT_DOWN);

    private final DrawViewModel model;
    private final OwnDigitsViewModel own;
    private final FilePrompts prompts;
    private final ObservableList<Notice> notices;
    private Notice deletion;

    @FXML
    private Segment ownTab;

    @FXML
    private Button export;

    @FXML
    private ErrorCard error;

    @FXML
    private Node keptScroll;

    @FXML
    private HBox kept;

    @FXML
    private Label keptHint;

    @FXML
    private ListView<LabelledDigit> digits;

    @FXML
    private Label digitsHint;

    /** @param notices what the window tells over its panes */
    OwnDigitsController(
            DrawViewModel model, OwnDigitsViewModel own, FilePrompts prompts, ObservableList<Notice> notices) {
        this.notices = notices;
        this.model = model;
        this.own = own;
        this.prompts = prompts;
    }

    @FXML
    private void initialize() {
        export.setOnAction(_ -> prompts.folder("Export my digits as IDX files").ifPresent(own::export));
        ownTab.selectedProperty().addListener(_ -> show());
        own.shown.bind(ownTab.selectedProperty());
        own.inView.bind(model.inView);
        model.kept.subscribe(this::showKept);
        showKept();
        bindDigits();
        error.bind(own.problem);
        own.digits.deletedProperty().subscribe(this::offerUndo);
    }

    private void bindDigits() {
        digits.setCellFactory(_ -> new DigitCell(own));
        digits.setOnKeyPressed(this::key);
        own.digits.digitsProperty().subscribe(now -> {
            LabelledDigit chosen = digits.getSelectionModel().getSelectedItem();
            int place = digits.getSelectionModel().getSelectedIndex();
            digits.getItems().setAll(now.digits().reversed());
            int still = digits.getItems().indexOf(chosen);
            // One that was deleted or got another label gives way to what is in its place now.
            digits.getSelectionModel()
                    .select(still >= 0 ? still : Math.min(place, now.digits().size() - 1));
            int count = now.digits().size();
            ownTab.setText(count == 0 ? "My digits" : String.format(Locale.ROOT, "My digits · %,d", count));
            show();
        });
        own.scoresProperty().addListener(_ -> digits.refresh());
    }

    /** Of what is chosen here, never of the drawing on the sheet. */
    private void key(KeyEvent event) {
        LabelledDigit chosen = digits.getSelectionModel().getSelectedItem();
        KeyCode code = event.getCode();
        boolean plain = !event.isShortcutDown() && !event.isAltDown();
        if (UNDO.match(event)) {
            own.digits.undelete();
        } else if (code == KeyCode.DELETE || code == KeyCode.BACK_SPACE) {
            Optional.ofNullable(chosen).filter(_ -> plain).ifPresent(own.digits::delete);
        } else if (!plain) {
            return;
        } else if (code.isDigitKey() && !event.isShiftDown()) {
            Optional.ofNullable(chosen)
                    .ifPresent(digit -> own.relabel(digit, Integer.parseInt(DrawController.digit(code))));
        } else {
            return;
        }
        event.consume();
    }

    /** Of the digit that was deleted last. */
    private void offerUndo(MyDigits.Deleted deleted) {
        notices.removeIf(notice -> notice == deletion);
        if (deleted != null) {
            deletion = Notice.asking(
                    "A " + deleted.digit().label() + " was deleted from My digits.",
                    new Notice.Action("Undo", own.digits::undelete));
            notices.add(deletion);
        }
    }

    private void show() {
        boolean mine = ownTab.isSelected();
        boolean any = !digits.getItems().isEmpty();
        keptScroll.setVisible(!mine);
        keptHint.setVisible(!mine && model.kept.isEmpty());
        digits.setVisible(mine && any);
        digitsHint.setVisible(mine && !any);
        Showing.now(export, mine && any);
    }

    private void showKept() {
        kept.getChildren().setAll(model.kept.stream().map(this::thumbnail).toList());
        show();
    }

    private Node thumbnail(StoredDrawing drawing) {
        InkPicture picture = new InkPicture();
        picture.show(drawing.drawing());
        String label = drawing.label().orElse("–");
        Button button = Styled.of(new Button(label, picture), "kept-drawing");
        button.setContentDisplay(ContentDisplay.TOP);
        button.setOnAction(_ -> model.restore(drawing));
        button.setTooltip(new Tooltip(drawing.label()
                .map(name -> "Labelled " + name + "; click to bring it back")
                .orElse("Cleared; click to bring it back")));
        return button;
    }
}

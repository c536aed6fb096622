package org.kanworkbench.app.draw;

import java.util.List;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.ListCell;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kanworkbench.app.controls.ActionItem;
import org.kanworkbench.app.controls.Styled;
import org.kanworkbench.app.draw.OwnDigitsViewModel.Misreading;
import org.kanworkbench.data.source.LabelledDigit;
import org.kanworkbench.plot.Palette;

/** One of the user's digits, with a mark in the colour of every model that misclassifies it. */
final class DigitCell extends ListCell<LabelledDigit> {

    private static final int ZOOM = 2;

    private final OwnDigitsViewModel own;
    private final SeenPicture picture = new SeenPicture(ZOOM);
    private final HBox marks = Styled.of(new HBox(), "misread-marks");
    private final VBox graphic = Styled.of(new VBox(picture, marks), "own-digit-graphic");
    private final Tooltip tooltip = new Tooltip();
    private final ContextMenu menu;

    DigitCell(OwnDigitsViewModel own) {
        this.own = own;
        getStyleClass().add("own-digit");
        setContentDisplay(ContentDisplay.TOP);
        menu = new ContextMenu(new ActionItem("Delete", () -> own.digits.delete(getItem())));
    }

    @Override
    protected void updateItem(LabelledDigit digit, boolean none) {
        super.updateItem(digit, none);
        boolean empty = none || digit == null;
        List<Misreading> misread = empty ? List.of() : own.misreadings(digit);
        setGraphic(empty ? null : graphic);
        setContextMenu(empty ? null : menu);
        setTooltip(empty ? null : tooltip);
        getStyleClass().remove("misread");
        if (empty) {
            setText(null);
            return;
        }
        picture.show(digit.digit());
        if (!misread.isEmpty()) {
            getStyleClass().add("misread");
        }
        setText(misread.isEmpty() ? String.valueOf(digit.label()) : digit.label() + " ✗");
        marks.getChildren().setAll(misread.stream().map(DigitCell::mark).toList());
        String who = misread.stream()
                .map(wrong -> wrong.model().open().name() + " predicts " + wrong.answer())
                .collect(Collectors.joining(", "));
        tooltip.setText("A " + digit.label() + (digit.forTest() ? ", held out for testing" : ", for training")
                + (who.isEmpty() ? "" : "; " + who)
                + ". Press a digit to name it otherwise, and Delete, or use the menu, to remove it.");
        setAccessibleText(tooltip.getText());
    }

    private static Node mark(Misreading wrong) {
        return Styled.of(
                new Region(), "misread-mark", Palette.style(wrong.model().open().series()));
    }
}

package org.kanworkbench.app.controls;

import java.util.Map;
import javafx.beans.property.ObjectProperty;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DataFormat;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kanworkbench.app.work.Problem;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * An error inside a pane: what happened, where and how to mend it, to copy or to dismiss. It lies over what comes after it in its
 * parent, as wide as that, and in view where that scrolls: nothing moves when it comes or goes.
 */
public final class ErrorCard extends HBox {

    private final Label title = Styled.of(new Label(), "error-title");
    private final Label message = Styled.of(new Label(), "error-message");
    private final Runnable place = this::place;
    private Runnable onDismiss = () -> {};

    public ErrorCard() {
        getStyleClass().add("error-card");
        setAlignment(Pos.CENTER_LEFT);
        message.setWrapText(true);
        VBox text = new VBox(title, message);
        text.setMinWidth(0);
        HBox.setHgrow(text, Priority.ALWAYS);
        Button copy = Styled.of(new Button("Copy details"), "small");
        copy.setMinWidth(USE_PREF_SIZE);
        copy.setOnAction(_ -> copy());
        Button dismiss = new IconButton("mdi2c-close", "Dismiss", "small");
        dismiss.setOnAction(_ -> dismiss());
        addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                dismiss();
                event.consume();
            }
        });
        getChildren().addAll(new FontIcon("mdi2a-alert-circle-outline"), text, copy, dismiss);
        setManaged(false);
        setViewOrder(-1);
        sceneProperty().subscribe((before, now) -> {
            if (before != null) {
                before.removePostLayoutPulseListener(place);
            }
            if (now != null) {
                now.addPostLayoutPulseListener(place);
            }
        });
        clear();
    }

    private void dismiss() {
        clear();
        onDismiss.run();
    }

    /** After every layout, because what stands before it may have become higher. */
    private void place() {
        if (!isVisible() || !(getParent() instanceof Region parent)) {
            return;
        }
        Insets margin = StackPane.getMargin(this) == null ? parent.getInsets() : StackPane.getMargin(this);
        double room = parent.getWidth() - margin.getLeft() - margin.getRight();
        double width = getMaxWidth() > 0 ? Math.min(room, getMaxWidth()) : room;
        double top = margin.getTop();
        if (parent instanceof VBox column) {
            for (Node above :
                    column.getChildren().subList(0, column.getChildren().indexOf(this))) {
                top = above.isManaged() ? above.getBoundsInParent().getMaxY() + column.getSpacing() : top;
            }
        }
        resizeRelocate(
                margin.getLeft() + (room - width) / 2, Math.max(top, scrolled(parent)), width, prefHeight(width));
        layout();
    }

    /** Where the part of the parent that is in view begins, with the parent's own margin; 0 where it does not scroll. */
    private static double scrolled(Region parent) {
        for (Node at = parent; at.getParent() != null; at = at.getParent()) {
            if (at.getParent() instanceof ScrollPane && at.getStyleClass().contains("viewport")) {
                return parent.sceneToLocal(at.localToScene(0, 0)).getY()
                        + parent.getInsets().getTop();
            }
        }
        return 0;
    }

    /**
     * @param what what could not be done, for instance {@code Could not open the folder}
     * @param details the one line of where and how to mend it
     */
    public void show(String what, String details) {
        title.setText(what);
        message.setText(details);
        setVisible(true);
        applyCss();
        place();
    }

    /** Shows a problem as long as there is one; when it is dismissed, there is none. */
    public void bind(ObjectProperty<Problem> problem) {
        problem.subscribe(shown -> {
            if (shown == null) {
                clear();
            } else {
                show(shown.what(), shown.details());
            }
        });
        onDismiss = () -> problem.set(null);
    }

    public void clear() {
        setVisible(false);
    }

    private void copy() {
        String text = title.getText() + "\n" + message.getText();
        Clipboard.getSystemClipboard().setContent(Map.of(DataFormat.PLAIN_TEXT, text));
    }
}

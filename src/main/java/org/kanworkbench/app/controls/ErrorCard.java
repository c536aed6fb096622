package org.kanworkbench.app.controls;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/** An error inside a pane: what happened, where and how to mend it, to copy or to dismiss. Takes no room while empty. */
public final class ErrorCard extends HBox {

    private final Label title = new Label();
    private final Label message = new Label();
    private Runnable onDismiss = () -> {};

    public ErrorCard() {
        getStyleClass().add("error-card");
        setAlignment(Pos.CENTER_LEFT);
        title.getStyleClass().add("error-title");
        message.getStyleClass().add("error-message");
        message.setWrapText(true);
        VBox text = new VBox(title, message);
        text.setMinWidth(0);
        HBox.setHgrow(text, Priority.ALWAYS);
        Button copy = new Button("Copy details");
        copy.getStyleClass().add("small");
        copy.setMinWidth(USE_PREF_SIZE);
        copy.setOnAction(_ -> copy());
        Button dismiss = new Button(null, new FontIcon("mdi2c-close"));
        dismiss.getStyleClass().addAll("flat", "button-icon", "small");
        dismiss.setTooltip(new Tooltip("Dismiss"));
        dismiss.setAccessibleText("Dismiss");
        dismiss.setOnAction(_ -> {
            clear();
            onDismiss.run();
        });
        getChildren().addAll(new FontIcon("mdi2a-alert-circle-outline"), text, copy, dismiss);
        clear();
    }

    /**
     * @param what what could not be done, for instance {@code Could not open the folder}
     * @param details the one line of where and how to mend it
     */
    public void show(String what, String details) {
        title.setText(what);
        message.setText(details);
        setManaged(true);
        setVisible(true);
    }

    /** What else is done when it is dismissed. */
    public void setOnDismiss(Runnable action) {
        onDismiss = action;
    }

    public void clear() {
        setManaged(false);
        setVisible(false);
    }

    /** The line that is shown. */
    public String message() {
        return message.getText();
    }

    private void copy() {
        ClipboardContent content = new ClipboardContent();
        content.putString(title.getText() + "\n" + message.getText());
        Clipboard.getSystemClipboard().setContent(content);
    }
}

package org.kanworkbench.app.shell;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import javafx.animation.PauseTransition;
import javafx.collections.ObservableList;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.kanworkbench.app.controls.IconButton;
import org.kanworkbench.app.controls.Styled;
import org.kanworkbench.app.session.Notice;

/** What the window tells, over the panes: nothing below it moves. The newest is the lowest. */
public final class Toasts extends VBox {

    /** Long enough to be read twice. */
    private static final Duration STAY = Duration.seconds(7);

    private static final int MOST = 3;

    private final Map<Notice, Node> toasts = new IdentityHashMap<>();
    private ObservableList<Notice> notices;

    public Toasts() {
        getStyleClass().add("toasts");
        // The gaps between them belong to the pane.
        setPickOnBounds(false);
        hoverProperty().addListener(_ -> show());
    }

    void bind(ObservableList<Notice> told) {
        notices = told;
        notices.subscribe(this::show);
        show();
    }

    private void show() {
        ObservableList<Node> shown = getChildren();
        // What is new waits while the pointer is on one of them, which would move away.
        List<Notice> now = isHover() && !shown.isEmpty()
                ? notices.stream()
                        .filter(notice -> shown.contains(toasts.get(notice)))
                        .toList()
                : notices.subList(Math.max(0, notices.size() - MOST), notices.size());
        List<Node> next = now.stream()
                .map(notice -> toasts.computeIfAbsent(notice, this::toast))
                .toList();
        if (!next.equals(shown)) {
            shown.setAll(next);
        }
        toasts.keySet().removeIf(notice -> notices.stream().noneMatch(told -> told == notice));
    }

    private Node toast(Notice notice) {
        Label text = Styled.of(new Label(notice.text()), "toast-text");
        text.setWrapText(true);
        text.setMinHeight(USE_PREF_SIZE);
        HBox.setHgrow(text, Priority.ALWAYS);
        text.setMaxWidth(Double.MAX_VALUE);
        HBox toast = Styled.of(new HBox(text), "toast");
        for (Notice.Action action : notice.actions()) {
            Button button = Styled.of(new Button(action.label()), "small");
            button.setMinWidth(USE_PREF_SIZE);
            button.setOnAction(_ -> {
                close(notice);
                action.run().run();
            });
            toast.getChildren().add(button);
        }
        Button close = new IconButton("mdi2c-close", "Dismiss");
        close.setOnAction(_ -> close(notice));
        toast.getChildren().add(close);
        if (!notice.stays()) {
            leaveInTime(toast, notice);
        }
        return toast;
    }

    /** Not while the pointer is on it: somebody reads it. */
    private void leaveInTime(Node toast, Notice notice) {
        PauseTransition stay = new PauseTransition(STAY);
        stay.setOnFinished(_ -> close(notice));
        toast.hoverProperty().addListener((_, _, hovered) -> {
            if (hovered) {
                stay.stop();
            } else {
                stay.playFromStart();
            }
        });
        stay.play();
    }

    private void close(Notice notice) {
        notices.removeIf(told -> told == notice);
    }
}

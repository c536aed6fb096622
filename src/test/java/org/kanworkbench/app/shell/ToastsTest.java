package org.kanworkbench.app.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kanworkbench.app.WindowExtension.settle;

import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.kanworkbench.app.WindowExtension;
import org.kanworkbench.app.session.Notice;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;

/** A person with the pointer on what the window tells. */
@ExtendWith(WindowExtension.class)
class ToastsTest {

    private final ObservableList<Notice> notices = FXCollections.observableArrayList();
    private Toasts toasts;

    @Start
    void show(Stage stage) {
        toasts = new Toasts();
        toasts.setAlignment(Pos.BOTTOM_RIGHT);
        toasts.setMaxSize(VBox.USE_PREF_SIZE, VBox.USE_PREF_SIZE);
        StackPane pane = new StackPane(toasts);
        StackPane.setAlignment(toasts, Pos.BOTTOM_RIGHT);
        stage.setScene(new Scene(pane, 600, 400));
        toasts.bind(notices);
        stage.show();
    }

    @Test
    void what_is_new_waits_while_the_pointer_is_on_a_notice(FxRobot robot) {
        robot.interact(() -> notices.add(Notice.asking("first")));
        Node first = toasts.getChildren().getFirst();
        robot.moveTo(first);
        robot.interact(() -> notices.add(Notice.asking("second")));
        settle();
        assertThat(toasts.getChildren()).containsExactly(first);

        robot.moveBy(0, -200);
        settle();
        assertThat(toasts.getChildren()).hasSize(2).startsWith(first);
    }
}

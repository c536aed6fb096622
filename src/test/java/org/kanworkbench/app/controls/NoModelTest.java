package org.kanworkbench.app.controls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.SimpleStringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.kanworkbench.app.WindowExtension;
import org.kanworkbench.app.models.StoredModels;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;

@ExtendWith(WindowExtension.class)
class NoModelTest {

    private final ObservableList<StoredModels.Choice> newest = FXCollections.observableArrayList();
    private final List<Long> opened = new ArrayList<>();
    private final StoredModels stored = new StoredModels() {
        @Override
        public ObservableList<Choice> newest() {
            return newest;
        }

        @Override
        public void open(long run) {
            opened.add(run);
        }
    };
    private Node list;

    @Start
    void show(Stage stage) {
        NoModel none = new NoModel("draw", "Train one");
        none.bind(new SimpleStringProperty("No model yet."), () -> {}, stored, _ -> true);
        list = none.lookup("#draw-stored");
        stage.setScene(new Scene(none, 400, 300));
        stage.show();
    }

    @Test
    void runs_come_as_buttons_and_a_press_opens_one(FxRobot robot) {
        assertThat(list.isVisible()).isFalse();
        robot.interact(() -> newest.setAll(
                new StoredModels.Choice(9, "run 9 · kal-net, MNIST, 98.5 %", true),
                new StoredModels.Choice(7, "run 7 · mlp, MNIST, 97.9 %", true)));
        assertThat(list.isVisible()).isTrue();

        robot.clickOn("Open run 9 · kal-net, MNIST, 98.5 %");
        assertThat(opened).containsExactly(9L);

        robot.interact(newest::clear);
        assertThat(list.isVisible()).isFalse();
    }
}

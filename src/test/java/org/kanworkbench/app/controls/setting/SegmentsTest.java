package org.kanworkbench.app.controls.setting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.kanworkbench.app.WindowExtension;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;

@ExtendWith(WindowExtension.class)
class SegmentsTest {

    private List<Segment> all;

    @Start
    void open(Stage stage) {
        all = List.of(new Segment("a", "A"), new Segment("b", "B"), new Segment("c", "C"), new Segment("d", "D"));
        Segments segments = new Segments();
        segments.getChildren().addAll(all);
        stage.setScene(new Scene(segments, 300, 100));
        stage.show();
    }

    @Test
    void arrow_keys_pass_over_what_is_hidden_and_always_leave_one_chosen(FxRobot robot) {
        robot.interact(() -> {
            all.get(0).setVisible(false);
            all.get(2).setVisible(false);
        });
        robot.clickOn(all.get(1));

        robot.type(KeyCode.UP);
        assertThat(chosen()).isEqualTo("b");

        robot.type(KeyCode.RIGHT);
        assertThat(chosen()).isEqualTo("d");

        robot.type(KeyCode.DOWN);
        assertThat(chosen()).isEqualTo("d");

        robot.type(KeyCode.LEFT);
        assertThat(chosen()).isEqualTo("b");
        assertThat(all.get(1).isFocused()).isTrue();
    }

    private String chosen() {
        return String.join(
                "", all.stream().filter(Segment::isSelected).map(Segment::getId).toList());
    }
}

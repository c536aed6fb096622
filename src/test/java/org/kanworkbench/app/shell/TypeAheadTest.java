package org.kanworkbench.app.shell;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.Scene;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.kanworkbench.app.WindowExtension;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;

/** A person who chooses in a drop-down by typing. */
@ExtendWith(WindowExtension.class)
class TypeAheadTest {

    private ComboBox<String> box;
    private TextField field;

    @Start
    void show(Stage stage) {
        box = new ComboBox<>();
        field = new TextField();
        box.getItems().setAll("All kinds", "Searches", "Sweeps");
        Scene scene = new Scene(new VBox(box, field));
        TypeAhead.install(scene);
        stage.setScene(scene);
        stage.show();
    }

    @Test
    void letters_begin_anew_when_the_keyboard_comes_back(FxRobot robot) {
        robot.interact(box::requestFocus);
        robot.write("sea");
        assertThat(box.getValue()).isEqualTo("Searches");
        robot.interact(field::requestFocus);
        robot.interact(box::requestFocus);
        robot.write("swe");
        assertThat(box.getValue()).isEqualTo("Sweeps");
    }
}

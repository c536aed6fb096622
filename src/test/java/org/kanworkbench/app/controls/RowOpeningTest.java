package org.kanworkbench.app.controls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.Scene;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.kanworkbench.app.WindowExtension;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;

@ExtendWith(WindowExtension.class)
class RowOpeningTest {

    private final List<String> opened = new ArrayList<>();
    private TableView<String> table;

    @Start
    void show(Stage stage) {
        TableColumn<String, String> column = new TableColumn<>("Trial");
        column.setCellValueFactory(cell -> new ReadOnlyStringWrapper(cell.getValue()));
        table = new TableView<>();
        table.getColumns().add(column);
        table.getItems().setAll("one", "two");
        RowOpening.by(table, () -> opened.add(table.getSelectionModel().getSelectedItem()));
        stage.setScene(new Scene(table, 300, 300));
        stage.show();
    }

    @Test
    void a_row_is_opened_by_a_double_click_and_by_enter(FxRobot robot) {
        robot.doubleClickOn("two");
        assertThat(opened).containsExactly("two");
        robot.type(KeyCode.UP, KeyCode.ENTER);
        assertThat(opened).containsExactly("two", "one");
    }

    /** Who sorts down clicks a head twice. */
    @Test
    void a_head_the_room_below_the_rows_and_the_keys_of_start_open_nothing(FxRobot robot) {
        robot.clickOn("two").doubleClickOn("Trial");
        robot.moveTo(table).moveBy(0, 100).doubleClickOn();
        robot.press(KeyCode.CONTROL).type(KeyCode.ENTER).release(KeyCode.CONTROL);
        assertThat(opened).isEmpty();
    }
}

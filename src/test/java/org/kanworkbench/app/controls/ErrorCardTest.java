package org.kanworkbench.app.controls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kanworkbench.app.WindowExtension.settle;
import static org.testfx.util.WaitForAsyncUtils.waitFor;

import java.util.concurrent.TimeUnit;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.Bounds;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.kanworkbench.app.WindowExtension;
import org.kanworkbench.app.work.Problem;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;

@ExtendWith(WindowExtension.class)
class ErrorCardTest {

    private ErrorCard card;
    private Label above;
    private Region below;
    private ScrollPane scroll;

    @Start
    void open(Stage stage) {
        card = new ErrorCard();
        above = new Label("above");
        below = new Region();
        below.setMinHeight(1000);
        VBox column = new VBox(8, above, card, below);
        column.setPadding(new Insets(16));
        scroll = new ScrollPane(column);
        scroll.setFitToWidth(true);
        // Has the keyboard, which else the first button that comes would get and be scrolled to.
        Button elsewhere = new Button("elsewhere");
        stage.setScene(new Scene(new VBox(elsewhere, scroll), 600, 400));
        stage.show();
    }

    private static Bounds onScreen(Node node) {
        return node.localToScene(node.getLayoutBounds());
    }

    private void show(FxRobot robot) throws Exception {
        robot.interact(() -> card.show("Could not open the file", "data.csv, row 3: expected a number, found 'x'"));
        waitFor(60, TimeUnit.SECONDS, () -> card.getHeight() > 0);
        settle();
    }

    @Test
    void nothing_moves_when_it_comes_and_it_lies_below_what_stands_before_it(FxRobot robot) throws Exception {
        Bounds before = onScreen(below);
        show(robot);
        assertThat(onScreen(below)).isEqualTo(before);
        assertThat(onScreen(card).getMinY()).isEqualTo(onScreen(above).getMaxY() + 8);
        assertThat(onScreen(card).getMinX()).isEqualTo(before.getMinX());
        assertThat(onScreen(card).getWidth()).isEqualTo(before.getWidth());
        assertThat(card.getHeight()).isLessThan(100);
        robot.interact(card::clear);
        assertThat(card.isVisible()).isFalse();
        assertThat(onScreen(below)).isEqualTo(before);
    }

    @Test
    void it_is_in_view_in_a_page_that_is_scrolled(FxRobot robot) throws Exception {
        waitFor(60, TimeUnit.SECONDS, () -> scroll.getViewportBounds().getHeight() > 0);
        settle();
        robot.interact(() -> scroll.setVvalue(1));
        show(robot);
        waitFor(
                60,
                TimeUnit.SECONDS,
                () -> Math.abs(onScreen(card).getMinY() - onScreen(scroll).getMinY() - 16) < 3);
        assertThat(onScreen(above).getMaxY()).isLessThan(onScreen(scroll).getMinY());
        robot.interact(() -> scroll.setVvalue(0));
        waitFor(
                60,
                TimeUnit.SECONDS,
                () -> onScreen(card).getMinY() >= onScreen(above).getMaxY());
    }

    @Test
    void escape_dismisses_it_from_the_keyboard(FxRobot robot) throws Exception {
        ObjectProperty<Problem> problem = new SimpleObjectProperty<>();
        card.bind(problem);
        show(robot);
        robot.interact(() -> problem.set(new Problem("Could not open the folder", "It is gone.")));
        robot.interact(() -> card.lookup(".button").requestFocus());
        robot.type(KeyCode.ESCAPE);
        assertThat(card.isVisible()).isFalse();
        assertThat(problem.get()).isNull();
    }
}

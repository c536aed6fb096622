package org.kanworkbench.app.activations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.testfx.util.WaitForAsyncUtils.waitFor;
import static org.testfx.util.WaitForAsyncUtils.waitForFxEvents;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.kanworkbench.app.WorkbenchApplication;
import org.kanworkbench.app.Workspace;
import org.kanworkbench.app.shell.Settings;
import org.kanworkbench.app.shell.Theme;
import org.kanworkbench.data.DataSource;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.ToyShape;
import org.kanworkbench.engine.Network;
import org.kanworkbench.network.Preset;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** Changes an edge with mouse and keys in the real window. */
@ExtendWith(ApplicationExtension.class)
class EditByHandTest {

    private final Workspace workspace = new Workspace();

    @Start
    void start(Stage stage) {
        WorkbenchApplication.window(stage, workspace, Settings.temporary(Theme.LIGHT))
                .show("activations");
        stage.setWidth(1280);
        stage.setHeight(800);
        stage.show();
    }

    @AfterEach
    void close() {
        workspace.close();
    }

    private void open(FxRobot robot) {
        robot.interact(() -> {
            Dataset data = DataSource.Toy.of(ToyShape.XOR).load();
            workspace
                    .open("net", data)
                    .update(Network.initialize(
                                    Preset.named("kal-net").orElseThrow().network(2, List.of(4), 2), 1)
                            .snapshot());
        });
        await(() -> text(robot, "#edge-title").contains("→"));
        assertThat(visible(robot, "#edit-bar")).isFalse();
    }

    @Test
    void dragging_a_coefficient_shows_scores_and_ctrl_z_takes_it_back(FxRobot robot) {
        open(robot);
        robot.drag(at(robot, "#coefficient-bars", 0.1, 0.5), MouseButton.PRIMARY)
                .moveBy(0, -20)
                .moveBy(0, -10)
                .drop();
        await(() -> text(robot, "#edit-text").contains("test accuracy"));
        assertThat(visible(robot, "#edit-confusion")).isTrue();

        robot.press(KeyCode.CONTROL).type(KeyCode.Z).release(KeyCode.CONTROL);
        await(() -> !visible(robot, "#edit-bar"));
    }

    @Test
    void the_curve_can_be_pulled_and_what_is_kept_asks_to_be_saved(FxRobot robot) {
        open(robot);
        EdgePlot plot = robot.lookup("#edge-plot").queryAs(EdgePlot.class);
        robot.drag(plot.localToScreen(plot.grip(0.5)), MouseButton.PRIMARY)
                .moveBy(0, -20)
                .moveBy(0, -20)
                .drop();
        await(() -> visible(robot, "#edit-bar"));

        robot.clickOn("#edit-keep");
        await(() -> visible(robot, "#kept-bar"));
        assertThat(workspace.models().getLast().name()).isEqualTo("net edited");
    }

    @Test
    void arrow_keys_change_a_coefficient_and_pull_the_curve(FxRobot robot) {
        open(robot);
        robot.interact(() -> robot.lookup("#coefficient-bars").query().requestFocus());
        robot.type(KeyCode.RIGHT, KeyCode.UP);
        await(() -> visible(robot, "#edit-bar"));
        robot.clickOn("#edit-undo");
        await(() -> !visible(robot, "#edit-bar"));

        robot.interact(() -> robot.lookup("#edge-plot").query().requestFocus());
        robot.type(KeyCode.LEFT, KeyCode.DOWN);
        await(() -> visible(robot, "#edit-bar"));
    }

    private static Point2D at(FxRobot robot, String selector, double x, double y) {
        Node node = robot.lookup(selector).query();
        Bounds area = node.localToScreen(node.getBoundsInLocal());
        return new Point2D(area.getMinX() + x * area.getWidth(), area.getMinY() + y * area.getHeight());
    }

    private static boolean visible(FxRobot robot, String selector) {
        return robot.lookup(selector).query().isVisible();
    }

    private static String text(FxRobot robot, String selector) {
        return robot.lookup(selector).queryAs(Labeled.class).getText();
    }

    private static void await(BooleanSupplier condition) {
        try {
            waitFor(30, TimeUnit.SECONDS, condition::getAsBoolean);
        } catch (TimeoutException e) {
            throw new AssertionError("did not come true within 30 s", e);
        }
        waitForFxEvents();
    }
}

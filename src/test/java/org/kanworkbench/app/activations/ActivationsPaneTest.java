package org.kanworkbench.app.activations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kanworkbench.app.OnScreen.at;
import static org.kanworkbench.app.OnScreen.await;
import static org.kanworkbench.app.OnScreen.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.kanworkbench.app.WholeWindow;
import org.kanworkbench.app.WindowExtension;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.shell.WorkbenchWindow;
import org.kanworkbench.data.Dataset.ImageShape;
import org.kanworkbench.data.Target;
import org.kanworkbench.engine.InitialModel;
import org.kanworkbench.explain.SnapshotSeries.Snapshot;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;

/** Moves and clicks with a robot in the real window. */
@ExtendWith(WindowExtension.class)
class ActivationsPaneTest {

    private static final int SIDE = 28;

    private final WholeWindow whole = new WholeWindow();
    private final Workspace workspace = whole.workspace();
    private WorkbenchWindow window;

    @Start
    void start(Stage stage) {
        whole.open(stage, "activations");
        window = whole.window();
    }

    @AfterEach
    void close() {
        workspace.close();
    }

    private OpenModel open(FxRobot robot, String name) {
        OpenModel[] made = new OpenModel[1];
        robot.interact(() -> {
            List<String> digits = List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
            made[0] = workspace.open(name, new Target.Classes(digits), Optional.of(new ImageShape(SIDE, SIDE)));
            made[0].update(InitialModel.of("kal-net", 784, List.of(16), 10, 1));
        });
        await(() -> text(robot, "#edge-title").contains("→"));
        return made[0];
    }

    @Test
    void says_what_to_do_without_a_model_and_leads_there(FxRobot robot) {
        assertThat(text(robot, "#activations-empty-text")).contains("No model");
        robot.clickOn("#activations-train");
        assertThat(text(robot, "#header-title")).isEqualTo("Train");
        robot.press(KeyCode.CONTROL).type(KeyCode.DIGIT2).release(KeyCode.CONTROL);
        assertThat(text(robot, "#header-title")).isEqualTo("Activations");
    }

    @Test
    void hovering_a_pixel_shows_its_curve_and_clicking_pins_it(FxRobot robot) {
        open(robot, "net");
        robot.moveTo(pixel(robot, 14, 10));
        await(() -> text(robot, "#edge-title").startsWith("pixel (14, 10) → h"));
        assertThat(robot.lookup("#pinned-edges").query().isVisible()).isFalse();

        robot.clickOn(pixel(robot, 20, 3));
        await(() -> robot.lookup(".pinned-edge").queryAll().size() == 1);
        robot.moveTo("#header-title");
        await(() -> text(robot, "#edge-title").startsWith("pixel (20, 3) → h"));

        robot.clickOn("#clear-pins");
        await(() -> robot.lookup(".pinned-edge").queryAll().isEmpty());
    }

    @Test
    void clicking_a_unit_shows_its_map(FxRobot robot) {
        open(robot, "net");
        Bounds grid = screen(robot.lookup("#unit-grid").query());
        robot.clickOn(grid.getMinX() + 30, grid.getMinY() + 30);
        await(() -> text(robot, "#map-title").startsWith("h1:"));
        robot.type(KeyCode.RIGHT);
        await(() -> text(robot, "#map-title").startsWith("h2:"));
    }

    @Test
    void a_small_network_is_drawn_whole_and_a_click_on_a_curve_pins_it(FxRobot robot) {
        robot.interact(() -> workspace
                .open("small", new Target.Classes(List.of("a")), Optional.empty())
                .update(InitialModel.of("kal-net", 1, List.of(), 1, 1)));
        await(() -> robot.lookup("#network-picture").query().isVisible());

        robot.clickOn("#network-picture");
        await(() -> robot.lookup(".pinned-edge").queryAll().size() == 1);
        assertThat(text(robot, "#edge-title")).isEqualTo("x1 → class a");

        robot.clickOn("#view-layer");
        assertThat(robot.lookup("#importance-map")
                        .query()
                        .getParent()
                        .getParent()
                        .isVisible())
                .isTrue();
        assertThat(robot.lookup("#network-picture").query().getParent().isVisible())
                .isFalse();
    }

    /** A layer as the closed box names it. */
    private static String layer(FxRobot robot) {
        return String.valueOf(text(robot, "#activations-layer > .list-cell"));
    }

    private void openSmall(FxRobot robot, int inputs, int hidden) {
        robot.interact(() -> workspace
                .open("small", new Target.Classes(List.of("a", "b")), Optional.empty())
                .update(InitialModel.of("kal-net", inputs, List.of(hidden), 2, 1)));
    }

    @Test
    void the_closed_layer_box_names_the_layer_of_the_model_that_is_chosen(FxRobot robot) {
        openSmall(robot, 2, 3);
        await(() -> layer(robot).equals("1:  2 → 3"));
        OpenModel net = open(robot, "net");

        robot.interact(
                () -> robot.lookup("#activations-model").queryAs(ComboBox.class).setValue(net));

        await(() -> layer(robot).equals("1:  784 → 16"));
    }

    @Test
    void a_click_on_an_edge_goes_to_its_layer_and_unit(FxRobot robot) {
        openSmall(robot, 1, 1);
        await(() -> robot.lookup("#network-picture").query().isVisible());
        await(() -> layer(robot).contains("1:"));

        // Between the second level of three and the third, the left one of two edges.
        robot.clickOn(at(robot, "#network-picture", 0.25, 0.28));
        await(() -> robot.lookup(".pinned-edge").queryAll().size() == 1);

        assertThat(text(robot, "#edge-title")).isEqualTo("h1 → class a");
        assertThat(layer(robot)).startsWith("2:");
        assertThat(text(robot, "#activations-units")).contains("outputs");
        assertThat(robot.lookup("#network-picture").query().isVisible()).isTrue();
    }

    @Test
    void the_slider_goes_back_in_time_and_newest_returns(FxRobot robot) {
        assertThat(robot.lookup("#timeline").query().isVisible()).isFalse();
        OpenModel net = open(robot, "net");
        assertThat(robot.lookup("#timeline-none").query().isVisible()).isTrue();
        robot.interact(() -> net.remember(List.of(
                new Snapshot(0, 0, net.modelProperty().get(), OptionalDouble.empty()),
                new Snapshot(9, 1, net.modelProperty().get(), OptionalDouble.of(0.5)))));
        assertThat(text(robot, "#timeline-position")).isEqualTo("epoch 1.00 · accuracy 50.00 % · newest");

        robot.clickOn("#timeline-first");
        assertThat(text(robot, "#timeline-position")).isEqualTo("epoch 0.00");
        robot.clickOn("#timeline-slider").type(KeyCode.END);
        assertThat(text(robot, "#timeline-position")).isEqualTo("epoch 1.00 · accuracy 50.00 %");
        robot.clickOn("#timeline-live");
        assertThat(text(robot, "#timeline-position")).endsWith("newest");

        robot.clickOn("#timeline-first");
        List<Throwable> thrown = new ArrayList<>();
        robot.interact(() -> {
            Thread ui = Thread.currentThread();
            Thread.UncaughtExceptionHandler before = ui.getUncaughtExceptionHandler();
            ui.setUncaughtExceptionHandler((_, e) -> thrown.add(e));
            workspace.close(net);
            ui.setUncaughtExceptionHandler(before);
        });
        assertThat(thrown).isEmpty();
    }

    private static Point2D pixel(FxRobot robot, int row, int column) {
        Bounds map = screen(robot.lookup("#importance-map").query());
        double pixel = map.getWidth() / SIDE;
        return new Point2D(map.getMinX() + (column + 0.5) * pixel, map.getMinY() + (row + 0.5) * pixel);
    }

    private static Bounds screen(Node node) {
        return node.localToScreen(node.getBoundsInLocal());
    }
}

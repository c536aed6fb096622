package org.kanworkbench.app.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kanworkbench.app.OnScreen.await;
import static org.kanworkbench.app.OnScreen.text;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.application.Platform;
import javafx.geometry.BoundingBox;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.app.WholeWindow;
import org.kanworkbench.app.WindowExtension;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.shell.settings.Settings;
import org.kanworkbench.data.Dataset.ImageShape;
import org.kanworkbench.data.Target;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;
import org.testfx.framework.junit5.Stop;

/** A first start, from the tour's card to a digit drawn. */
@ExtendWith(WindowExtension.class)
class TourTest {

    @TempDir
    private Path folder;

    private final WholeWindow whole = new WholeWindow();
    private final Workspace workspace = whole.workspace();

    @Start
    void open(Stage stage) {
        whole.open(stage, "train", Settings.load(folder.resolve("settings.json"), Platform::runLater));
    }

    @Stop
    void close() {
        workspace.close();
    }

    private static Bounds onScreen(FxRobot robot, String selector) {
        Node node = robot.lookup(selector).query();
        Bounds edges = node.localToScene(node.getLayoutBounds());
        // A shared edge is no overlap.
        return new BoundingBox(edges.getMinX() + 1, edges.getMinY() + 1, edges.getWidth() - 2, edges.getHeight() - 2);
    }

    @Test
    void goes_on_with_the_pane_it_leads_to_however_that_is_reached(FxRobot robot) {
        robot.interact(() -> workspace.open("net", Target.Classes.numbered(10), Optional.of(new ImageShape(28, 28))));
        Bounds place = onScreen(robot, "#tour-next");
        for (Map.Entry<KeyCode, String> step : List.of(
                Map.entry(KeyCode.DIGIT1, "Show the activations"),
                Map.entry(KeyCode.DIGIT2, "Go to Draw"),
                Map.entry(KeyCode.DIGIT3, "Skip"))) {
            robot.press(KeyCode.CONTROL).type(step.getKey()).release(KeyCode.CONTROL);
            assertThat(text(robot, "#tour-next")).isEqualTo(step.getValue());
            assertThat(robot.lookup("#tour-next .text").queryText().getText())
                    .as("drawn whole")
                    .isEqualTo(step.getValue());
            assertThat(onScreen(robot, "#tour-next").getMinX())
                    .as("where it was, for the next click")
                    .isEqualTo(place.getMinX());
            assertThat(onScreen(robot, "#tour-next").getWidth()).isEqualTo(place.getWidth());
        }

        robot.interact(() -> robot.lookup(".ink-sheet").query().requestFocus());
        robot.type(KeyCode.SPACE, KeyCode.DOWN);
        assertThat(text(robot, "#tour-next")).as("the pen is down").isEqualTo("Skip");
        robot.type(KeyCode.SPACE);
        assertThat(text(robot, "#tour-next")).isEqualTo("Done");
    }

    @Test
    void stays_at_its_step_while_models_of_the_last_session_come_back(FxRobot robot) {
        await(() -> !robot.lookup("#tour-next").queryButton().isDisabled());
        robot.interact(() -> {
            workspace.session.reopening.set(true);
            workspace.open("net", Target.Classes.numbered(10), Optional.empty());
        });
        assertThat(text(robot, "#tour-title")).startsWith("1 of 3");
        robot.clickOn("#tour-next");
        await(() -> text(robot, "#tour-title").startsWith("2 of 3"));
        robot.clickOn("#rail-train");
        robot.type(KeyCode.ESCAPE);
        await(() -> text(robot, "#start").equals("Start"));
    }

    @Test
    void who_trains_on_a_table_is_not_asked_to_draw(FxRobot robot) {
        await(() -> text(robot, "#tour-text").contains("MNIST's 60,000 digits"));
        robot.clickOn("#data-menu").clickOn("#data-moons");
        await(() -> text(robot, "#tour-text").contains("1,000 training examples of Two moons"));

        robot.interact(() -> workspace.open("net", Target.Classes.numbered(2), Optional.empty()));
        assertThat(text(robot, "#tour-title")).isEqualTo("2 of 2 · Look inside");
        robot.press(KeyCode.CONTROL).type(KeyCode.DIGIT2).release(KeyCode.CONTROL);
        assertThat(text(robot, "#tour-title")).isEqualTo("That is the workbench");
        // Whoever closes the window here has taken it.
        await(() ->
                Settings.load(folder.resolve("settings.json"), Runnable::run).toured());
    }

    @Test
    void starts_nothing_while_the_settings_are_invalid_and_says_why(FxRobot robot) {
        await(() -> !robot.lookup("#tour-next").queryButton().isDisabled());
        robot.interact(() ->
                robot.lookup("#field-epochs").queryAs(TextInputControl.class).setText("many"));
        assertThat(robot.lookup("#tour-next").queryButton().isDisabled()).isTrue();
        robot.interact(() ->
                robot.lookup("#field-epochs").queryAs(TextInputControl.class).setText("3"));
        assertThat(robot.lookup("#tour-next").queryButton().isDisabled()).isFalse();
    }

    @Test
    void taken_again_while_a_run_trains_it_neither_pauses_that_nor_takes_a_closed_model_for_a_start(FxRobot robot) {
        await(() -> !robot.lookup("#tour-next").queryButton().isDisabled());
        OpenModel[] earlier = new OpenModel[1];
        robot.interact(() -> earlier[0] = workspace.open("net", Target.Classes.numbered(10), Optional.empty()));
        robot.interact(() -> robot.lookup("#start").queryButton().fire());
        await(() -> text(robot, "#start").equals("Pause"));

        robot.interact(() -> robot.lookup("#help-tour").queryButton().fire());
        robot.interact(() -> workspace.close(earlier[0]));
        assertThat(text(robot, "#tour-title")).startsWith("1 of 3");
        assertThat(robot.lookup("#tour-next").queryButton().isDisabled()).isTrue();
        assertThat(text(robot, "#start")).isEqualTo("Pause");

        robot.clickOn("#rail-train");
        robot.type(KeyCode.ESCAPE);
        await(() -> text(robot, "#start").equals("Start"));
        assertThat(robot.lookup("#tour-next").queryButton().isDisabled()).isFalse();
    }

    @Test
    void a_newcomer_trains_looks_inside_and_draws_and_is_not_asked_again(FxRobot robot) {
        assertThat(text(robot, "#tour-title")).startsWith("1 of 3");
        await(() -> !robot.lookup("#start").queryButton().isDisabled());
        robot.clickOn("#tour-next");
        await(() -> text(robot, "#tour-title").startsWith("2 of 3"));
        robot.clickOn("#tour-next");
        assertThat(text(robot, "#header-title")).isEqualTo("Activations");
        assertThat(onScreen(robot, "#tour").intersects(onScreen(robot, "#pane-host")))
                .as("the tour's card lies upon the pane that it speaks of")
                .isFalse();
        robot.clickOn("#tour-next");
        assertThat(text(robot, "#header-title")).isEqualTo("Draw");
        robot.drag(".ink-sheet").moveBy(40, 40).drop();
        await(() -> text(robot, "#tour-next").equals("Done"));
        robot.clickOn("#tour-next");
        assertThat(robot.lookup("#tour").query().isVisible()).isFalse();
        await(() ->
                Settings.load(folder.resolve("settings.json"), Runnable::run).toured());
        robot.clickOn("#rail-train");
        robot.type(KeyCode.ESCAPE);
        await(() -> text(robot, "#start").equals("Start"));
    }
}

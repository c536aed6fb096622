package org.kanworkbench.app.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kanworkbench.app.OnScreen.await;
import static org.kanworkbench.app.OnScreen.text;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.paint.Color;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.app.WindowExtension;
import org.kanworkbench.app.pane.PaneFace;
import org.kanworkbench.app.pane.RailEntry;
import org.kanworkbench.app.pane.WorkbenchPane;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.shell.settings.Settings;
import org.kanworkbench.app.shell.settings.Theme;
import org.kanworkbench.app.work.Job;
import org.kanworkbench.bench.window.WindowRobot;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;
import org.testfx.framework.junit5.Stop;

@ExtendWith(WindowExtension.class)
class WorkbenchWindowTest {

    private static final class PlainPane extends WorkbenchPane {
        private final Label content;
        private int started;
        private int left;
        private int cancelled;
        private int seen;
        private List<String> losses = List.of();

        PlainPane(String id) {
            super(new PaneFace(id, id.toUpperCase(), "mdi2c-chart-line", "About " + id + "."));
            context.set("loaded " + id);
            content = new Label("content of " + id);
            lay(new StackPane(content));
            inView().subscribe(in -> seen += in ? 1 : 0);
        }

        void work(Job now) {
            job.set(now);
        }

        @Override
        public List<String> losses() {
            return losses;
        }

        @Override
        public void leave() {
            left++;
        }

        @Override
        public void start() {
            started++;
        }

        @Override
        public void cancel() {
            cancelled++;
        }
    }

    private final Workspace workspace = new Workspace();
    private PlainPane first;
    private PlainPane second;
    private Stage stage;
    private WorkbenchWindow window;
    private RailEntry<PlainPane> other;

    @Start
    void open(Stage stage) {
        this.stage = stage;
        first = new PlainPane("train");
        second = new PlainPane("draw");
        other = RailEntry.of(second);
        window = new WorkbenchWindow(
                stage, workspace, Settings.temporary(Theme.LIGHT), _ -> {}, _ -> List.of(RailEntry.of(first), other));
        stage.setWidth(1280);
        stage.setHeight(800);
        stage.show();
    }

    @Stop
    void close() {
        workspace.close();
    }

    @Test
    void rail_and_keys_bring_a_pane_to_the_front(FxRobot robot) {
        assertThat(text(robot, "#header-title")).isEqualTo("TRAIN");
        robot.clickOn("#rail-draw");
        assertThat(text(robot, "#header-title")).isEqualTo("DRAW");
        assertThat(text(robot, "#header-context")).isEqualTo("loaded draw");
        robot.press(KeyCode.CONTROL).type(KeyCode.DIGIT1).release(KeyCode.CONTROL);
        assertThat(text(robot, "#header-title")).isEqualTo("TRAIN");
    }

    @Test
    void the_pane_in_front_is_there_again_after_a_kill_also_of_who_has_not_left_the_tour(
            FxRobot robot, @TempDir Path folder) {
        Path file = folder.resolve("settings.json");
        robot.interact(() -> startedWith(file).show("draw"));
        await(() -> Files.exists(file) && Files.readString(file).contains("\"draw\""));
        robot.interact(
                () -> assertThat(((Labeled) startedWith(file).stage.getScene().lookup("#header-title")).getText())
                        .isEqualTo("DRAW"));
    }

    private static WorkbenchWindow startedWith(Path settings) {
        return new WorkbenchWindow(
                new Stage(),
                new Workspace(),
                Settings.load(settings, Platform::runLater),
                _ -> {},
                _ -> List.of(RailEntry.of(new PlainPane("train")), RailEntry.of(new PlainPane("draw"))));
    }

    @Test
    void a_pane_that_is_dressed_early_is_out_of_sight_until_it_is_shown(FxRobot robot) {
        robot.interact(() -> window.dress(other));
        assertThat(second.content.getFont().getFamily())
                .isEqualTo(first.content.getFont().getFamily());
        assertThat(second.content.getScene()).isNotNull();
        assertThat(WindowRobot.isShown(second.content)).isFalse();
        assertThat(second.seen).isZero();
        robot.clickOn("#rail-draw");
        assertThat(WindowRobot.isShown(second.content)).isTrue();
        assertThat(second.seen).isEqualTo(1);
    }

    @Test
    void no_style_is_missed_when_the_theme_changes_while_a_tooltip_is_open(FxRobot robot) {
        List<String> told = new CopyOnWriteArrayList<>();
        Handler listener = new StreamHandler() {
            @Override
            public void publish(LogRecord warning) {
                told.add(warning.getMessage());
            }
        };
        Logger.getLogger("javafx.css").addHandler(listener);
        ToggleButton button = robot.lookup("#rail-draw").queryAs(ToggleButton.class);
        for (Theme theme : List.of(Theme.DARK, Theme.LIGHT)) {
            robot.interact(() -> button.getTooltip().show(button, 100, 100));
            robot.interact(() -> window.use(theme));
        }
        Logger.getLogger("javafx.css").removeHandler(listener);
        assertThat(told).isEmpty();
    }

    @Test
    void keys_reach_the_shown_pane_and_escape_closes_help_first(FxRobot robot) {
        robot.press(KeyCode.CONTROL).type(KeyCode.ENTER).release(KeyCode.CONTROL);
        assertThat(first.started).isEqualTo(1);
        robot.type(KeyCode.F1);
        assertThat(robot.lookup("#help-card").query().isVisible()).isTrue();
        assertThat(text(robot, "#help-text")).isEqualTo("About train.");
        robot.type(KeyCode.ESCAPE);
        assertThat(robot.lookup("#help-card").query().isVisible()).isFalse();
        assertThat(first.cancelled).isZero();
        robot.type(KeyCode.ESCAPE);
        assertThat(first.cancelled).isEqualTo(1);
        assertThat(second.started + second.cancelled).isZero();
    }

    @Test
    void the_status_line_tells_of_the_work_of_the_pane_in_front_before_that_of_others(FxRobot robot) {
        robot.interact(() -> first.work(new Job("training", 0.5)));
        robot.interact(() -> second.work(new Job("drawing", 0.5)));
        assertThat(text(robot, "#status-job")).isEqualTo("training · 1 more");
        robot.clickOn("#status-job");
        assertThat(text(robot, "#status-job")).isEqualTo("drawing · 1 more");
        robot.interact(() -> second.work(null));
        assertThat(text(robot, "#status-job")).isEqualTo("training");
    }

    private void requestClose(FxRobot robot) {
        robot.interact(() -> stage.fireEvent(new WindowEvent(stage, WindowEvent.WINDOW_CLOSE_REQUEST)));
    }

    @Test
    void closes_at_once_when_nothing_would_be_lost(FxRobot robot) {
        requestClose(robot);
        assertThat(stage.isShowing()).isFalse();
    }

    @Test
    void asks_before_something_is_lost_and_goes_on_when_cancelled(FxRobot robot) {
        second.losses = List.of("net #1 is trained but not saved.");
        requestClose(robot);
        assertThat(stage.isShowing()).isTrue();
        assertThat(text(robot, "#close-losses")).isEqualTo("net #1 is trained but not saved.");
        robot.press(KeyCode.CONTROL).type(KeyCode.ENTER).release(KeyCode.CONTROL);
        assertThat(first.started).as("keys wait for the answer").isZero();
        robot.clickOn("#close-cancel");
        assertThat(robot.lookup("#close-veil").query().isVisible()).isFalse();
        assertThat(robot.lookup("#shell").query().isDisabled()).isFalse();
        requestClose(robot);
        robot.type(KeyCode.ESCAPE);
        assertThat(robot.lookup("#close-veil").query().isVisible()).isFalse();
        assertThat(first.cancelled).isZero();
        assertThat(first.left).isZero();
        assertThat(stage.isShowing()).isTrue();
    }

    @Test
    void the_question_of_closing_lies_over_an_open_card_and_gives_the_keyboard_back(FxRobot robot) {
        second.losses = List.of("net #1 is trained but not saved.");
        robot.press(KeyCode.CONTROL).type(KeyCode.K).release(KeyCode.CONTROL);
        Node words = robot.lookup("#finder-words").query();
        assertThat(words.isFocused()).isTrue();
        requestClose(robot);
        requestClose(robot);
        assertThat(words.isDisabled()).isTrue();
        robot.type(KeyCode.ESCAPE);
        assertThat(words.isDisabled()).isFalse();
        assertThat(words.isFocused()).isTrue();
    }

    @Test
    void closes_anyway_once_the_running_job_has_ended(FxRobot robot) {
        first.losses = List.of("net #1 is still training.");
        robot.interact(() -> first.work(new Job("net #1", 0.5)));
        requestClose(robot);
        robot.clickOn("#close-cancel");
        requestClose(robot);
        second.losses = List.of("net #2 is trained but not saved.");
        robot.interact(() -> first.work(new Job("net #1", 0.7)));
        robot.interact(() -> {});
        assertThat(text(robot, "#close-losses"))
                .as("what is told while the question waits")
                .contains("net #2");
        second.losses = List.of();
        // As with the window's clock: work that is no job has ended.
        robot.interact(() -> workspace.engine.set("vector"));
        robot.interact(() -> {});
        assertThat(text(robot, "#close-losses")).doesNotContain("net #2");
        robot.clickOn("#close-anyway");
        assertThat(first.left).isEqualTo(1);
        assertThat(stage.isShowing()).isTrue();
        robot.interact(() -> first.work(null));
        assertThat(stage.isShowing()).isFalse();
    }

    @Test
    void the_rails_foot_changes_the_theme_and_back(FxRobot robot) {
        Region rail = robot.lookup("#rail").queryAs(Region.class);
        assertThat(brightness(rail)).isGreaterThan(0.8);
        robot.clickOn("#rail-theme");
        assertThat(brightness(rail)).isLessThan(0.2);
        robot.clickOn("#rail-theme");
        assertThat(brightness(rail)).isGreaterThan(0.8);
    }

    private static double brightness(Region region) {
        return ((Color) region.getBackground().getFills().getFirst().getFill()).getBrightness();
    }
}

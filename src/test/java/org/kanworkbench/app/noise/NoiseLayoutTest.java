package org.kanworkbench.app.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kanworkbench.app.OnScreen.await;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.ToggleButton;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.app.PaneWindow;
import org.kanworkbench.app.WindowExtension;
import org.kanworkbench.app.noise.settings.TargetSettings;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.shell.LayoutWalk;
import org.kanworkbench.app.shell.WindowSizes;
import org.kanworkbench.app.shell.WorkbenchWindow;
import org.kanworkbench.app.work.Phase;
import org.kanworkbench.noise.target.StandardFunction;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;

/** The pane in the whole window, from the smallest window to a large screen: all that is shown is there to be read and pressed. */
@ExtendWith(WindowExtension.class)
class NoiseLayoutTest {

    @TempDir
    private Path folder;

    private Workspace workspace;
    private NoisePane pane;
    private Stage stage;

    @Start
    void open(Stage shown) {
        stage = shown;
        workspace = new Workspace();
        workspace.keepSweepsIn(folder.resolve("sweeps"));
        PaneWindow.open(stage, workspace, _ -> {
            pane = new NoisePane(workspace);
            return pane;
        });
        // Where the looks of settings are.
        stage.getScene()
                .getStylesheets()
                .add(
                        2,
                        WorkbenchWindow.class
                                .getResource("/org/kanworkbench/styles/train.css")
                                .toExternalForm());
    }

    @AfterEach
    void close() {
        workspace.close();
    }

    private List<String> amiss(FxRobot robot) {
        return WindowSizes.amiss(robot, stage.getScene(), LayoutWalk::amiss);
    }

    @Test
    void a_fit_of_one_input_and_of_two_fits_every_window(FxRobot robot) {
        await(() -> pane.live.viewProperty().get() != null);
        List<String> found = new ArrayList<>(amiss(robot));
        robot.interact(() -> {
            pane.live.settings.steps.set(30);
            pane.start();
        });
        await(() -> pane.live.phaseProperty().get() == Phase.IDLE);
        found.addAll(amiss(robot));
        robot.interact(() -> {
            pane.live.settings.target.kind.set(TargetSettings.Kind.EXPRESSION);
            pane.live.settings.target.expression.set("sin(3*x1)*x2 + x3");
        });
        await(() -> pane.live.viewProperty().get().source().inputs() == 3);
        found.addAll(amiss(robot));
        robot.interact(pane::start);
        await(() -> pane.live.phaseProperty().get() == Phase.IDLE);
        found.addAll(amiss(robot));
        assertThat(found).isEmpty();
    }

    @Test
    void a_sweep_fits_every_window(FxRobot robot) {
        robot.clickOn("#noise-tab-sweep");
        List<String> found = new ArrayList<>(amiss(robot));
        robot.interact(() -> {
            pane.live.settings.steps.set(20);
            pane.sweeps.settings.seeds.set(8);
            pane.sweeps.settings.levels.set(List.of(0.1, 0.5));
            pane.sweeps.settings.sizes.set(List.of(20, 30));
            pane.sweeps.settings.functions.choose(List.of(StandardFunction.STEP, StandardFunction.SIN_2PI)::contains);
            pane.start();
        });
        await(() -> pane.sweeps.phaseProperty().get() == Phase.IDLE
                && pane.sweeps.viewProperty().get() != null
                && !pane.sweeps.viewProperty().get().rows().isEmpty());
        found.addAll(amiss(robot));
        robot.interact(() ->
                robot.lookup("#sweep-difference").queryAs(ToggleButton.class).fire());
        found.addAll(amiss(robot));
        assertThat(found).isEmpty();
    }

    @Test
    void the_replication_fits_every_window(FxRobot robot) {
        robot.clickOn("#noise-tab-nkan");
        List<String> found = new ArrayList<>(amiss(robot));
        robot.clickOn("#nkan-start");
        await(() -> robot.lookup("#plot-snr").tryQuery().isPresent());
        found.addAll(amiss(robot));
        assertThat(found).isEmpty();
    }
}

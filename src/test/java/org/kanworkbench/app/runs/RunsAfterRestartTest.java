package org.kanworkbench.app.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kanworkbench.app.OnScreen.await;
import static org.kanworkbench.app.OnScreen.text;
import static org.kanworkbench.app.OnScreen.texts;
import static org.kanworkbench.app.runs.ShownRuns.select;
import static org.kanworkbench.app.runs.ShownRuns.table;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.app.PaneWindow;
import org.kanworkbench.app.WholeWindow;
import org.kanworkbench.app.WindowExtension;
import org.kanworkbench.app.chart.LinePlot;
import org.kanworkbench.app.chart.Mark;
import org.kanworkbench.app.session.RunLibrary.State;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.runs.store.RunStore;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;
import org.testfx.framework.junit5.Stop;

/** The whole window as it is opened over a store that is there, and open, before its panes are made. */
@ExtendWith(WindowExtension.class)
class RunsAfterRestartTest {

    @TempDir
    private Path folder;

    private final WholeWindow whole = new WholeWindow();
    private final Workspace workspace = whole.workspace();
    private Stage stage;

    @Start
    void start(Stage given) {
        stage = given;
    }

    @Stop
    void close() {
        whole.close();
    }

    private void open(FxRobot robot, int runs) {
        PaneWindow.openStore(robot, workspace, folder);
        robot.interact(() -> whole.open(stage, "train"));
        robot.clickOn("#rail-runs");
        await(() -> table(robot).getItems().size() == runs);
    }

    private static LinePlot plot(FxRobot robot, String id) {
        return robot.lookup(id).queryAs(LinePlot.class);
    }

    @Test
    void every_stored_run_is_listed_at_once_and_opened_and_renamed_by_its_number(FxRobot robot) throws Exception {
        KeptToyRuns.train(folder, "kal-net", 1);
        KeptToyRuns.train(folder, "mlp", 2);
        open(robot, 2);
        assertThat(table(robot).isVisible()).isTrue();
        select(robot, 1);
        robot.type(KeyCode.ENTER);
        await(() -> text(robot, "#header-title").equals("Train"));
        await(() -> workspace.models().stream().anyMatch(m -> m.name().equals("kal-net #1")));

        robot.clickOn("#rail-runs");
        select(robot, 1);
        robot.type(KeyCode.F2);
        await(() -> robot.lookup(".rename").tryQuery().isPresent());
        robot.write("Narrow").type(KeyCode.ENTER);
        await(() -> table(robot).getItems().getLast().shownName().equals("Narrow #1"));
        assertThat(workspace.models()).anyMatch(m -> m.name().equals("Narrow #1"));
        await(() -> text(robot, "#preview-title").equals("Narrow #1"));
        assertThat(robot.lookup("#preview-name").queryAs(TextInputControl.class).getText())
                .isEqualTo("Narrow");
        int series = workspace.models().getFirst().series();
        await(() -> plot(robot, "#preview-accuracy-plot").series().stream()
                .allMatch(line -> line.colour() == series && line.size() > 0));
    }

    @Test
    void an_empty_store_that_another_window_has_open_says_why_nothing_is_kept(FxRobot robot) throws Exception {
        try (RunStore _ = RunStore.open(folder)) {
            robot.interact(() -> workspace.library.open(folder, Platform::runLater));
            await(() -> workspace.library.stateProperty().get() == State.READ_ONLY);
            robot.interact(() -> whole.open(stage, "train"));
            robot.clickOn("#rail-runs");
            await(() -> robot.lookup("#runs-empty").query().isVisible());
            assertThat(robot.from(robot.lookup("#runs-empty").<Node>query())
                            .lookup(".label")
                            .queryAs(Label.class)
                            .getText())
                    .contains("open in another window");
            // The line below the table may be too narrow for it.
            Label note = robot.lookup("#runs-note").queryAs(Label.class);
            assertThat(note.getTooltip().getText()).isEqualTo(note.getText()).contains("close that one first");
        }
    }

    @Test
    void a_change_of_the_rate_is_told_in_preview_comparison_and_groups(FxRobot robot) throws Exception {
        KeptToyRuns.train(folder, "kal-net", 1);
        KeptToyRuns.train(folder, "kal-net", 2);
        KeptToyRuns.changeRate(folder, 2, 2, 0.004);
        open(robot, 2);
        select(robot, 0);
        await(() -> texts(robot, "#preview-events .label").contains("Learning rate changed to 0.004"));
        assertThat(texts(robot, "#preview-events .label")).contains("Epoch 2").anyMatch(t -> t.startsWith("Best acc"));
        assertThat(plot(robot, "#preview-loss-plot").marks())
                .extracting(Mark::text)
                .contains("Learning rate changed to 0.004");

        select(robot, 0, 1);
        robot.type(KeyCode.ENTER);
        await(() -> robot.lookup("#compare").query().isVisible());
        assertThat(texts(robot, "#compare-legend .label"))
                .containsExactly("kal-net #2 · seed 2 · learning rate changed by hand", "kal-net #1 · seed 1");
        assertThat(texts(robot, "#compare-settings .label"))
                .contains("changed during the run", "learning rate 0.004 at epoch 2");
        assertThat(plot(robot, "#compare-accuracy-plot").marks())
                .extracting(Mark::text)
                .contains("kal-net #2: Learning rate changed to 0.004");
        LinePlot curves = plot(robot, "#compare-accuracy-plot");
        Supplier<Double> changed = () -> curves.marks().stream()
                .filter(mark -> mark.text().endsWith("rate changed to 0.004"))
                .findFirst()
                .orElseThrow()
                .x();
        assertThat(changed.get()).isEqualTo(2);
        robot.clickOn("#compare-by-time");
        await(() -> curves.getXTitle().equals("Training time, s"));
        double[] seconds = IntStream.range(0, KeptToyRuns.EPOCHS)
                .mapToDouble(curves.series().getFirst()::x)
                .toArray();
        assertThat(seconds).isSorted().doesNotHaveDuplicates();
        assertThat(changed.get()).isEqualTo(seconds[1]);
        robot.clickOn("#compare-by-epoch");
        await(() -> curves.getXTitle().equals("Epoch") && changed.get() == 2);

        robot.type(KeyCode.ESCAPE);
        robot.clickOn("#runs-group");
        await(() -> texts(robot, "#runs-groups .table-cell").contains("rate changed by hand in 1 of 2 runs"));
    }

    @Test
    void nothing_of_a_selection_outlives_it_and_its_actions_stay_in_view(FxRobot robot) throws Exception {
        KeptToyRuns.train(folder, "kal-net", 1);
        KeptToyRuns.train(folder, "kal-net", 2);
        KeptToyRuns.train(folder, "kal-net", 3);
        open(robot, 3);
        select(robot, 1);
        await(() -> plot(robot, "#preview-accuracy-plot").series().size() == 2);
        ScrollPane scroll = robot.lookup("#preview-scroll").queryAs(ScrollPane.class);
        robot.interact(() -> {
            scroll.setVvalue(1);
            plot(robot, "#preview-accuracy-plot").requestFocus();
        });
        robot.type(KeyCode.ADD);
        await(() -> plot(robot, "#preview-accuracy-plot").zoom.isNotNull().get());
        assertThat(robot.lookup("#preview-open").query().localToScene(0, 0).getY())
                .isBetween(0.0, stage.getScene().getHeight() - 40);

        select(robot, 2);
        await(() -> text(robot, "#preview-title").equals("kal-net #1"));
        assertThat(scroll.getVvalue()).as("another run is shown from its top").isZero();
        assertThat(plot(robot, "#preview-accuracy-plot").zoom.isNull().get()).isTrue();

        select(robot, 0, 1, 2);
        robot.type(KeyCode.ENTER);
        await(() -> robot.lookup("#compare").query().isVisible());
        RunStore store = workspace.library.storeProperty().get();
        store.delete(List.of(3L));
        robot.interact(workspace.library::changed);
        await(() -> text(robot, "#compare-title").equals("2 runs compared"));
        store.delete(List.of(2L));
        robot.interact(workspace.library::changed);
        await(() -> !robot.lookup("#compare").query().isVisible());
    }
}

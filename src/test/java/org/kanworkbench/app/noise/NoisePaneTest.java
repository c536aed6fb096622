package org.kanworkbench.app.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kanworkbench.app.OnScreen.await;
import static org.kanworkbench.app.OnScreen.text;
import static org.kanworkbench.app.PaneWindow.choose;
import static org.kanworkbench.app.PaneWindow.write;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.Slider;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.app.PaneWindow;
import org.kanworkbench.app.WindowExtension;
import org.kanworkbench.app.controls.OneFile;
import org.kanworkbench.app.controls.setting.FieldRow;
import org.kanworkbench.app.noise.fit.FitPicture;
import org.kanworkbench.app.noise.fit.FitView;
import org.kanworkbench.app.noise.settings.TargetSettings;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.work.Phase;
import org.kanworkbench.noise.NoisePlace;
import org.kanworkbench.noise.contender.Match;
import org.kanworkbench.noise.sweep.StandardSweep;
import org.kanworkbench.noise.sweep.SweepConfiguration;
import org.kanworkbench.noise.target.StandardFunction;
import org.kanworkbench.runs.RunQuery;
import org.kanworkbench.runs.RunState;
import org.kanworkbench.runs.StoreException;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.store.RunStore;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;

/** The real pane in the real window, driven by mouse and keys. */
@ExtendWith(WindowExtension.class)
class NoisePaneTest {

    @TempDir
    private Path folder;

    private final OneFile file = new OneFile();
    private Workspace workspace;
    private NoisePane pane;

    @Start
    void open(Stage stage) {
        workspace = new Workspace();
        workspace.keepSweepsIn(folder.resolve("sweeps"));
        PaneWindow.open(stage, workspace, _ -> {
            workspace.askForFilesBy(file);
            pane = new NoisePane(workspace);
            return pane;
        });
    }

    @AfterEach
    void close() {
        workspace.close();
    }

    @Test
    void a_fit_is_watched_while_the_noise_moves_and_ends_with_escape(FxRobot robot) {
        choose(robot, "#field-noise-function", StandardFunction.HEAVISINE);
        write(robot, "#field-noise-steps", "100000");
        robot.clickOn("#noise-start");
        await(() -> text(robot, "#noise-step").matches("Step [1-9].*"));
        String first = text(robot, "#mse-kal-net");
        await(() -> !text(robot, "#mse-kal-net").equals(first));
        double little = noise();

        Slider slider = robot.lookup("#field-noise-relative").queryAs(Slider.class);
        robot.interact(slider::requestFocus);
        for (int i = 0; i < 10; i++) {
            robot.type(KeyCode.RIGHT);
        }

        await(() -> noise() > 1.5 * little);
        assertThat(pane.live.phaseProperty().get()).isEqualTo(Phase.RUNNING);
        robot.clickOn("#noise-start");
        await(() -> text(robot, "#noise-step").endsWith("paused"));
        robot.type(KeyCode.ESCAPE);
        await(() -> text(robot, "#noise-step").startsWith("After"));
        assertThat(text(robot, "#noise-start")).isEqualTo("Start");
    }

    private double noise() {
        FitView view = pane.live.viewProperty().get();
        return Math.sqrt(view.started()
                .clean()
                .meanSquaredError(view.started().training().y()));
    }

    @Test
    void the_model_whose_size_the_others_match_is_told_whichever_it_is(FxRobot robot) {
        assertThat(hint(robot)).isEqualTo("Of kal-net; the others match its parameter count");
        robot.interact(() -> pane.live.settings.steps.set(5));
        robot.clickOn("#model-kal-net");
        assertThat(hint(robot)).startsWith("Of efficient-kan;");
        robot.clickOn("#noise-start");

        await(() -> text(robot, "#noise-facts").matches(".* matched to efficient-kan's [0-9]+ parameters\\."));
        robot.interact(() -> pane.live.settings.models.match.set(Match.Measure.NONE));
        assertThat(hint(robot)).isEmpty();
        await(() -> !text(robot, "#noise-facts").contains("matched"));
    }

    @Test
    void how_many_of_the_other_presets_are_chosen_is_told_where_they_are_hidden(FxRobot robot) {
        assertThat(text(robot, "#noise-other-models")).isEqualTo("More presets");
        robot.interact(() -> pane.live.settings.models.candidates.choose(
                candidate -> candidate.name().equals("kanvolver")));
        await(() -> text(robot, "#noise-other-models").equals("More presets: 1 chosen"));
    }

    @Test
    void a_level_that_is_none_is_told_once_and_by_its_name(FxRobot robot) {
        Bounds place = onScreen(robot, "#field-noise-relative-value");
        write(robot, "#field-noise-relative-value", "-1");

        assertThat(pane.live.obstacleProperty().get()).isEqualTo("Level must be 0 to 1000000");
        assertThat(robot.lookup("#noise-target-problem").query().isVisible()).isFalse();
        assertThat(onScreen(robot, "#field-noise-relative-value")).isEqualTo(place);
        assertThat(robot.lookup("#noise-start").queryButton().isDisabled()).isTrue();
        write(robot, "#field-noise-relative-value", "2");
        assertThat(pane.live.obstacleProperty().get()).isEmpty();
    }

    @Test
    void points_that_noise_moves_out_of_the_picture_are_counted(FxRobot robot) {
        robot.interact(() -> pane.live.settings.noise.place.set(NoisePlace.INPUTS));
        await(() -> outside() > 0);

        FitPicture picture = robot.lookup("#noise-fit-picture").queryAs(FitPicture.class);
        await(() -> picture.svg().contains("training points (" + outside() + " outside)"));
        robot.interact(() -> pane.live.settings.noise.relative.set(0.0));
        await(() -> outside() == 0);
        await(() -> picture.svg().contains("training points<"));
    }

    private long outside() {
        FitView view = pane.live.viewProperty().get();
        return view == null
                ? 0
                : Arrays.stream(view.started().training().x())
                        .filter(x -> Math.abs(x) > 1)
                        .count();
    }

    private static String hint(FxRobot robot) {
        FieldRow row = (FieldRow)
                robot.lookup("#field-noise-kan-hidden").query().getParent().getParent();
        return row.getHint();
    }

    @Test
    void a_bad_expression_shows_its_one_line_and_cannot_start(FxRobot robot) {
        choose(robot, "#field-noise-kind", TargetSettings.Kind.EXPRESSION);
        write(robot, "#field-noise-expression", "sin(q)");

        await(() -> text(robot, "#noise-target-problem").contains("q"));
        assertThat(robot.lookup("#noise-start").queryButton().isDisabled()).isTrue();

        write(robot, "#field-noise-expression", "sin(3*x1)*x2");
        await(() -> robot.lookup("#noise-maps-picture").query().isVisible());
        await(() -> onScreen(robot, "#noise-fit-picture").getHeight() >= 180);
        assertThat(text(robot, "#noise-target-problem")).isEmpty();
    }

    @Test
    void a_table_is_opened_its_columns_chosen_and_its_curves_exported(FxRobot robot) throws IOException {
        StringBuilder table = new StringBuilder("a,b,c\n");
        for (int i = 0; i < 60; i++) {
            table.append(i)
                    .append(',')
                    .append(i % 7)
                    .append(',')
                    .append(0.5 * i)
                    .append('\n');
        }
        file.choose(Files.writeString(folder.resolve("table.csv"), table));
        choose(robot, "#field-noise-kind", TargetSettings.Kind.TABLE);
        assertThat(text(robot, "#noise-csv")).isEqualTo("No file yet");
        assertThat(robot.lookup("#noise-target-problem").query().isVisible()).isFalse();
        assertThat(robot.lookup("#noise-start").queryButton().isDisabled()).isTrue();
        robot.clickOn("#noise-open-csv").clickOn("#noise-open-csv-file");
        await(() -> text(robot, "#noise-target-problem").contains("training samples"));
        write(robot, "#field-noise-rows", "30");
        await(() -> pane.live.viewProperty().get().source().inputs() == 2);

        robot.clickOn("b");
        await(() -> pane.live.viewProperty().get().source().inputs() == 1);

        assertThat(pane.live.viewProperty().get().known()).isFalse();
        assertThat(text(robot, "#noise-facts"))
                .endsWith("(a third of the table): errors include the table's own noise.");
        file.choose(folder.resolve("curves.csv"));
        robot.clickOn("#noise-curves-export").clickOn("As CSV…");
        await(() -> Files.exists(file.chosen()));
        assertThat(Files.readAllLines(file.chosen()).getFirst()).isEqualTo("a,truth");
    }

    @Test
    void a_tiny_sweep_is_started_and_shows_its_verdict(FxRobot robot) {
        robot.clickOn("#noise-tab-sweep");
        write(robot, "#field-sweep-levels", "much");
        assertThat(robot.lookup("#sweep-begin").queryButton().isDisabled()).isTrue();
        write(robot, "#field-sweep-levels", "0.1, 0.5");
        assertThat(robot.lookup("#sweep-begin").queryButton().isDisabled()).isFalse();
        write(robot, "#field-sweep-sizes", "30");
        write(robot, "#field-sweep-seeds", "8");
        robot.interact(() -> tiny(8));
        robot.clickOn("#noise-start");

        await(() -> text(robot, "#sweep-verdict").contains("8 seeds, 1 target and 2 noise levels"));
        await(() -> text(robot, "#noise-start").equals("Start"));
        assertThat(text(robot, "#mse-mlp-silu")).matches("[0-9.e−-]+");
        robot.clickOn("#sweep-difference");
        assertThat(robot.lookup("#plot-difference").tryQuery()).isPresent();
        assertThat(text(robot, "#sweep-note")).contains("p ≤ 0.01 by the sign-flip test", "bootstrap");
    }

    @Test
    void a_kept_sweep_is_opened_on_its_tab_with_its_results_its_settings_and_its_name(FxRobot robot) throws Exception {
        RunStore store = PaneWindow.openStore(robot, workspace, folder.resolve("store"));
        robot.interact(() -> {
            tiny(2);
            pane.sweeps.start();
        });
        await(() -> finished(store));
        robot.interact(() -> tiny(5));
        assertThat(robot.lookup("#noise-fit").query().isVisible()).isTrue();

        StoredRun run = store.list(RunQuery.NEWEST).getFirst();
        Path files = store.files(run.description().name()).folder();
        robot.interact(() -> pane.open(run, files));
        await(() -> text(robot, "#sweep-plan").endsWith("2 seeds"));
        await(() -> robot.lookup("#sweep-models").query().isVisible());

        assertThat(robot.lookup("#noise-tab-sweep").queryAs(ToggleButton.class).isSelected())
                .isTrue();
        assertThat(robot.lookup("#noise-fit").query().isVisible()).isFalse();
        assertThat(robot.lookup("#noise-sweep").query().isVisible()).isTrue();
        assertThat(text(robot, "#header-context")).endsWith("2 seeds");
        assertThat(pane.sweeps.settings.seeds.get()).isEqualTo(2);
    }

    @Test
    void the_settings_of_a_sweep_are_those_of_last_time_unless_they_cannot_be_read(FxRobot robot) {
        robot.interact(() -> tiny(7));
        SweepConfiguration left = pane.sweeps.settings.configuration();

        robot.interact(() -> pane = new NoisePane(workspace));
        assertThat(pane.sweeps.settings.configuration()).isEqualTo(left);

        String kept = workspace.session.parts.get("sweep");
        for (String edited : List.of("{", kept.replace("\"TARGETS\"", "null"), kept.replace(" : 7", " : -7"))) {
            assertThat(edited).isNotEqualTo(kept);
            workspace.session.parts.put("sweep", edited);
            robot.interact(() -> pane = new NoisePane(workspace));
            assertThat(pane.sweeps.settings.seeds.get()).isEqualTo(StandardSweep.SEEDS);
        }
    }

    private static boolean finished(RunStore store) {
        try {
            return store.list(RunQuery.NEWEST).stream().anyMatch(run -> run.state() == RunState.FINISHED);
        } catch (StoreException e) {
            throw new AssertionError(e);
        }
    }

    private void tiny(int seeds) {
        pane.live.settings.steps.set(20);
        pane.sweeps.settings.levels.set(List.of(0.1, 0.5));
        pane.sweeps.settings.sizes.set(List.of(30));
        pane.sweeps.settings.seeds.set(seeds);
        pane.sweeps.settings.functions.choose(StandardFunction.STEP::equals);
    }

    @Test
    void a_long_sweep_is_asked_about_over_the_pane_and_nothing_moves(FxRobot robot) {
        robot.clickOn("#noise-tab-sweep");
        robot.interact(() -> {
            pane.sweeps.settings.seeds.set(1000);
            pane.live.settings.steps.set(100_000);
        });
        Bounds tools = onScreen(robot, "#sweep-open");
        robot.clickOn("#noise-start");
        await(() -> pane.sweeps.phaseProperty().get() == Phase.ASKING);

        assertThat(onScreen(robot, "#sweep-open")).isEqualTo(tools);
        assertThat(workspace.notices).hasSize(1);
        robot.clickOn("Not now");
        await(() -> pane.sweeps.phaseProperty().get() == Phase.IDLE);
        assertThat(workspace.notices).isEmpty();
        robot.clickOn("#noise-start");
        await(() -> workspace.notices.size() == 1);
        robot.type(KeyCode.ESCAPE);
        await(() -> workspace.notices.isEmpty());
    }

    private static Bounds onScreen(FxRobot robot, String query) {
        Node node = robot.lookup(query).query();
        return node.localToScene(node.getLayoutBounds());
    }

    @Test
    void the_experiment_of_nkan_is_repeated_in_one_click(FxRobot robot) {
        robot.clickOn("#noise-tab-nkan").clickOn("#nkan-start");

        await(() -> robot.lookup("#plot-snr").tryQuery().isPresent());
        assertThat(robot.lookup("#plot-loss").tryQuery()).isPresent();
        assertThat(text(robot, "#nkan-facts")).contains("no evidence");
    }
}

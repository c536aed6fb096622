package org.kanworkbench.app.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kanworkbench.app.OnScreen.await;
import static org.kanworkbench.app.OnScreen.text;
import static org.kanworkbench.app.WindowExtension.settle;
import static org.kanworkbench.app.train.TrainWindow.scrollTo;
import static org.kanworkbench.app.train.TrainWindow.type;
import static org.kanworkbench.app.train.TrainWindow.untilReady;

import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Control;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Slider;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javafx.stage.Window;
import javafx.stage.WindowEvent;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.kanworkbench.app.PaneWindow;
import org.kanworkbench.app.WindowExtension;
import org.kanworkbench.app.chart.ClassMap;
import org.kanworkbench.app.chart.GridMap;
import org.kanworkbench.app.chart.LinePlot;
import org.kanworkbench.app.chart.PlaneMap;
import org.kanworkbench.app.controls.ErrorCard;
import org.kanworkbench.app.controls.setting.FieldRow;
import org.kanworkbench.app.shell.WindowSizes;
import org.kanworkbench.app.train.run.LiveRun.Phase;
import org.kanworkbench.app.train.run.Scores;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.ToyShape;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.recipe.Optimizer;
import org.kanworkbench.network.recipe.RecipeField;
import org.kanworkbench.training.Evaluation;
import org.kordamp.ikonli.javafx.FontIcon;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;
import org.testfx.framework.junit5.Stop;
import org.testfx.util.NodeQueryUtils;

/** The real pane in the real window, training for real on a small part of MNIST. */
@ExtendWith(WindowExtension.class)
class TrainPaneTest extends SmallMnistPane {

    @Start
    void open(Stage stage) {
        window = new TrainWindow(stage, small);
    }

    @Stop
    void close() {
        window.close();
    }

    private static int points(FxRobot robot, String plot) {
        return robot.lookup(plot).queryAs(LinePlot.class).series().stream()
                .mapToInt(s -> s.size())
                .sum();
    }

    @Test
    void start_draws_points_fills_the_tiles_and_ends_with_the_accuracy_and_its_mistakes(FxRobot robot) {
        untilReady(robot);
        type(robot, "#field-epochs", "4");
        robot.clickOn("#start");
        await(() -> points(robot, "#loss-plot") > 3);
        await(() -> text(robot, "#tile-accuracy .type-figure").contains("%"));
        await(() -> text(robot, "#result").startsWith("Test accuracy"));
        assertThat(text(robot, "#result")).contains("of 200)", "95 % CI");
        assertThat(points(robot, "#accuracy-plot")).isEqualTo(points(robot, "#loss-plot"));
        assertThat(window.workspace().models()).hasSize(1);
        assertThat(window.workspace().models().getFirst().modelProperty().get()).isNotNull();

        await(() -> {
            scrollTo(robot, "#train-canvas", robot.lookup("#cell-1-1").query());
            return NodeQueryUtils.isVisible().test(robot.lookup("#cell-1-1").query());
        });
        robot.clickOn("#cell-1-1");
        int[] labels =
                window.pane().viewModel.shown.runProperty().get().dataset.test().labels();
        Evaluation.Classification scores = (Evaluation.Classification) window.pane()
                .viewModel
                .shown
                .runProperty()
                .get()
                .evaluationProperty()
                .get();
        int surest = IntStream.range(0, labels.length)
                .filter(i -> labels[i] == 1 && scores.predicted()[i] == 1)
                .boxed()
                .min(Comparator.comparingDouble(i -> scores.oddsAgainst()[i]))
                .orElseThrow();
        assertThat(robot.lookup("#gallery .gallery-item").queryAll().iterator().next())
                .hasFieldOrPropertyWithValue("id", "example-" + surest);
        await(() -> text(robot, "#confidence-title").startsWith("Confidence of kal-net #1 on the test set: mean "));
        assertThat(points(robot, "#calibration-plot")).isPositive();
        assertThat(points(robot, "#coverage-plot")).isGreaterThan(20);
        assertThat(NodeQueryUtils.isVisible().test(robot.lookup("#roc-plot").query()))
                .isFalse();
        assertThat(text(robot, "#gallery .gallery-title")).endsWith("images of 1 predicted correctly");

        robot.type(KeyCode.RIGHT, KeyCode.ENTER);
        settle();
        assertThat(robot.lookup("#cell-1-2").query().isFocused()).isTrue();
        assertThat(text(robot, "#gallery .gallery-title")).endsWith("images of 1 predicted as 2");
        assertThat(robot.lookup(".confusion-cell").queryAll().stream().filter(Node::isFocusTraversable))
                .as("cells that Tab leads to")
                .hasSize(1);

        robot.interact(() -> robot.lookup("#result-draw").queryButton().fire());
        assertThat(window.shownPane()).isEqualTo("draw");
    }

    @Test
    void a_run_pauses_resumes_takes_a_new_learning_rate_and_stops(FxRobot robot) {
        untilReady(robot);
        PaneWindow.openStore(robot, window.workspace(), folder);
        type(robot, "#field-epochs", "100000");
        robot.clickOn("#start");
        await(() -> points(robot, "#loss-plot") > 0);
        await(() -> robot.lookup("#field-seed").tryQuery().isPresent());
        assertThat(robot.lookup("#inspector .field-row").queryAllAs(Node.class))
                .filteredOn(FieldRow.class::isInstance)
                .map(row -> ((FieldRow) row).control())
                .filteredOn(control -> !control.isDisabled())
                .extracting(Node::getId)
                .containsExactly("field-learning-rate");

        // Not at once in the same place: that would be a double click.
        robot.moveTo("#loss-plot").clickOn("#start");
        await(() -> text(robot, "#start").equals("Resume"));
        assertThat(text(robot, "#status-job")).endsWith("paused");
        robot.clickOn("#start");
        await(() -> text(robot, "#start").equals("Pause"));

        assertThat(((FieldRow) robot.lookup("#field-learning-rate")
                                .query()
                                .getParent()
                                .getParent())
                        .getHint())
                .isEqualTo("Enter applies it to the run");
        double before = rate();
        type(robot, "#field-learning-rate", "0.0000001");
        robot.type(KeyCode.ENTER);
        await(() -> rate() < before / 50);

        robot.press(KeyCode.CONTROL).type(KeyCode.ENTER).release(KeyCode.CONTROL);
        await(() -> text(robot, "#start").equals("Resume"));
        robot.clickOn("#stop");
        await(() -> text(robot, "#start").equals("Start"));
        assertThat(robot.lookup("#stop").query().isVisible()).isFalse();
        await(() -> robot.lookup("#result-resume").query().isVisible());
        robot.interact(
                () -> WindowSizes.layOut(robot.lookup("#result").query().getScene(), WindowSizes.ALL.getFirst()));
        assertThat(robot.lookup("#result .text").queryText().getText())
                .as("in whole")
                .isEqualTo(text(robot, "#result"));
        assertThat(robot.lookup("#result-card").query().getLayoutBounds().getHeight())
                .as("its place is kept")
                .isEqualTo(52);
        FontIcon icon = robot.lookup("#result-icon").queryAs(FontIcon.class);
        assertThat(icon.getIconLiteral()).isEqualTo("mdi2s-stop");

        type(robot, "#field-epochs", "1");
        robot.clickOn("#start");
        await(() -> icon.isVisible() && icon.getIconLiteral().equals("mdi2c-check-circle-outline"));
    }

    private double rate() {
        return window.pane()
                .viewModel
                .shown
                .runProperty()
                .get()
                .progressProperty()
                .get()
                .learningRate();
    }

    private static List<Bounds> places(FxRobot robot) {
        settle();
        return robot.lookup("#inspector .field-row, #summary").queryAll().stream()
                .map(row -> row.localToScene(row.getLayoutBounds()))
                .toList();
    }

    @Test
    void an_impossible_layer_size_is_marked_and_start_waits_until_it_is_mended(FxRobot robot) {
        untilReady(robot);
        List<Bounds> places = places(robot);
        type(robot, "#field-batch", "none");
        assertThat(text(robot, "#configuration-problem")).startsWith("Batch size must be");
        assertThat(places(robot)).as("nothing moves for it").isEqualTo(places);
        assertThat(robot.lookup("#field-batch")
                        .queryAs(Control.class)
                        .getTooltip()
                        .getText())
                .startsWith("Batch size must be");
        robot.type(KeyCode.ESCAPE);
        type(robot, "#layer-1", "0");
        assertThat(places(robot)).as("nor for a layer's").isEqualTo(places);
        Button start = robot.lookup("#start").queryButton();
        assertThat(start.isDisabled()).isTrue();
        assertThat(text(robot, "#configuration-problem")).isEqualTo("Layer size must be 1–8,192");
        robot.clickOn("#reset-layers");
        assertThat(start.isDisabled()).isFalse();
        robot.clickOn("#add-layer");
        await(() -> text(robot, "#summary").startsWith("784 → 64 → 64 → 10"));
        robot.clickOn("#remove-layer-2");
        await(() -> text(robot, "#summary").startsWith("784 → 64 → 10"));
    }

    @Test
    void lbfgs_hides_what_has_no_meaning_with_it_and_pauses_and_stops_within_a_step(FxRobot robot) {
        untilReady(robot);
        await(() -> robot.lookup("#field-optimizer").tryQuery().isPresent());
        robot.interact(() ->
                window.pane().viewModel.editor.recipe.of(RecipeField.OPTIMIZER).set(Optimizer.Kind.LBFGS));
        settle();
        assertThat(List.of("learning-rate", "schedule", "weight-decay", "momentum", "averaging", "shift", "rotation"))
                .noneMatch(name -> shown(robot, name));
        assertThat(List.of("batch", "epochs", "label-smoothing", "sparsity")).allMatch(name -> shown(robot, name));

        type(robot, "#field-epochs", "100000");
        robot.clickOn("#start");
        await(() -> points(robot, "#loss-plot") > 1);
        assertThat(rate()).isEqualTo(1);
        robot.moveTo("#loss-plot").clickOn("#start");
        await(() -> text(robot, "#start").equals("Resume"));
        robot.clickOn("#stop");
        await(() -> text(robot, "#start").equals("Start"));
    }

    private static boolean shown(FxRobot robot, String field) {
        return robot.lookup("#field-" + field).query().getParent().getParent().isVisible();
    }

    @Test
    void grids_can_be_updated_and_watched_where_there_are_any(FxRobot robot) {
        untilReady(robot);
        await(() -> robot.lookup("#field-grid-every").tryQuery().isPresent());
        Node row = robot.lookup("#field-grid-every").query().getParent().getParent();
        assertThat(row.isVisible()).isFalse();
        robot.interact(() -> window.pane()
                .viewModel
                .editor
                .preset
                .set(Preset.named("efficient-kan-faithful").orElseThrow()));
        type(robot, "#layer-1", "8");
        type(robot, "#field-epochs", "2");
        assertThat(row.isVisible()).isTrue();
        type(robot, "#field-grid-every", "1");
        type(robot, "#field-grid-until", "1");
        robot.clickOn("#start");
        await(() -> text(robot, "#result").startsWith("Test accuracy"));
        await(() -> text(robot, "#grid-coverage")
                .matches("Inputs outside the B-spline grid: 0.00 % in layer 1, .* % in layer 2.*"));
        assertThat(robot.lookup("#grid-coverage").query().isVisible()).isTrue();
    }

    @Test
    void a_folder_without_idx_files_gives_a_card_and_leaves_the_data_set(FxRobot robot) {
        untilReady(robot);
        window.choose(folder);
        robot.clickOn("#data-menu").clickOn("#data-idx");
        ErrorCard card = robot.lookup("#train-error").queryAs(ErrorCard.class);
        await(card::isVisible);
        assertThat(text(robot, "#train-error .error-message"))
                .contains(folder.toString())
                .doesNotContain("\n");
        assertThat(robot.lookup("#start").queryButton().isDisabled()).isFalse();
        robot.clickOn("#train-error .button-icon");
        assertThat(card.isVisible()).isFalse();
    }

    @Test
    void closing_during_a_run_asks_and_closing_anyway_ends_the_run_first(FxRobot robot) {
        untilReady(robot);
        type(robot, "#field-epochs", "100000");
        robot.clickOn("#start");
        await(() -> points(robot, "#loss-plot") > 0);
        Window shown = window.pane().content().getScene().getWindow();
        robot.interact(() -> shown.fireEvent(new WindowEvent(shown, WindowEvent.WINDOW_CLOSE_REQUEST)));
        assertThat(shown.isShowing()).isTrue();
        assertThat(text(robot, "#close-losses")).isEqualTo("kal-net #1 is still training.");
        settle();
        robot.clickOn("#close-anyway");
        await(() -> !shown.isShowing());
        assertThat(window.pane().viewModel.live.phaseProperty().get()).isEqualTo(Phase.IDLE);
    }

    @Test
    void a_toy_set_is_chosen_and_its_surface_is_watched_and_exported(FxRobot robot) throws IOException {
        untilReady(robot);
        robot.clickOn("#data-menu").clickOn("#data-moons");
        await(() -> text(robot, "#data-menu").equals("Two moons"));
        untilReady(robot);
        await(() -> text(robot, "#summary").startsWith("2 → 8 → 2"));
        assertThat(robot.lookup("#sample-points").query().isVisible()).isTrue();
        Slider noise = robot.lookup("#field-noise").queryAs(Slider.class);
        robot.interact(() -> noise.setValue(0.2));
        await(() -> new DataSource.Toy(ToyShape.MOONS, 0.2, 1000, 0)
                .equals(window.pane().viewModel.editor.sourceProperty().get()));

        robot.clickOn("#start");
        PlaneMap plane = robot.lookup("#surface-plane").queryAs(PlaneMap.class);
        await(() -> plane.map() != null);
        GridMap first = plane.map();
        await(() -> plane.map() != first);
        assertThat(robot.lookup("#surface-card").query().isVisible()).isTrue();
        assertThat(text(robot, "#surface-title")).isEqualTo("Decision surface · kal-net #1");
        await(() -> text(robot, "#tile-progress .type-hint").matches("\\d\\d:\\d\\d left"));
        await(() -> plane.map() instanceof ClassMap map
                && map.likeliest(map.row(1), map.column(0)) == 0
                && map.likeliest(map.row(-0.5), map.column(1)) == 1);
        robot.interact(
                () -> robot.lookup("#pace").queryComboBox().getSelectionModel().selectLast());
        await(() -> text(robot, "#result").startsWith("Test accuracy"));
        assertThat(robot.lookup("#result-draw").query().isVisible()).isFalse();
        await(() -> text(robot, "#confidence-title").contains("; AUC 0.9"));
        assertThat(robot.lookup("#roc-plot")
                        .queryAs(LinePlot.class)
                        .series()
                        .getLast()
                        .y(0))
                .isZero();
        Scores scores = window.pane().viewModel.shown.scoresProperty().get();
        Evaluation.Classification test = (Evaluation.Classification) scores.evaluation();
        float[] tooMany = Arrays.copyOf(test.oddsAgainst(), test.total() + 1);
        Evaluation wrong = new Evaluation.Classification(
                test.correct(), test.total(), test.loss(), test.confusion(), test.predicted(), tooMany, test.seconds());
        robot.interact(() -> window.pane()
                .viewModel
                .shown
                .show(new Scores(scores.model(), scores.series(), scores.dataset(), wrong, scores.set())));
        await(() -> text(robot, "#confidence-title").contains("ArrayIndexOutOfBounds"));
        assertThat(robot.lookup("#roc-plot").queryAs(LinePlot.class).series())
                .as("of the scores before")
                .isEmpty();

        List<MenuItem> export =
                robot.lookup("#surface-export").queryAs(MenuButton.class).getItems();
        window.choose(folder.resolve("surface.png"));
        robot.interact(export.getFirst()::fire);
        await(() -> window.told().contains("surface.png"));
        assertThat(ImageIO.read(folder.resolve("surface.png").toFile()).getWidth())
                .isGreaterThanOrEqualTo((int) Math.ceil(2 * plane.getWidth()));
        window.choose(folder.resolve("surface.svg"));
        robot.interact(export.get(1)::fire);
        await(() -> window.told().contains("surface.svg"));
        assertThat(folder.resolve("surface.svg")).content().contains("data:image/png", "<circle");
    }
}

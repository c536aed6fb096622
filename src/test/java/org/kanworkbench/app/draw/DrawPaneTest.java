package org.kanworkbench.app.draw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kanworkbench.app.OnScreen.await;
import static org.kanworkbench.app.OnScreen.text;
import static org.kanworkbench.app.WindowExtension.settle;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javafx.application.Platform;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.app.WholeWindow;
import org.kanworkbench.app.WindowExtension;
import org.kanworkbench.app.draw.reading.ModelCard;
import org.kanworkbench.app.draw.reading.ProbabilityBar;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.shell.LayoutWalk;
import org.kanworkbench.app.shell.WorkbenchWindow;
import org.kanworkbench.data.ByteFeatures;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Examples;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.DrawnDigit;
import org.kanworkbench.data.source.LabelledDigit;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.Preset;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.TrainingEvent;
import org.kanworkbench.training.loop.TrainingRun;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;

/** Draws with a robot in the real window and reads the answers of a network that was really trained. */
@ExtendWith(WindowExtension.class)
class DrawPaneTest {

    private static final int TRAINED_ON = 15_000;
    private static final double[] ONE = {210, 70, 210, 350};
    private static final double[] SEVEN = {120, 90, 300, 90, 190, 350};

    private static Dataset mnist;
    private static Model trained;

    private final WholeWindow whole = new WholeWindow();
    private final Workspace workspace = whole.workspace();
    private WorkbenchWindow window;

    @BeforeAll
    static void train() throws Exception {
        Dataset all = new DataSource.Mnist().load();
        mnist = new Dataset(
                "MNIST",
                first(all.train(), TRAINED_ON),
                first(all.test(), 500),
                all.image(),
                all.target().names());
        Preset preset = Preset.named("kal-net").orElseThrow();
        AtomicReference<Model> last = new AtomicReference<>();
        TrainingRun.start(
                        new Configuration(
                                preset.name(),
                                new DataSource.Mnist(),
                                preset.network(784, 10),
                                preset.recipe().withEpochs(3),
                                0,
                                2,
                                Configuration.VECTOR),
                        mnist,
                        event -> {
                            if (event instanceof TrainingEvent.Finished finished) {
                                last.set(finished.model());
                            }
                        })
                .await();
        trained = last.get();
    }

    @Start
    void start(Stage stage) {
        whole.open(stage, "draw");
        window = whole.window();
    }

    @AfterEach
    void close() {
        workspace.close();
    }

    @Test
    void a_drawn_digit_is_read_by_the_trained_network(FxRobot robot) {
        open(robot, "kal-net");

        draw(robot, ONE);
        await(() -> text(robot, ".model-winner").startsWith("1 · "));
        robot.clickOn(".draw-clear");
        draw(robot, SEVEN);
        await(() -> text(robot, ".model-winner").startsWith("7 · "));

        double[] bars = values(robot);
        assertThat(bars).hasSize(10);
        assertThat(bars[7]).isEqualTo(Arrays.stream(bars).max().orElseThrow());
        assertThat(text(robot, ".model-latency")).matches("[0-9.]+ [µm]s");
    }

    @Test
    void one_click_leads_to_what_the_reading_rests_on(FxRobot robot) {
        open(robot, "kal-net");
        assertThat(robot.lookup(".draw-explain").queryButton().isDisabled()).isTrue();
        draw(robot, SEVEN);
        await(() -> !robot.lookup(".draw-explain").queryButton().isDisabled());

        robot.clickOn(".draw-explain");

        await(() -> robot.lookup("#attribution-sentence").tryQuery().isPresent()
                && text(robot, "#attribution-sentence").startsWith("The network predicts"));
        assertThat(text(robot, "#header-title")).isEqualTo("Activations");
    }

    @Test
    void bars_move_while_the_pen_is_still_down(FxRobot robot) {
        open(robot, "kal-net");
        double[] blank = values(robot);

        robot.moveTo(at(robot, 210, 70)).press(MouseButton.PRIMARY).moveTo(at(robot, 210, 350));

        await(() -> !Arrays.equals(values(robot), blank));
        robot.release(MouseButton.PRIMARY);
    }

    @Test
    void models_answer_side_by_side(FxRobot robot) {
        open(robot, "first");
        open(robot, "second");

        draw(robot, ONE);

        await(() -> robot.lookup(".model-winner").queryAllAs(Label.class).stream()
                .allMatch(winner -> winner.getText().startsWith("1 · ")));
        assertThat(robot.lookup(".model-card").queryAll()).hasSize(2);
    }

    @Test
    void undo_redo_and_clear_answer_to_buttons_and_keys(FxRobot robot) {
        open(robot, "kal-net");
        draw(robot, ONE);
        await(() -> text(robot, ".model-winner").startsWith("1 · "));

        robot.press(KeyCode.CONTROL, KeyCode.Z).release(KeyCode.Z, KeyCode.CONTROL);
        await(() -> text(robot, ".model-winner").equals("–"));
        robot.clickOn(".draw-redo");
        await(() -> text(robot, ".model-winner").startsWith("1 · "));
        robot.clickOn(".ink-sheet");
        robot.type(KeyCode.DELETE);
        await(() -> text(robot, ".model-winner").equals("–"));
        robot.clickOn(".draw-undo").clickOn(".draw-undo");
        await(() -> text(robot, ".model-winner").startsWith("1 · "));
    }

    @Test
    void keys_alone_draw_a_digit(FxRobot robot) {
        open(robot, "kal-net");
        robot.interact(() -> robot.lookup(".ink-sheet").query().requestFocus());

        press(robot, KeyCode.UP, 8);
        robot.type(KeyCode.SPACE);
        press(robot, KeyCode.DOWN, 18);
        assertThat(robot.lookup(".ink-cross").query().isVisible()).isTrue();
        robot.type(KeyCode.SPACE);

        await(() -> text(robot, ".model-winner").startsWith("1 · "));
    }

    @Test
    void other_buttons_of_the_mouse_neither_end_a_stroke_nor_draw_with_the_keyboards_pen(FxRobot robot) {
        robot.moveTo(at(robot, 100, 100)).press(MouseButton.PRIMARY).moveTo(at(robot, 150, 100));
        robot.press(MouseButton.SECONDARY).release(MouseButton.SECONDARY);
        robot.moveTo(at(robot, 200, 100)).release(MouseButton.PRIMARY);
        settle();
        assertThat(strokes(robot)).singleElement().matches(line -> line.getMaxX() > 190);

        robot.type(KeyCode.SPACE);
        robot.moveTo(at(robot, 50, 300)).press(MouseButton.SECONDARY).moveTo(at(robot, 100, 350));
        robot.release(MouseButton.SECONDARY);
        settle();
        assertThat(strokes(robot)).last().matches(line -> line.getMinX() > 150);
    }

    private static List<Bounds> strokes(FxRobot robot) {
        return robot.lookup(".ink-stroke").queryAll().stream()
                .map(Node::getBoundsInParent)
                .toList();
    }

    @Test
    void a_named_drawing_is_kept_and_comes_back(FxRobot robot) {
        open(robot, "kal-net");
        draw(robot, ONE);
        await(() -> text(robot, ".model-winner").startsWith("1 · "));

        robot.clickOn(".label-1");
        settle();
        List<String> faint = new ArrayList<>();
        robot.interact(() -> faint.addAll(
                LayoutWalk.faint(robot.lookup(".label-1").query().getScene().getRoot())));
        assertThat(faint).isEmpty();
        assertThat(robot.lookup(".kept-drawing").queryAs(Button.class).getText())
                .isEqualTo("1");
        robot.type(KeyCode.DELETE);
        await(() -> text(robot, ".model-winner").equals("–"));
        robot.clickOn(".kept-drawing");

        await(() -> text(robot, ".model-winner").startsWith("1 · "));
    }

    @Test
    void a_key_of_the_number_pad_labels_the_drawing_as_well(FxRobot robot) {
        draw(robot, SEVEN);

        robot.type(KeyCode.NUMPAD7);

        await(() -> robot.lookup(".draw-labels .button:chosen")
                .tryQuery()
                .map(button -> ((Labeled) button).getText())
                .equals(Optional.of("7")));
    }

    @Test
    void named_drawings_are_kept_for_good_scored_deleted_and_brought_back(FxRobot robot, @TempDir Path folder) {
        robot.interact(() -> workspace.digits.open(folder, Platform::runLater));
        open(robot, "kal-net");
        draw(robot, ONE);
        robot.clickOn(".label-1");
        robot.clickOn(".draw-clear");
        draw(robot, SEVEN);
        robot.clickOn(".label-7");
        assertThat(robot.lookup(".draw-labels .button:chosen").queryLabeled().getText())
                .isEqualTo("7");
        await(() -> workspace.digits.digitsProperty().get().digits().size() == 2);

        robot.clickOn("#draw-tab-own");
        await(() -> text(robot, ".model-score").equals("My digits: 2 of 2 (100.0\u00a0%)"));
        robot.clickOn(robot.lookup(".own-digit")
                .match(node -> ((Labeled) node).getText() != null)
                .<Labeled>query());
        robot.type(KeyCode.DELETE);
        await(() -> workspace.digits.digitsProperty().get().digits().size() == 1);
        robot.clickOn(robot.lookup(".toast .button")
                .match(node -> "Undo".equals(((Labeled) node).getText()))
                .<Labeled>query());
        await(() -> workspace.digits.digitsProperty().get().digits().size() == 2);

        Labeled tile = robot.lookup(".own-digit")
                .match(node -> ((Labeled) node).getText() != null)
                .query();
        robot.clickOn(tile).type(KeyCode.NUMPAD5);
        await(() -> workspace.digits.digitsProperty().get().count(5) == 1);
        assertThat(workspace.digits.digitsProperty().get().digits())
                .as("not what is on the sheet")
                .hasSize(2);
        robot.type(KeyCode.BACK_SPACE);
        await(() -> workspace.digits.digitsProperty().get().count(5) == 0);
        robot.press(KeyCode.CONTROL).type(KeyCode.Z).release(KeyCode.CONTROL);
        await(() -> workspace.digits.digitsProperty().get().count(5) == 1);

        robot.interact(() -> workspace.digits.open(folder, Platform::runLater));
        await(() -> text(robot, "#draw-tab-own").equals("My digits · 2"));

        ListView<LabelledDigit> list = robot.lookup("#own-digits").query();
        robot.interact(() -> {
            list.requestFocus();
            list.getSelectionModel().clearSelection();
        });
        robot.type(KeyCode.BACK_SPACE, KeyCode.DIGIT4);
        assertThat(robot.lookup(".draw-labels .button:chosen").queryLabeled().getText())
                .as("of the drawing on the sheet, which keys for the list leave alone")
                .isEqualTo("7");
        robot.interact(() -> list.getSelectionModel().select(0));
        LabelledDigit selected = list.getSelectionModel().getSelectedItem();
        robot.interact(() -> workspace.digits.name(() -> Optional.of(new DrawnDigit(new byte[784])), 3));
        await(() -> list.getItems().size() == 3);
        assertThat(list.getSelectionModel().getSelectedItem())
                .as("another one came before it")
                .isEqualTo(selected);
    }

    @Test
    void a_score_tells_which_digits_the_model_was_trained_on(FxRobot robot, @TempDir Path folder) {
        robot.interact(() -> workspace.digits.open(folder, Platform::runLater));
        draw(robot, ONE);
        robot.clickOn(".label-1");
        robot.clickOn(".draw-clear");
        draw(robot, SEVEN);
        robot.clickOn(".label-7");
        await(() -> workspace.digits.digitsProperty().get().digits().size() == 2);
        LabelledDigit one = workspace.digits.digitsProperty().get().digits().getFirst();
        Examples seen = new Examples(ByteFeatures.pixels(one.digit().pixels(), 784), new int[] {1});
        robot.interact(() -> workspace
                .open(
                        "taught",
                        new Dataset(
                                "My digits",
                                seen,
                                seen,
                                mnist.image(),
                                mnist.target().names()))
                .update(trained));

        robot.clickOn("#draw-tab-own");

        await(() -> text(robot, ".model-score")
                .equals("My digits: 2 of 2 (100.0\u00a0%), trained on 1 of them; unseen: 1 of 1"));
    }

    @Test
    void a_score_of_a_model_whose_data_are_not_at_hand_says_so() {
        OwnDigitsViewModel.Seen seen = new OwnDigitsViewModel.Seen(8, 8, false);

        assertThat(new OwnDigitsViewModel.Score(null, 9, new int[10], seen).text())
                .isEqualTo("My digits: 9 of 10 (90.0\u00a0%), trained on up to 8 of them; unseen: 1 of 2");
    }

    @Test
    void the_hint_goes_with_the_first_touch(FxRobot robot) {
        assertThat(robot.lookup(".ink-hint").query().isVisible()).isTrue();

        draw(robot, ONE);

        assertThat(robot.lookup(".ink-hint").query().isVisible()).isFalse();
    }

    @Test
    void without_a_model_one_button_leads_to_training(FxRobot robot) {
        robot.clickOn("Train one");

        assertThat(robot.lookup("#header-title").queryLabeled().getText()).isEqualTo("Train");
    }

    private void open(FxRobot robot, String name) {
        robot.interact(() -> {
            OpenModel open = workspace.open(name, mnist);
            open.update(trained);
        });
    }

    private static void draw(FxRobot robot, double... points) {
        robot.moveTo(at(robot, points[0], points[1])).press(MouseButton.PRIMARY);
        for (int i = 2; i < points.length; i += 2) {
            robot.moveTo(at(robot, points[i], points[i + 1]));
        }
        robot.release(MouseButton.PRIMARY);
        settle();
    }

    /** Where a point of the drawing is on the screen. */
    private static Point2D at(FxRobot robot, double x, double y) {
        InkSheet sheet = robot.lookup(".ink-sheet").queryAs(InkSheet.class);
        Bounds bounds = sheet.localToScreen(sheet.getLayoutBounds());
        return new Point2D(bounds.getMinX() + x * sheet.magnification(), bounds.getMinY() + y * sheet.magnification());
    }

    private static void press(FxRobot robot, KeyCode key, int times) {
        for (int i = 0; i < times; i++) {
            robot.type(key);
        }
    }

    private static ModelCard card(FxRobot robot) {
        return robot.lookup(".model-card").queryAs(ModelCard.class);
    }

    private static double[] values(FxRobot robot) {
        return robot.from(card(robot)).lookup(".probability-bar").queryAllAs(ProbabilityBar.class).stream()
                .mapToDouble(ProbabilityBar::value)
                .toArray();
    }

    private static Examples first(Examples examples, int rows) {
        ByteFeatures features = (ByteFeatures) examples.features();
        return new Examples(
                ByteFeatures.pixels(Arrays.copyOf(features.bytes(), rows * features.width()), features.width()),
                Arrays.copyOf(examples.labels(), rows));
    }
}

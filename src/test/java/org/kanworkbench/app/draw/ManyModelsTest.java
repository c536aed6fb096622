package org.kanworkbench.app.draw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kanworkbench.app.OnScreen.await;
import static org.kanworkbench.app.OnScreen.texts;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javafx.application.Platform;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.app.WholeWindow;
import org.kanworkbench.app.WindowExtension;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.data.ByteFeatures;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Dataset.ImageShape;
import org.kanworkbench.data.Examples;
import org.kanworkbench.data.source.DrawnDigit;
import org.kanworkbench.engine.InitialModel;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.tensor.Tensor;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;
import org.testfx.framework.junit5.Stop;

/** Many models of different data in the Draw pane. */
@ExtendWith(WindowExtension.class)
class ManyModelsTest {

    private static final int SIDE = 28;
    private static final List<String> DIGITS = List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    private static final List<String> CLOTHES = List.of(
            "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot");

    private final WholeWindow whole = new WholeWindow();
    private final Workspace workspace = whole.workspace();
    private Stage stage;

    @Start
    void open(Stage shown) {
        stage = shown;
        whole.open(stage, "draw");
    }

    @Stop
    void close() {
        whole.close();
    }

    private static Dataset data(String name, List<String> classes) {
        Examples none = new Examples(ByteFeatures.pixels(new byte[SIDE * SIDE], SIDE * SIDE), new int[1]);
        return new Dataset(name, none, none, Optional.of(new ImageShape(SIDE, SIDE)), classes);
    }

    /** A network that predicts one class whatever it sees. */
    private static Model always(int answer) {
        Model model = InitialModel.of("mlp", SIDE * SIDE, List.of(4), 10, 1);
        Map<String, Tensor> tensors = new TreeMap<>(model.tensors());
        tensors.replaceAll((name, tensor) -> {
            float[] values = new float[tensor.values().length];
            if (name.endsWith("bias") && values.length == 10) {
                values[answer] = 5;
            }
            return new Tensor(tensor.shape(), values);
        });
        return new Model(model.network(), tensors);
    }

    private void open(FxRobot robot, String name, Dataset data, int answer) {
        robot.interact(() -> workspace.open(name, data).update(always(answer)));
    }

    @Test
    void a_model_of_clothes_names_its_classes_and_its_data_and_does_not_judge_digits(
            FxRobot robot, @TempDir Path folder) {
        robot.interact(() -> workspace.digits.open(folder, Platform::runLater));
        open(robot, "right", data("MNIST", DIGITS), 1);
        open(robot, "clothes", data("Fashion-MNIST", CLOTHES), 7);
        open(robot, "old clothes", data("fashion", DIGITS), 7);
        byte[] pixels = new byte[SIDE * SIDE];
        Arrays.fill(pixels, 300, 420, (byte) 255);
        robot.interact(() -> {
            DrawnDigit drawn = new DrawnDigit(pixels);
            workspace.digits.name(() -> Optional.of(drawn), 1);
        });
        robot.clickOn("#draw-tab-own");
        await(() -> texts(robot, ".model-score").contains("My digits: 1 of 1 (100.0\u00a0%)"));
        assertThat(texts(robot, ".model-score").stream().filter(text -> !text.isEmpty()))
                .hasSize(1);
        assertThat(texts(robot, ".own-digit")).contains("1");
        assertThat(texts(robot, ".model-card > .type-hint"))
                .containsExactly(
                        "Trained on fashion, not on digits",
                        "Trained on Fashion-MNIST, not on digits",
                        "Trained on MNIST");

        open(robot, "wrong", data("MNIST", DIGITS), 3);
        await(() -> texts(robot, ".own-digit").contains("1 ✗"));
        assertThat(robot.lookup(".misread-mark").queryAll()).hasSize(1);
        assertThat(robot.lookup(".own-digit").queryAll().stream()
                        .map(Node::getAccessibleText)
                        .filter(text -> text != null && text.contains("predicts")))
                .singleElement()
                .asString()
                .contains("wrong predicts 3")
                .doesNotContain("clothes")
                .doesNotContain("right");
    }

    @Test
    void eight_models_can_be_read_at_small_sizes_the_newest_first(FxRobot robot, @TempDir Path folder) {
        robot.interact(() -> workspace.digits.open(folder, Platform::runLater));
        for (int i = 1; i <= 8; i++) {
            open(robot, "efficient-kan-model #" + i, data("MNIST", DIGITS), i);
        }
        for (int[] size : new int[][] {{1024, 640}, {1280, 800}}) {
            robot.interact(() -> {
                stage.setWidth(size[0]);
                stage.setHeight(size[1]);
            });
            for (String tab : List.of("#draw-tab-own", "#draw-tab-last")) {
                robot.interact(
                        () -> robot.lookup(tab).queryAs(ToggleButton.class).setSelected(true));
                robot.interact(() -> {});
                assertThat(cut(robot)).as("%d × %d, %s", size[0], size[1], tab).isEmpty();
                assertThat(outside(robot))
                        .as("%d × %d, %s", size[0], size[1], tab)
                        .isEmpty();
            }
        }
        assertThat(robot.lookup(".model-head .type-strong").queryAllAs(Label.class))
                .first()
                .extracting(Label::getText)
                .isEqualTo("efficient-kan-model #8");
        OpenModel newest = workspace.models().getLast();
        robot.interact(() -> newest.rename("renamed"));
        assertThat(texts(robot, ".model-head .type-strong")).first().isEqualTo("renamed");
    }

    private static List<String> cut(FxRobot robot) {
        List<String> found = new ArrayList<>();
        robot.interact(() -> robot.lookup(".draw-pane .text")
                .queryAllAs(Text.class)
                .forEach(text -> {
                    if (text.getParent() instanceof Labeled labeled
                            && labeled.getText() != null
                            && text.getText().endsWith("...")
                            && !labeled.getText().endsWith("...")) {
                        found.add(labeled.getText());
                    }
                }));
        return found;
    }

    /** Parts of the pane that lie, in part, beyond it. */
    private static List<String> outside(FxRobot robot) {
        List<String> found = new ArrayList<>();
        robot.interact(() -> {
            Node pane = robot.lookup(".draw-pane").query();
            Bounds all = pane.localToScene(pane.getLayoutBounds());
            for (String part : List.of(
                    ".ink-sheet",
                    ".seen-picture",
                    ".draw-labels",
                    ".draw-answers",
                    ".draw-clear",
                    "#draw-tab-own",
                    ".draw-kept-row")) {
                Node node = robot.lookup(part).query();
                Bounds at = node.localToScene(node.getLayoutBounds());
                if (at.getMaxX() > all.getMaxX() + 1 || at.getMaxY() > all.getMaxY() + 1) {
                    found.add(part + " " + at);
                }
            }
        });
        return found;
    }

    @Test
    void the_keyboard_pen_stays_on_the_sheet_with_all_of_its_width(FxRobot robot) {
        robot.interact(() -> robot.lookup(".ink-sheet").query().requestFocus());
        for (int i = 0; i < 20; i++) {
            robot.type(KeyCode.LEFT, KeyCode.UP);
        }
        robot.interact(() -> {
            Node sheet = robot.lookup(".ink-sheet").query();
            Bounds cross = robot.lookup(".ink-cross").query().getBoundsInParent();
            assertThat(sheet.getLayoutBounds().contains(cross))
                    .as("%s in %s", cross, sheet.getLayoutBounds())
                    .isTrue();
        });
    }
}

package org.kanworkbench.app.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kanworkbench.app.OnScreen.await;
import static org.kanworkbench.app.OnScreen.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.CustomMenuItem;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TextField;
import javafx.scene.layout.GridPane;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.app.PaneWindow;
import org.kanworkbench.app.WindowExtension;
import org.kanworkbench.app.controls.OneFile;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.gpu.SomeDevice;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;

/** The tab in the real window, driven by mouse and keys. */
@ExtendWith(WindowExtension.class)
class ComparePresetsTest {

    @TempDir
    private Path folder;

    private final OneFile file = new OneFile();
    private final AtomicBoolean otherWork = new AtomicBoolean();
    private Workspace workspace;

    @Start
    void open(Stage stage) {
        workspace = new Workspace();
        workspace.keepSweepsIn(folder.resolve("sweeps"));
        workspace.askForFilesBy(file);
        PaneWindow.open(
                stage,
                workspace,
                _ -> new RunsPane(workspace, _ -> {}, new HandTrainer(), new ShownAgain(), otherWork::get));
    }

    @AfterEach
    void close() {
        workspace.close();
    }

    private static void tick(FxRobot robot, String menu, String wanted) {
        MenuButton button = robot.lookup(menu).queryAs(MenuButton.class);
        robot.interact(() -> button.getItems().stream()
                .filter(item -> item instanceof CustomMenuItem custom && custom.getContent() instanceof CheckBox)
                .map(item -> (CheckBox) ((CustomMenuItem) item).getContent())
                .filter(box -> box.getText().equals(wanted))
                .forEach(CheckBox::fire));
    }

    private static void write(FxRobot robot, String field, String text) {
        robot.interact(() -> robot.lookup(field).queryAs(TextField.class).setText(text));
    }

    private static List<String> cells(FxRobot robot) {
        return robot.lookup("#compare-table").queryAs(GridPane.class).getChildren().stream()
                .map(node -> ((Label) node).getText())
                .toList();
    }

    private static void chooseSmall(FxRobot robot, String seeds, String epochs) {
        robot.clickOn("#runs-tab-presets");
        tick(robot, "#compare-presets", "efficient-kan");
        tick(robot, "#compare-presets", "fourier-kan");
        tick(robot, "#compare-data", "MNIST");
        tick(robot, "#compare-data", "Two moons");
        write(robot, "#field-compare-seeds", seeds);
        write(robot, "#field-compare-epochs", epochs);
    }

    @Test
    void rows_fill_and_the_verdict_and_the_report_follow(FxRobot robot) throws IOException {
        chooseSmall(robot, "2", "3");
        assertThat(text(robot, "#compare-planned")).startsWith("12 runs: 2 presets × 1 data set");
        robot.clickOn("#compare-start");

        await(() -> text(robot, "#compare-notice").startsWith("12 of 12 runs done"));
        await(() ->
                text(robot, "#compare-verdict").contains("2 seeds of 2 presets cannot show a significant difference"));
        assertThat(cells(robot)).contains("kal-net", "mlp", "test accuracy", "95 % confidence interval", "154");
        assertThat(text(robot, "#compare-limits"))
                .contains("Intervals are Student's over seeds", "Networks are equal in ");
        assertThat(robot.lookup("#plot-parameters").query().isVisible()).isTrue();
        assertThat(text(robot, "#compare-start")).isEqualTo("Start");

        Path another = Files.createDirectories(folder.resolve("comparison"));
        Files.writeString(another.resolve("compare.json"), "of another comparison");
        file.choose(folder);
        robot.clickOn("#compare-report");
        Path into = folder.resolve("comparison-2");
        await(() -> Files.exists(into.resolve("compare.json")));
        assertThat(into.resolve("compare.json")).content().contains("\"kal-net\"");
        assertThat(another.resolve("compare.json")).hasContent("of another comparison");
        assertThat(Files.readAllLines(into.resolve("trainings.csv"))).hasSize(1 + 12);
        assertThat(Files.readString(into.resolve("report.html"))).contains("kal-net", "<svg");

        // Other settings show another comparison; the earlier one is found again.
        write(robot, "#field-compare-seeds", "3");
        await(() -> robot.lookup("#compare-empty").query().isVisible());
        robot.clickOn("#compare-earlier");
        await(() -> robot.lookup("kal-net, mlp · Two moons · 2 seeds · 3 epochs")
                .tryQuery()
                .isPresent());
        robot.clickOn("kal-net, mlp · Two moons · 2 seeds · 3 epochs");
        await(() -> text(robot, "#compare-notice").startsWith("12 of 12 runs done"));
        await(() -> robot.lookup("#compare-results").query().isVisible());
        assertThat(robot.lookup("#field-compare-seeds").queryAs(TextField.class).getText())
                .isEqualTo("2");
    }

    @Test
    void a_stopped_comparison_keeps_what_it_has_and_is_resumed(FxRobot robot) {
        chooseSmall(robot, "100", "40");
        robot.clickOn("#compare-start");
        await(() -> text(robot, "#compare-notice").startsWith("training "));
        Node stop = robot.lookup("#compare-stop").query();
        robot.clickOn(stop);
        await(() -> text(robot, "#compare-notice").endsWith("Start resumes."));

        assertThat(text(robot, "#compare-notice")).matches("\\d+ of 208 runs done, kept in .*");
        int done = Integer.parseInt(text(robot, "#compare-notice").split(" ")[0]);
        otherWork.set(true);
        robot.clickOn("#compare-start");
        await(() -> text(robot, "#compare-notice").matches("training \\d+/208.*"));
        await(() -> Integer.parseInt(text(robot, "#compare-notice").split("[ /]")[1]) > done);
        robot.clickOn("#compare-stop");
        await(() -> text(robot, "#compare-notice").contains("Start resumes"));
        assertThat(text(robot, "#compare-notice"))
                .endsWith(" Other work was running meanwhile: training times may be too long.");
    }

    @Test
    void presets_train_on_the_backend_that_is_chosen(FxRobot robot) {
        SomeDevice.orSkip();
        chooseSmall(robot, "2", "1");
        robot.interact(() -> robot.lookup("#field-compare-engine")
                .queryComboBox()
                .getSelectionModel()
                .select("opencl"));
        robot.clickOn("#compare-start");
        await(() -> text(robot, "#compare-notice").startsWith("12 of 12 runs done"));
        robot.clickOn("#compare-earlier");
        await(() -> robot.lookup("kal-net, mlp · Two moons · 2 seeds · 1 epoch · opencl")
                .tryQuery()
                .isPresent());
    }

    @Test
    void a_backend_that_is_not_there_is_told_before_anything_is_kept(FxRobot robot) throws IOException {
        chooseSmall(robot, "2", "1");
        robot.interact(() -> robot.lookup("#field-compare-engine")
                .queryComboBox()
                .getSelectionModel()
                .select("nd4j-cuda"));
        robot.clickOn("#compare-start");
        await(() -> robot.lookup("#compare-error").query().isVisible());
        assertThat(text(robot, "#compare-error .error-message")).contains("nd4j-cuda is not available");
        assertThat(workspace.comparisons()).doesNotExist();
    }

    @Test
    void what_cannot_be_compared_is_told_and_cannot_start(FxRobot robot) {
        robot.clickOn("#runs-tab-presets");
        tick(robot, "#compare-data", "MNIST");

        assertThat(text(robot, "#compare-obstacle")).contains("no data set");
        assertThat(robot.lookup("#compare-start").query().isDisabled()).isTrue();
        robot.clickOn("#runs-tab-list");
        assertThat(robot.lookup("#runs-presets").query().isVisible()).isFalse();
        assertThat(robot.lookup("#runs-pane").query().isVisible()).isTrue();
    }
}

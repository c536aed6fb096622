package org.kanworkbench.app.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.testfx.util.WaitForAsyncUtils.waitFor;
import static org.testfx.util.WaitForAsyncUtils.waitForFxEvents;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Slider;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javafx.stage.Window;
import javafx.stage.WindowEvent;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.app.Workspace;
import org.kanworkbench.app.chart.ClassMap;
import org.kanworkbench.app.chart.LinePlot;
import org.kanworkbench.app.chart.PlaneMap;
import org.kanworkbench.app.controls.ErrorCard;
import org.kanworkbench.app.controls.FilePrompts;
import org.kanworkbench.app.controls.StatTile;
import org.kanworkbench.app.shell.Settings;
import org.kanworkbench.app.shell.Theme;
import org.kanworkbench.app.shell.WorkbenchWindow;
import org.kanworkbench.app.train.TrainViewModel.Phase;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.DataSource;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Examples;
import org.kanworkbench.data.ToyShape;
import org.kanworkbench.engine.Network;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.Preset;
import org.kanworkbench.runs.ModelFile;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.framework.junit5.Stop;
import org.testfx.util.NodeQueryUtils;

/** The real pane in the real window, training for real on a small part of MNIST. */
@ExtendWith(ApplicationExtension.class)
class TrainPaneTest {

    private static final int TRAIN = 640;
    private static final int TEST = 200;
    private static final int PATIENCE_SECONDS = 60;

    @TempDir
    private static Path small;

    @TempDir
    private Path folder;

    private Workspace workspace;
    private TrainPane pane;
    private Path chosen;
    private String shownPane = "";

    @BeforeAll
    static void writeSmallMnist() throws DataException, IOException {
        Dataset mnist = new DataSource.Mnist().load();
        write(mnist.train(), TRAIN, "train");
        write(mnist.test(), TEST, "t10k");
    }

    private static void write(Examples examples, int count, String prefix) throws IOException {
        float[] row = new float[examples.features().width()];
        try (DataOutputStream images =
                        new DataOutputStream(Files.newOutputStream(small.resolve(prefix + "-images-idx3-ubyte")));
                DataOutputStream labels =
                        new DataOutputStream(Files.newOutputStream(small.resolve(prefix + "-labels-idx1-ubyte")))) {
            for (int header : new int[] {0x803, count, 28, 28}) {
                images.writeInt(header);
            }
            labels.writeInt(0x801);
            labels.writeInt(count);
            byte[] pixels = new byte[row.length];
            for (int i = 0; i < count; i++) {
                examples.features().copyRow(i, row, 0);
                for (int p = 0; p < row.length; p++) {
                    pixels[p] = (byte) Math.round((row[p] + 1) / 2 * 255);
                }
                images.write(pixels);
                labels.writeByte(examples.labels()[i]);
            }
        }
    }

    @Start
    void open(Stage stage) {
        workspace = new Workspace();
        FilePrompts prompts = new FilePrompts() {
            @Override
            public Optional<Path> folder(String title) {
                return Optional.of(chosen);
            }

            @Override
            public Optional<Path> open(String title, String kind, List<String> extensions) {
                return Optional.of(chosen);
            }

            @Override
            public Optional<Path> save(String title, String kind, String extension, String name) {
                return Optional.of(chosen);
            }
        };
        new WorkbenchWindow(stage, workspace, Settings.temporary(Theme.LIGHT), _ -> {
            pane = new TrainPane(
                    workspace, id -> shownPane = id, new DataSource.IdxFolder(small), RunStarter::engine, prompts);
            return List.of(pane);
        });
        stage.setWidth(1280);
        stage.setHeight(800);
        stage.show();
    }

    @AfterEach
    void endTheRun() throws TimeoutException {
        Platform.runLater(() -> pane.viewModel().stop());
        until(() -> pane.viewModel().phaseProperty().get() == Phase.IDLE);
    }

    @Stop
    void close() {
        workspace.close();
    }

    private static void until(Callable<Boolean> condition) throws TimeoutException {
        waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS, condition);
    }

    private static String text(FxRobot robot, String selector) {
        return robot.lookup(selector).queryAs(Labeled.class).getText();
    }

    private void untilReady(FxRobot robot) throws TimeoutException {
        until(() -> !robot.lookup("#start").queryButton().isDisabled());
    }

    /** A node that has just come may be anywhere until the next frame. */
    private static void untilLaidOut(FxRobot robot, String selector) throws TimeoutException {
        until(() -> robot.lookup(selector).tryQuery().isPresent());
        waitForFxEvents();
    }

    private static void type(FxRobot robot, String selector, String value) {
        TextField field = robot.lookup(selector).queryAs(TextField.class);
        robot.interact(() -> {
            scrollTo(robot, ".inspector-scroll", field);
            field.requestFocus();
            field.selectAll();
        });
        robot.write(value);
    }

    private static void scrollTo(FxRobot robot, String scrollPane, Node node) {
        ScrollPane scroll = robot.lookup(scrollPane).queryAs(ScrollPane.class);
        Node page = scroll.getContent();
        double at = page.sceneToLocal(node.localToScene(0, 0)).getY();
        double viewport = scroll.getViewportBounds().getHeight();
        scroll.setVvalue((at - viewport / 2) / (page.getBoundsInLocal().getHeight() - viewport));
    }

    private static int points(FxRobot robot, String plot) {
        return robot.lookup(plot).queryAs(LinePlot.class).series().stream()
                .mapToInt(s -> s.size())
                .sum();
    }

    @Test
    void start_draws_points_fills_the_tiles_and_ends_with_the_accuracy_and_its_mistakes(FxRobot robot)
            throws TimeoutException {
        untilReady(robot);
        type(robot, "#field-epochs", "4");
        robot.clickOn("#start");
        until(() -> points(robot, "#loss-plot") > 3);
        until(() ->
                robot.lookup("#tile-accuracy").queryAs(StatTile.class).figure().contains("%"));
        until(() -> text(robot, "#result").startsWith("Test accuracy"));
        assertThat(text(robot, "#result")).contains("of 200)", "95 % interval");
        assertThat(points(robot, "#accuracy-plot")).isEqualTo(points(robot, "#loss-plot"));
        assertThat(workspace.models()).hasSize(1);
        assertThat(workspace.models().getFirst().modelProperty().get()).isNotNull();

        until(() -> {
            robot.interact(() ->
                    scrollTo(robot, "#train-canvas", robot.lookup("#cell-1-1").query()));
            return NodeQueryUtils.isVisible().test(robot.lookup("#cell-1-1").query());
        });
        robot.clickOn("#cell-1-1");
        int[] labels = pane.viewModel().currentProperty().get().dataset().test().labels();
        int[] predicted = pane.viewModel()
                .currentProperty()
                .get()
                .evaluationProperty()
                .get()
                .predicted();
        int first = 0;
        while (labels[first] != 1 || predicted[first] != 1) {
            first++;
        }
        assertThat(robot.lookup("#example-" + first).tryQuery()).isPresent();
        assertThat(text(robot, "#gallery .gallery-title")).endsWith("of class 1, recognised");

        robot.interact(() -> robot.lookup("#result-draw").queryButton().fire());
        assertThat(shownPane).isEqualTo("draw");
    }

    @Test
    void a_run_pauses_resumes_takes_a_new_learning_rate_and_stops(FxRobot robot) throws TimeoutException {
        untilReady(robot);
        type(robot, "#field-epochs", "100000");
        robot.clickOn("#start");
        until(() -> points(robot, "#loss-plot") > 0);
        assertThat(robot.lookup("#field-batch").query().isDisabled()).isTrue();
        assertThat(robot.lookup("#field-learning-rate").query().isDisabled()).isFalse();

        robot.clickOn("#start");
        until(() -> text(robot, "#start").equals("Resume"));
        assertThat(text(robot, "#status-job")).endsWith("paused");
        robot.clickOn("#start");
        until(() -> text(robot, "#start").equals("Pause"));

        double before = rate();
        type(robot, "#field-learning-rate", "0.00001");
        robot.type(KeyCode.ENTER);
        until(() -> rate() < before / 50);

        robot.press(KeyCode.CONTROL).type(KeyCode.ENTER).release(KeyCode.CONTROL);
        until(() -> text(robot, "#start").equals("Resume"));
        robot.clickOn("#stop");
        until(() -> text(robot, "#start").equals("Start"));
        assertThat(robot.lookup("#stop").query().isVisible()).isFalse();
    }

    private double rate() {
        return pane.viewModel().currentProperty().get().progressProperty().get().learningRate();
    }

    @Test
    void an_impossible_layer_size_is_marked_and_start_waits_until_it_is_mended(FxRobot robot) throws TimeoutException {
        untilReady(robot);
        type(robot, "#layer-1", "0");
        Button start = robot.lookup("#start").queryButton();
        assertThat(start.isDisabled()).isTrue();
        assertThat(text(robot, "#configuration-problem")).isEqualTo("layer size is 0: choose 1 to 8192");
        robot.clickOn("#reset-layers");
        assertThat(start.isDisabled()).isFalse();
        robot.clickOn("#add-layer");
        until(() -> text(robot, "#summary").startsWith("784 → 64 → 64 → 10"));
        robot.clickOn("#remove-layer-2");
        until(() -> text(robot, "#summary").startsWith("784 → 64 → 10"));
    }

    @Test
    void grids_can_be_updated_and_watched_where_there_are_any(FxRobot robot) throws TimeoutException {
        untilReady(robot);
        Node row = robot.lookup("#field-grid-every").query().getParent().getParent();
        assertThat(row.isVisible()).isFalse();
        robot.interact(() -> pane.viewModel()
                .editor()
                .preset
                .set(Preset.named("efficient-kan-faithful").orElseThrow()));
        type(robot, "#field-epochs", "2");
        assertThat(row.isVisible()).isTrue();
        type(robot, "#field-grid-every", "1");
        type(robot, "#field-grid-until", "1");
        robot.clickOn("#start");
        until(() -> text(robot, "#result").startsWith("Test accuracy"));
        until(() -> text(robot, "#grid-coverage")
                .matches("Inputs outside the B-spline grid: 0.00 % in layer 1, .* % in layer 2.*"));
        assertThat(robot.lookup("#grid-coverage").query().isVisible()).isTrue();
    }

    @Test
    void a_folder_without_idx_files_gives_a_card_and_leaves_the_data_set(FxRobot robot) throws TimeoutException {
        untilReady(robot);
        chosen = folder;
        robot.clickOn("#data-menu").clickOn("#data-idx");
        ErrorCard card = robot.lookup("#train-error").queryAs(ErrorCard.class);
        until(card::isVisible);
        assertThat(card.message()).contains(folder.toString()).doesNotContain("\n");
        assertThat(robot.lookup("#start").queryButton().isDisabled()).isFalse();
        robot.clickOn("#train-error .button-icon");
        assertThat(card.isVisible()).isFalse();
    }

    @Test
    void configuration_and_model_survive_the_way_through_their_files(FxRobot robot) throws TimeoutException {
        untilReady(robot);
        type(robot, "#field-epochs", "1");
        chosen = folder.resolve("mine.json");
        robot.clickOn("#file-menu").clickOn("#save-configuration");
        until(() -> text(robot, "#notice-text").contains("mine.json"));
        type(robot, "#field-epochs", "9");
        robot.clickOn("#file-menu").clickOn("#open-configuration");
        until(() ->
                robot.lookup("#field-epochs").queryAs(TextField.class).getText().equals("1"));

        robot.clickOn("#start");
        until(() -> text(robot, "#result").startsWith("Test accuracy"));
        chosen = folder.resolve("mine.kan");
        robot.clickOn("#result-save");
        until(() -> Files.exists(chosen));
        robot.clickOn("#file-menu").clickOn("#open-model");
        until(() -> robot.lookup("#opened-1-facts").tryQuery().isPresent());
        assertThat(text(robot, "#opened-1-facts")).contains("784 → 64 → 10", "when it was saved");
        assertThat(workspace.models().getLast().modelProperty().get().tensors())
                .isEqualTo(workspace.models().getFirst().modelProperty().get().tensors());
    }

    @Test
    void a_peers_file_is_asked_about_scored_and_saved_as_our_own(FxRobot robot) throws TimeoutException, IOException {
        untilReady(robot);
        Preset kal = Preset.named("kal-net-faithful").orElseThrow();
        Model model = Network.initialize(kal.network(784, List.of(8), 10), 3).snapshot();
        chosen = PeerFile.write(model, folder.resolve("peer.safetensors"));
        robot.clickOn("#file-menu").clickOn("#open-model");
        untilLaidOut(robot, "#answer-kal-net-faithful");
        assertThat(text(robot, "#opened-question-text")).contains("peer.safetensors");
        robot.clickOn("#answer-kal-net-faithful");
        untilLaidOut(robot, "#opened-0-evaluate");
        assertThat(text(robot, "#opened-0-facts")).startsWith("kal-net-faithful · 784 → 8 → 10 · Legendre 3");

        robot.clickOn("#opened-0-evaluate");
        until(() -> text(robot, "#opened-0-scores").contains("of 200)"));
        assertThat(text(robot, "#confusion-toggle")).isEqualTo("Confusion matrix · peer");
        assertThat(robot.lookup("#confusion-card").query().isVisible()).isTrue();
        waitForFxEvents();

        chosen = folder.resolve("peer.kan");
        robot.clickOn("#opened-0-save");
        until(() -> text(robot, "#notice-text").contains("peer.kan"));
        waitForFxEvents();
        assertThat(ModelFile.read(chosen).model().tensors()).isEqualTo(model.tensors());

        robot.clickOn("#opened-0-close");
        assertThat(workspace.models()).isEmpty();
        assertThat(robot.lookup("#opened-0").tryQuery()).isEmpty();
    }

    @Test
    void closing_during_a_run_asks_and_closing_anyway_ends_the_run_first(FxRobot robot) throws TimeoutException {
        untilReady(robot);
        type(robot, "#field-epochs", "100000");
        robot.clickOn("#start");
        until(() -> points(robot, "#loss-plot") > 0);
        Window window = pane.content().getScene().getWindow();
        robot.interact(() -> window.fireEvent(new WindowEvent(window, WindowEvent.WINDOW_CLOSE_REQUEST)));
        assertThat(window.isShowing()).isTrue();
        assertThat(text(robot, "#close-losses")).isEqualTo("kal-net #1 is still training.");
        waitForFxEvents();
        robot.clickOn("#close-anyway");
        until(() -> !window.isShowing());
        assertThat(pane.viewModel().phaseProperty().get()).isEqualTo(Phase.IDLE);
    }

    @Test
    void a_toy_set_is_chosen_and_its_surface_is_watched_and_exported(FxRobot robot)
            throws TimeoutException, IOException {
        untilReady(robot);
        robot.clickOn("#data-menu").clickOn("#data-moons");
        until(() -> text(robot, "#data-menu").equals("Two moons"));
        untilReady(robot);
        until(() -> text(robot, "#summary").startsWith("2 → 8 → 2"));
        assertThat(robot.lookup("#sample-points").query().isVisible()).isTrue();
        Slider noise = robot.lookup("#field-noise").queryAs(Slider.class);
        robot.interact(() -> noise.setValue(0.2));
        until(() -> new DataSource.Toy(ToyShape.MOONS, 0.2, 1000, 0)
                .equals(pane.viewModel().editor().sourceProperty().get()));

        robot.clickOn("#start");
        PlaneMap plane = robot.lookup("#surface-plane").queryAs(PlaneMap.class);
        until(() -> plane.map() != null);
        ClassMap first = plane.map();
        until(() -> plane.map() != first);
        assertThat(robot.lookup("#surface-card").query().isVisible()).isTrue();
        assertThat(text(robot, "#surface-title")).isEqualTo("Answers of kal-net #1");
        until(() -> plane.map().likeliest(plane.map().row(1), plane.map().column(0)) == 0
                && plane.map().likeliest(plane.map().row(-0.5), plane.map().column(1)) == 1);
        robot.interact(
                () -> robot.lookup("#pace").queryComboBox().getSelectionModel().selectLast());
        until(() -> text(robot, "#result").startsWith("Test accuracy"));
        assertThat(robot.lookup("#result-draw").query().isVisible()).isFalse();

        chosen = folder.resolve("surface.png");
        robot.interact(() -> robot.lookup("#surface-export").queryButton().fire());
        until(() -> text(robot, "#notice-text").contains("surface.png"));
        assertThat(ImageIO.read(chosen.toFile()).getWidth()).isEqualTo((int) Math.ceil(2 * plane.getWidth()));
    }
}

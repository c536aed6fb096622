package org.kanworkbench.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javafx.collections.ListChangeListener;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.bench.window.WindowDriver;
import org.kanworkbench.data.Dataset.ImageShape;
import org.kanworkbench.data.Target;
import org.kanworkbench.engine.Network;
import org.kanworkbench.files.model.ModelFile;
import org.kanworkbench.files.model.SavedModels;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.Preset;
import org.testfx.api.FxToolkit;

/**
 * Trains and stops again and again in the whole window, goes through panes and cards and opens models meanwhile, and counts
 * what stays in memory. {@code -Dwindow.cycles=200} for the long run.
 */
class LeakTest {

    private static final int CYCLES = Integer.getInteger("window.cycles", 12);

    /** What is made once and stays has been made after these. */
    private static final int FIRST = 10;

    private static final int TOLD_EVERY = 50;

    /** Every so many also goes through cards and opens a file. */
    private static final int WITH_CARDS = 5;

    /** The runs that are open went on for longer or shorter, with more or fewer moments: 600 kB were seen. */
    private static final int KILOBYTES = 8_192;

    private static final List<String> PANES =
            List.of("activations", "draw", "quantize", "noise", "formulas", "search", "runs");

    @TempDir
    private Path folder;

    private final Remains remains = new Remains();

    /** The driver would end a toolkit that it started, which other tests still need. */
    @BeforeAll
    static void startToolkit() throws TimeoutException {
        FxToolkit.registerPrimaryStage();
    }

    @Test
    void what_is_trained_stopped_opened_and_closed_again_leaves_nothing_behind() throws Exception {
        Path digits = digitModel();
        try (WindowDriver driver = WindowDriver.open(1280, 800)) {
            driver.keepRuns(folder.resolve("runs"));
            driver.interact(() -> driver.workspace().models().addListener((ListChangeListener<OpenModel>) change -> {
                while (change.next()) {
                    change.getAddedSubList().forEach(remains::watch);
                }
            }));
            chooseMoons(driver);
            Remains.Count early = null;
            for (int cycle = 1; cycle <= CYCLES; cycle++) {
                trainAndStop(driver, PANES.get(cycle % PANES.size()));
                if (cycle % WITH_CARDS == 0) {
                    openCards(driver);
                    openAndClose(driver, digits);
                }
                if (cycle == FIRST) {
                    early = count(driver, cycle);
                } else if (cycle % TOLD_EVERY == 0) {
                    count(driver, cycle);
                }
            }
            Remains.Count late = count(driver, CYCLES);
            assertThat(late.models())
                    .isEqualTo(driver.call(() -> driver.workspace().models().size()));
            assertThat(driver.scene().getRoot().lookupAll(".run-chip")).hasSize(late.models());
            assertThat(late.models()).isLessThanOrEqualTo(early.models());
            assertThat(late.stages()).isEqualTo(early.stages());
            assertThat(late.threads()).isEqualTo(early.threads());
            assertThat(late.heapKilobytes() - early.heapKilobytes()).isLessThan(KILOBYTES);
        }
    }

    private Remains.Count count(WindowDriver driver, int cycle) throws Exception {
        driver.show("train");
        // What the last run came to is still being written when its button says Start.
        OnScreen.await(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("recorder")));
        Remains.Count count = remains.count();
        System.out.printf("after %d cycles: %s%n", cycle, count);
        return count;
    }

    private static void chooseMoons(WindowDriver driver) throws InterruptedException {
        driver.waitForText("#start", "Start");
        driver.choose("#data-menu", "Two moons");
        driver.waitForText("#data-menu", "moons");
        driver.waitForText("#start", "Start");
        driver.type("#field-epochs", "100000");
    }

    private static void trainAndStop(WindowDriver driver, String pane) throws InterruptedException {
        driver.press(KeyCode.CONTROL, KeyCode.ENTER);
        driver.waitFor(
                "#start",
                Labeled.class,
                start -> start.getText().equals("Pause")
                        && driver.workspace().models().getLast().modelProperty().get() != null);
        driver.show(pane);
        driver.show("train");
        driver.click("#stop");
        driver.waitForText("#start", "Start");
    }

    private static void openCards(WindowDriver driver) throws InterruptedException {
        driver.press(KeyCode.CONTROL, KeyCode.K);
        driver.waitFor("#finder-words", Node::isFocused);
        driver.write("Legendre");
        driver.press(KeyCode.ENTER);
        closeWithEscape(driver, "#reader");
        driver.press(KeyCode.CONTROL, KeyCode.SLASH);
        closeWithEscape(driver, "#shortcuts");
        driver.press(KeyCode.CONTROL, KeyCode.COMMA);
        closeWithEscape(driver, "#settings");
    }

    private static void closeWithEscape(WindowDriver driver, String card) throws InterruptedException {
        driver.waitFor(card, _ -> true);
        driver.press(KeyCode.ESCAPE);
        driver.waitFor(card, Node.class, node -> !node.isVisible());
    }

    private static void openAndClose(WindowDriver driver, Path file) throws InterruptedException {
        driver.open(file);
        driver.waitForText(".opened-card .type-strong", "digits");
        driver.show("draw");
        driver.waitFor(".model-card", _ -> true);
        driver.drag(".ink-sheet", new Point2D(0.4, 0.3), new Point2D(0.5, 0.7));
        driver.show("train");
        driver.click("#opened-" + driver.workspace().models().getLast().series() + "-close");
    }

    /** A model that takes drawings, as a file. */
    private Path digitModel() throws Exception {
        Preset preset = Preset.named("kal-net").orElseThrow();
        Model model = Network.initialize(preset.network(784, List.of(8), 10), 1).snapshot();
        Path file = folder.resolve("digits.kan");
        ModelFile.write(
                SavedModels.of(
                        model,
                        preset.name(),
                        1,
                        "MNIST",
                        Target.Classes.numbered(10),
                        Optional.of(new ImageShape(28, 28)),
                        Optional.empty()),
                file);
        return file;
    }
}

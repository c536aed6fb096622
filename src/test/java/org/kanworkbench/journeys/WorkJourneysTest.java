package org.kanworkbench.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.CustomMenuItem;
import javafx.scene.control.MenuButton;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.app.shell.LayoutWalk;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.RunState;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.store.RunStore;

/** Stories of work on what was trained: edited, quantised, exported, swept, and all of it by keyboard or in a small window. */
class WorkJourneysTest {

    private static final List<String> PANES =
            List.of("train", "activations", "draw", "quantize", "noise", "formulas", "runs");

    @TempDir
    private Path home;

    private static void pullsABar(Person person) throws Exception {
        person.drag("#coefficient-bars", new Point2D(0.4, 0.5), new Point2D(0.4, 0.45), new Point2D(0.4, 0.35));
    }

    @Test
    void a_curve_is_edited_undone_edited_again_kept_quantised_exported_and_the_export_is_opened() throws Exception {
        try (Person person = Person.opens(home)) {
            person.waitForText("#data-menu", "MNIST");
            person.type("#field-epochs", "1");
            person.trains();
            person.goesTo("activations");
            person.waitForText("#edge-title", "→");
            pullsABar(person);
            person.waitFor("#edit-undo", node -> !node.isDisabled());
            person.click("#edit-undo");
            person.until(() -> !person.shown("#edit-keep"));
            pullsABar(person);
            person.click("#edit-keep");
            person.until(() -> person.workspace().models().size() == 2);
            String kept = person.workspace().models().getLast().name();
            person.until(() -> person.told("is kept, in Runs as #2"));
            RunStore store = person.workspace().library.storeProperty().get();
            StoredRun run = store.run(2).orElseThrow();
            assertThat(run.shownName()).contains(kept);
            assertThat(run.message()).isEqualTo("Changed by hand: kal-net #1.");
            person.goesTo("quantize");
            person.pick("#quantize-model", kept.substring(0, 1));
            person.pick("#quantize-timing", "q");
            person.click("#quantize-measure");
            person.waitFor("#quantize-measure", node -> !node.isDisabled());
            person.waitFor("#export-int8-dynamic", node -> !node.isDisabled());
            Path file = home.resolve("kept.onnx");
            person.willChoose(file);
            person.click("#export-int8-dynamic");
            person.clicksItem("Export ONNX model…");
            person.until(() -> Files.exists(file) && person.shown("#quantize-written"));
            person.click("#quantize-copy-python");
            person.until(() -> person.told("Copied as Python"));
            person.click("#quantize-open-draw");
            person.waitForText("#header-title", "Draw");
            person.drag(".ink-sheet", new Point2D(0.5, 0.2), new Point2D(0.5, 0.5), new Point2D(0.5, 0.8));
            person.until(() -> person.scene().getRoot().lookupAll(".model-card").size() == 3
                    // The export reads as its model does.
                    && person.texts(".model-winner").stream().allMatch(text -> text.startsWith("1")));
        }
    }

    @Test
    void a_network_that_was_trained_becomes_a_formula_also_after_a_restart() throws Exception {
        try (Person person = Person.opens(home)) {
            person.choosesToy("XOR", 20);
            person.pick("#field-preset", "torchkan");
            person.until(() -> person.reads("#summary").contains("B-spline"));
            person.trains();
            person.goesTo("formulas");
            person.pick("#field-formulas-kind", "Trained");
            person.waitFor("#formulas-find", Node::isDisabled);
            person.click("#formulas-open-checkpoint");
            person.clicksItem("torchkan #1 · XOR");
            person.waitForText("#formulas-checkpoint", "torchkan #1");
            // Of a layer norm there is no edge.
            person.waitForText(
                    "#formulas-problem", "A new network learns its outputs on the samples of its training data");
            person.restarts();
            person.goesTo("formulas");
            person.waitForText("#formulas-checkpoint", "torchkan #1");
            person.click("#formulas-find");
            person.waitForText("#header-context", "torchkan #1");
            person.press(KeyCode.ESCAPE);
            person.waitFor("#formulas-find", node -> !node.isDisabled());
        }
    }

    @Test
    void a_sweep_is_stopped_goes_on_after_a_restart_is_reported_and_opened_from_runs() throws Exception {
        try (Person person = Person.opens(home)) {
            person.goesTo("noise");
            person.click("#noise-tab-sweep");
            person.type("#field-sweep-levels", "0.1, 0.5");
            person.type("#field-sweep-sizes", "30");
            person.type("#field-sweep-seeds", "8");
            person.click("#noise-start");
            person.waitForText("#noise-start", "Pause");
            // Also before its first fit is done.
            person.click("#noise-stop");
            person.waitForText("#noise-start", "Start");
            person.restarts();
            person.goesTo("runs");
            person.until(() -> person.rows("#runs-table").size() == 1);
            StoredRun stopped = person.<StoredRun>rows("#runs-table").getFirst();
            assertThat(stopped.description().kind()).isEqualTo(RunKind.SWEEP);
            assertThat(stopped.state()).isEqualTo(RunState.STOPPED);
            person.selects("#runs-table", 0);
            person.click("#preview-open");
            person.waitForText("#header-title", "Noise Lab");
            person.waitFor("#noise-sweep", _ -> true);
            person.waitForText("#header-context", "8 seeds");
            person.until(() ->
                    person.told().stream().anyMatch(notice -> notice.text().contains("Begin?")));
            person.takes("Begin");
            // A report has at least one fit.
            person.waitForText("#status-job", " left");
            person.click("#noise-tab-fit");
            person.goesTo("draw");
            // What is told leads to what it tells of, though another part of the pane was in front.
            person.click("#status-job");
            person.waitForText("#header-title", "Noise Lab");
            person.click("#noise-stop");
            person.waitForText("#noise-start", "Start");
            Path report = Files.createDirectory(home.resolve("report"));
            person.willChoose(report);
            person.click("#sweep-report");
            person.until(() -> {
                try (Stream<Path> files = Files.walk(report)) {
                    return files.anyMatch(file -> file.toString().endsWith(".html"));
                }
            });
        }
    }

    private static void ticks(Person person, String menu, String... boxes) throws InterruptedException {
        person.interact(() -> person.find(menu, MenuButton.class).getItems().stream()
                .filter(item -> item instanceof CustomMenuItem custom && custom.getContent() instanceof CheckBox)
                .map(item -> (CheckBox) ((CustomMenuItem) item).getContent())
                .filter(box -> List.of(boxes).contains(box.getText()))
                .forEach(CheckBox::fire));
    }

    @Test
    void a_sweep_and_a_comparison_run_on_the_cluster_that_was_chosen_for_one_of_them() throws Exception {
        PretendedClusters clusters = new PretendedClusters(home);
        try (Person person = Person.opens(home, Optional.of(clusters))) {
            person.goesTo("noise");
            person.click("#noise-tab-sweep");
            person.type("#field-sweep-levels", "0.1");
            person.type("#field-sweep-sizes", "30");
            person.type("#field-sweep-seeds", "1");
            person.type("#field-noise-steps", "20");
            person.pick("#field-sweep-run-on", "A Spark");
            person.waitForText("#sweep-problem", "address of the cluster's master");
            person.type("#field-sweep-master", PretendedClusters.SLOW);
            person.click("#noise-start");
            person.waitForText("#status-job", "connecting to spark://slow:7077");
            person.click("#noise-stop");
            person.until(() -> !person.shown("#noise-stop"));
            assertThat(person.shown("#noise-error")).isFalse();
            person.type("#field-sweep-master", PretendedClusters.THERE);
            person.click("#noise-start");
            person.waitForText("#sweep-facts", "fits done, stored in");
            String planned = person.reads("#sweep-plan").replaceFirst(" fits.*", "");
            person.waitForText("#sweep-facts", planned + " of " + planned + " fits done");
            person.until(() -> !person.shown("#noise-stop"));
            assertThat(clusters.ran()).containsExactly(Integer.parseInt(planned));

            person.goesTo("runs");
            person.click("#runs-tab-presets");
            assertThat(person.reads("#field-compare-master")).isEqualTo(PretendedClusters.THERE);
            ticks(person, "#compare-presets", "efficient-kan", "fourier-kan");
            ticks(person, "#compare-data", "MNIST", "Two moons");
            person.type("#field-compare-seeds", "2");
            person.type("#field-compare-epochs", "1");
            assertThat(person.reads("#compare-planned")).startsWith("12 runs");
            person.type("#field-compare-master", PretendedClusters.SLOW);
            person.click("#compare-start");
            person.waitForText("#status-job", "connecting to spark://slow:7077");
            person.click("#runs-tab-list");
            person.goesTo("draw");
            person.click("#status-job");
            person.click("#compare-stop");
            person.until(() -> !person.shown("#compare-stop"));
            person.type("#field-compare-master", PretendedClusters.THERE);
            person.click("#compare-start");
            person.waitForText("#compare-notice", "12 of 12 runs done");
            assertThat(clusters.ran()).containsExactly(Integer.parseInt(planned), 12);
            assertThat(clusters.left()).isTrue();

            person.pick("#field-compare-run-on", "This");
            assertThat(person.shown("#field-compare-master")).isFalse();
        }
    }

    @Test
    void everything_from_the_choice_of_data_to_the_comparison_is_done_by_keyboard() throws Exception {
        try (Person person = Person.opens(home)) {
            finds(person, "spiral");
            person.waitForText("#data-menu", "Spiral");
            finds(person, "kac-net");
            person.until(() -> person.reads("#summary").contains("Chebyshev"));
            finds(person, "batch size");
            person.type("32");
            assertThat(person.reads("#field-batch")).isEqualTo("32");
            finds(person, "epochs");
            person.type("5");
            person.waitFor("#start", node -> !node.isDisabled());
            person.press(KeyCode.CONTROL, KeyCode.ENTER);
            person.waitForText("#result", "Test accuracy");
            person.press(KeyCode.CONTROL, KeyCode.ENTER);
            person.until(() -> person.workspace().models().size() == 2);
            person.waitForText("#start", "Start");
            person.press(KeyCode.CONTROL, KeyCode.DIGIT8);
            person.waitForText("#header-title", "Runs");
            person.waitFor("#runs-table", _ -> true);
            person.until(() -> person.rows("#runs-table").size() == 2);
            for (int tab = 0;
                    tab < 40
                            && !person.window()
                                    .stage
                                    .getScene()
                                    .getFocusOwner()
                                    .getId()
                                    .equals("runs-table");
                    tab++) {
                person.press(KeyCode.TAB);
            }
            person.press(KeyCode.HOME);
            person.press(KeyCode.SHIFT, KeyCode.DOWN);
            person.waitFor("#runs-compare", node -> !node.isDisabled());
            finds(person, "compare 2");
            person.waitForText("#compare-title", "2 runs");
            person.press(KeyCode.ESCAPE);
            person.until(() -> !person.shown("#compare"));
        }
    }

    /** Goes to what Ctrl+K finds first. */
    private static void finds(Person person, String words) throws Exception {
        person.press(KeyCode.CONTROL, KeyCode.K);
        person.waitFor("#finder-words", Node::isFocused);
        person.write(words);
        person.waitFor("#finder-found", _ -> true);
        person.press(KeyCode.ENTER);
        person.until(() -> !person.shown("#finder-card"));
    }

    @Test
    void a_setting_under_more_is_found_and_stays_open_after_a_restart() throws Exception {
        try (Person person = Person.opens(home)) {
            person.choosesToy("Circles", 10);
            finds(person, "weight decay");
            person.until(() -> person.shown("#field-weight-decay"));
            person.type("0.01");
            assertThat(person.reads("#field-weight-decay")).isEqualTo("0.01");
            person.trains();
            person.restarts();
            person.until(() -> person.reads("#field-weight-decay").equals("0.01"));
            assertThat(person.shown("#field-weight-decay")).isTrue();
        }
    }

    @Test
    void in_the_smallest_window_every_pane_holds_while_a_run_goes_on() throws Exception {
        try (Person person = Person.opens(home)) {
            person.choosesToy("Two moons", 100_000);
            person.interact(() -> {
                Stage stage = person.window().stage;
                stage.setWidth(1024);
                stage.setHeight(640);
            });
            person.click("#start");
            person.waitForText("#start", "Pause");
            for (String pane : PANES) {
                person.goesTo(pane);
                person.interact(
                        () -> assertThat(LayoutWalk.outside(person.scene().getRoot()))
                                .as(pane)
                                .isEmpty());
            }
            person.goesTo("quantize");
            person.waitFor("#quantize-measure", node -> !node.isDisabled());
            person.click("#quantize-measure");
            person.until(() -> person.reads("#quantize-summary").contains("Measured while other work was running"));
            person.interact(() ->
                    assertThat(LayoutWalk.outside(person.scene().getRoot())).isEmpty());
            person.goesTo("train");
            person.click("#stop");
            person.waitForText("#start", "Start");
        }
    }

    @Test
    void a_model_file_is_saved_opened_beside_its_run_and_evaluated() throws Exception {
        try (Person person = Person.opens(home)) {
            person.choosesToy("Spiral", 30);
            person.trains();
            String result = person.reads("#result");
            Path file = home.resolve("mine.kan");
            person.willChoose(file);
            person.choose("#file-menu", "Save model");
            person.until(() -> Files.exists(file) && person.told("mine.kan"));
            Path page = home.resolve("mine.html");
            person.willChoose(page);
            person.choose("#file-menu", "Web page…");
            person.until(() -> Files.exists(page) && person.told("Model exported to " + page));
            assertThat(page).content().contains("<html");
            person.willChoose(file);
            person.choose("#file-menu", "Open model");
            person.until(() -> person.workspace().models().size() == 2
                    && person.workspace().models().getLast().name().startsWith("mine"));
            assertThat(person.workspace().models().getLast().series())
                    .isNotEqualTo(person.workspace().models().getFirst().series());
            assertThat(person.reads("#result")).as("the run's result").isEqualTo(result);
            person.restarts();
            person.until(() -> person.workspace().models().size() == 2);
        }
    }
}

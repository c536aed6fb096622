package org.kanworkbench.app.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TableView;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.app.chart.StatTile;
import org.kanworkbench.app.randomuser.WalkFiles;
import org.kanworkbench.app.shell.settings.Theme;
import org.kanworkbench.bench.window.WindowDriver;
import org.kanworkbench.bench.window.WindowRobot;
import org.kanworkbench.quantize.compare.Comparison.Timing;
import org.testfx.api.FxToolkit;

/**
 * Every pane in its main states at every size, sharpness and theme: nothing cut, clipped or overlapping. The headless screen is
 * smaller than the largest sizes, so the scene is laid out at them without being shown so; a scale of 1.5 is set for the
 * window, by which all sizes and places are rounded to other pixels.
 */
class LayoutTest {

    /** Looks, some frames apart, until what is amiss counts. */
    private static final int PATIENCE = 4;

    private static final List<Double> SCALES = List.of(1.0, 1.5);

    @TempDir
    private Path folder;

    private WindowDriver driver;

    /** What was amiss, with the first place where it was. */
    private final Map<String, String> amiss = new LinkedHashMap<>();

    /** The driver would end a toolkit that it started, which other tests still need. */
    @BeforeAll
    static void startToolkit() throws TimeoutException {
        FxToolkit.registerPrimaryStage();
    }

    @BeforeEach
    void open() throws Exception {
        WalkFiles.write(folder);
        driver = WindowDriver.open(1280, 800);
        driver.keepRuns(Files.createDirectories(folder.resolve("runs")));
        driver.waitForText("#start", "Start");
    }

    @AfterEach
    void close() throws InterruptedException {
        driver.close();
    }

    /** Looks at what is shown now, at every size and scale; what is amiss must not come right within some frames. */
    private void look(String state) throws InterruptedException {
        driver.settle();
        for (double scale : SCALES) {
            for (int[] size : WindowSizes.ALL) {
                String where = state + ", scale " + scale + ", " + size[0] + " × " + size[1] + ": ";
                Map<String, String> found = at(scale, size, state, where);
                for (int i = 0; i < PATIENCE && !amiss.keySet().containsAll(found.keySet()); i++) {
                    driver.settle();
                    found = at(scale, size, state, where);
                }
                found.forEach(amiss::putIfAbsent);
            }
        }
        driver.call(() -> {
            Scene scene = driver.scene();
            scale(scene, 1);
            layOut(scene, scene.getWidth(), scene.getHeight());
            return null;
        });
    }

    private Map<String, String> at(double scale, int[] size, String state, String where) throws InterruptedException {
        return driver.call(() -> {
            Scene scene = driver.scene();
            scale(scene, scale);
            layOut(scene, size[0], size[1]);
            Map<String, String> found = new LinkedHashMap<>();
            LayoutWalk.amiss(scene.getRoot()).forEach(what -> found.putIfAbsent(key(state, what), where + what));
            return found;
        });
    }

    /** Three times, as some sizes follow from others; styles do not depend on the size, and take long to find anew. */
    private static void layOut(Scene scene, double width, double height) {
        scene.getRoot().resize(width, height);
        scene.getRoot().layout();
        scene.getRoot().layout();
        scene.getRoot().layout();
    }

    /** All that is laid out rounds to the pixels of another screen. */
    private static void scale(Scene scene, double scale) {
        scene.getWindow().setRenderScaleX(scale);
        scene.getWindow().setRenderScaleY(scale);
        PaneWalk.visible(scene.getRoot())
                .filter(Parent.class::isInstance)
                .forEach(parent -> ((Parent) parent).requestLayout());
    }

    /** Without places, which differ from size to size. */
    private static String key(String state, String what) {
        return state + ": " + what.replaceAll("\\[[^]]*\\]", "").replaceAll("[0-9.,]+", "N");
    }

    /** The dark theme is laid out as the light one, so one state of a pane stands for all. */
    private void holds(String state) throws InterruptedException {
        driver.use(Theme.DARK);
        look(state + " in the dark theme");
        assertThat(new ArrayList<>(amiss.values())).isEmpty();
    }

    private void train(String data, String item) throws InterruptedException {
        driver.show("train");
        if (item.isEmpty()) {
            driver.open(folder.resolve(data));
        } else {
            driver.choose("#data-menu", item);
        }
        driver.waitForText("#data-menu", data);
        driver.waitForText("#start", "Start");
        driver.type("#field-epochs", "2");
        driver.click("#start");
        driver.waitFor("#result", Labeled.class, result -> !result.getText().isEmpty());
        driver.waitForText("#start", "Start");
    }

    private void select(String toggle) throws InterruptedException {
        driver.call(() -> {
            driver.find(toggle, ToggleButton.class).fire();
            return null;
        });
        driver.settle();
    }

    @Test
    void train_holds_before_and_after_runs() throws Exception {
        look("train without a run");
        train("idx", "");
        look("train after a run on pictures");
        train("Two moons", "Two moons");
        look("train after a run in the plane");
        driver.type("#field-epochs", "100000");
        driver.click("#start");
        driver.waitForText("#start", "Pause");
        look("train while a run goes on");
        driver.click("#start");
        driver.waitForText("#start", "Resume");
        look("train while a run is paused");
        driver.click("#stop");
        driver.waitForText("#start", "Start");
        look("train after a run was stopped");
        driver.open(folder.resolve("broken.kan"));
        driver.waitFor("#train-error", _ -> true);
        look("train with an error");
        driver.open(folder.resolve("model.kan"));
        driver.waitFor(".opened-card", _ -> true);
        look("train with an opened model");
        holds("train with an opened model");
        tiles_tell_their_detail_before_they_draw();
    }

    /** A tooltip has what is cut; but a picture is worth less than the words it would cut. */
    private void tiles_tell_their_detail_before_they_draw() throws Exception {
        driver.resize(1024, 640);
        driver.call(() -> {
            driver.find("#tile-rate", StatTile.class).show("0.000100", "cosine at step 22,500");
            return null;
        });
        driver.settle();
        assertThat(driver.call(() -> PaneWalk.cut(driver.find("#tile-rate .type-hint", Label.class))))
                .isFalse();
    }

    @Test
    void activations_hold_in_each_view() throws Exception {
        driver.show("activations");
        look("activations without a model");
        train("idx", "");
        driver.show("activations");
        driver.waitForText("#edge-title", "→");
        for (String view : List.of("#view-network", "#view-layer", "#view-attribution")) {
            select(view);
            look("activations, " + view);
        }
        train("Two moons", "Two moons");
        driver.show("activations");
        select("#view-network");
        look("activations of a network of the plane");
        holds("activations of a network of the plane");
    }

    @Test
    void draw_and_quantize_hold_with_models() throws Exception {
        driver.show("draw");
        look("draw without a model");
        driver.show("quantize");
        look("quantize without a model");
        for (int i = 0; i < 3; i++) {
            train("idx", "");
        }
        driver.show("draw");
        driver.drag(".ink-sheet", new Point2D(0.4, 0.2), new Point2D(0.5, 0.8));
        look("draw with three models");
        select("#draw-tab-own");
        look("own digits");
        driver.show("quantize");
        look("quantize before it measures");
        driver.call(() -> {
            driver.find("#quantize-timing", ComboBox.class).setValue(Timing.QUICK);
            return null;
        });
        driver.click("#quantize-measure");
        driver.waitForText("#quantize-measure", "Measure");
        look("quantize after it measured");
        holds("quantize after it measured");
    }

    @Test
    void noise_lab_holds_in_each_tab() throws Exception {
        driver.show("noise");
        for (String tab : List.of("#noise-tab-fit", "#noise-tab-sweep", "#noise-tab-nkan")) {
            select(tab);
            look("noise, " + tab);
        }
        holds("noise, nKAN");
    }

    @Test
    void search_holds_with_a_condition_and_after_trials() throws Exception {
        driver.choose("#data-menu", "Two moons");
        driver.waitForText("#data-menu", "Two moons");
        driver.type("#field-epochs", "1");
        driver.show("search");
        for (String setting : List.of("Learning rate", "Order", "Preset", "Schedule")) {
            driver.choose("#search-add", setting);
        }
        driver.click("#search-when-order");
        driver.type("#field-search-trials", "3");
        driver.click("#search-start");
        driver.waitForText("#search-counts", "complete");
        driver.waitFor("#search-start", node -> !node.isDisabled());
        holds("search");
    }

    @Test
    void formulas_hold_before_and_after_one_is_found() throws Exception {
        driver.show("formulas");
        look("formulas, empty");
        driver.type("#field-formulas-expression", "x*y + 0*exp(sin(pi*x) + y^2)");
        driver.click("#formulas-find");
        driver.waitFor("#formulas-copy", MenuButton.class, menu -> !menu.isDisabled());
        driver.waitFor("#formulas-find", Button.class, button -> !button.isDisabled());
        for (String tab : List.of("#formulas-tab-front", "#formulas-tab-network", "#formulas-tab-seeds")) {
            select(tab);
            look("formulas, " + tab);
        }
        holds("formulas");
    }

    @Test
    void runs_hold_with_none_one_and_several() throws Exception {
        driver.show("runs");
        look("runs without any");
        train("idx", "");
        train("Two moons", "Two moons");
        driver.show("runs");
        driver.waitFor("#runs-table", TableView.class, table -> table.getItems().size() == 2);
        select(0);
        look("runs with one chosen");
        select(0, 1);
        look("runs with two chosen");
        driver.click("#runs-compare");
        driver.settle();
        look("runs compared");
        driver.click("#compare-close");
        driver.click("#runs-tab-presets");
        look("presets to compare");
        driver.type("#field-compare-rows", "60");
        driver.type("#field-compare-epochs", "1");
        driver.type("#field-compare-seeds", "1");
        driver.click("#compare-start");
        driver.waitForText("#compare-notice", "runs done");
        look("presets compared");
        holds("runs compared");
    }

    /** Nothing moves under a pointer that is there already. */
    @Test
    void a_pane_that_was_resized_unseen_is_in_place_from_its_first_frame() throws Exception {
        train("idx", "");
        driver.show("draw");
        driver.drag(".ink-sheet", new Point2D(0.4, 0.2), new Point2D(0.5, 0.8));
        driver.show("activations");
        driver.waitFor("#hint", Label.class, hint -> !hint.getText().isEmpty());
        List<String> moved = new ArrayList<>();
        for (String pane : List.of("activations", "draw", "quantize", "noise", "formulas", "search", "runs", "train")) {
            driver.show(pane);
            for (int[] size : List.of(new int[] {1024, 640}, new int[] {1280, 720})) {
                driver.show(pane.equals("train") ? "draw" : "train");
                driver.resize(size[0], size[1]);
                Map<Node, Bounds> first = new HashMap<>();
                CompletableFuture<Void> pulsed = new CompletableFuture<>();
                driver.call(() -> {
                    Runnable[] once = new Runnable[1];
                    once[0] = () -> {
                        driver.scene().removePostLayoutPulseListener(once[0]);
                        shown(driver.scene().getRoot()).forEach(node -> first.put(node, place(node)));
                        pulsed.complete(null);
                    };
                    driver.scene().addPostLayoutPulseListener(once[0]);
                    driver.find("#rail-" + pane, ToggleButton.class).fire();
                    return null;
                });
                pulsed.join();
                driver.settle();
                driver.call(() -> first.entrySet().stream()
                                .filter(entry ->
                                        entry.getKey().getScene() != null && WindowRobot.isShown(entry.getKey()))
                                .filter(entry -> farther(entry.getValue(), place(entry.getKey())))
                                .map(entry -> pane + " at " + size[0] + ": " + PaneWalk.described(entry.getKey()) + " "
                                        + entry.getValue() + " became " + place(entry.getKey()))
                                .toList())
                        .forEach(moved::add);
            }
        }
        assertThat(moved).isEmpty();
    }

    /** Messages go when their time is over. */
    private static Stream<Node> shown(Parent root) {
        return PaneWalk.all(root)
                .filter(node -> node.getId() != null && WindowRobot.isShown(node) && !(node instanceof Toasts));
    }

    private static Bounds place(Node node) {
        return node.localToScene(node.getLayoutBounds());
    }

    private static boolean farther(Bounds from, Bounds to) {
        return Math.abs(from.getMinX() - to.getMinX()) > 0.5 || Math.abs(from.getMinY() - to.getMinY()) > 0.5;
    }

    private void select(int... rows) throws InterruptedException {
        driver.call(() -> {
            var selection = driver.find("#runs-table", TableView.class).getSelectionModel();
            selection.clearSelection();
            for (int row : rows) {
                selection.select(row);
            }
            return null;
        });
        driver.settle();
    }

    @Test
    void cards_hold_over_the_panes() throws Exception {
        for (List<KeyCode> keys : List.of(
                List.of(KeyCode.F1),
                List.of(KeyCode.CONTROL, KeyCode.K),
                List.of(KeyCode.CONTROL, KeyCode.SLASH),
                List.of(KeyCode.CONTROL, KeyCode.COMMA))) {
            driver.press(keys.toArray(KeyCode[]::new));
            look("after " + keys);
            driver.press(KeyCode.ESCAPE);
        }
        driver.press(KeyCode.F1);
        driver.click("#help-tour");
        look("the tour");
        driver.click("#tour-leave");
        driver.call(() -> {
            driver.workspace().tell("kal-net #3 was written to /home/somebody/models/kal-net-3.safetensors");
            return null;
        });
        look("with a message");
        holds("a message");
    }
}

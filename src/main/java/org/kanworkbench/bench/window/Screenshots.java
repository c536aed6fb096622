package org.kanworkbench.bench.window;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javafx.embed.swing.SwingFXUtils;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.CustomMenuItem;
import javafx.scene.control.MenuButton;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Slider;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import org.kanworkbench.app.chart.LinePlot;
import org.kanworkbench.app.chart.TilePicture;
import org.kanworkbench.app.shell.settings.Theme;
import org.kanworkbench.files.AtomicFile;
import org.kanworkbench.files.FolderTree;
import org.kanworkbench.network.Preset;
import org.kanworkbench.noise.target.StandardFunction;
import org.kanworkbench.plot.ImageSurface;
import org.kanworkbench.quantize.compare.Comparison.Timing;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.search.pruner.Pruner;

/**
 * Drives the real window through every pane and takes screenshots: it trains two networks on MNIST and one on a toy
 * set, and draws a digit.
 */
public final class Screenshots {

    private static final double WIDTH = 1280;
    private static final double HEIGHT = 800;
    private static final String EPOCHS = "3";
    private static final double WELL_UNDER_WAY = 0.45;
    private static final double EARLY = 0.1;
    private static final int PATIENCE_MS = 30_000;

    /** @param pane see {@code PaneFace.id()} */
    public record Picture(String pane, Path file) {}

    private final WindowDriver driver;
    private final Path folder;
    private final Consumer<Picture> taken;

    private Screenshots(WindowDriver driver, Path folder, Consumer<Picture> taken) {
        this.driver = driver;
        this.folder = folder;
        this.taken = taken;
    }

    /** Writes the screenshots at 1280 × 800 and reports each; needs no display. */
    public static void take(Path folder, Consumer<Picture> taken) throws IOException, InterruptedException {
        take(folder, WIDTH, HEIGHT, taken);
    }

    /** Writes the screenshots of a window of the given size. */
    public static void take(Path folder, double width, double height, Consumer<Picture> taken)
            throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path runs = Files.createTempDirectory("workbench-runs");
        try (WindowDriver driver = WindowDriver.open(width, height)) {
            driver.keepRuns(runs);
            new Screenshots(driver, folder, taken).run();
        } finally {
            FolderTree.delete(runs);
        }
    }

    private void run() throws IOException, InterruptedException {
        driver.waitForText("#start", "Start");
        // The screenshot shows the estimate, unless the machine is too busy.
        driver.happens(() -> driver.reads("#summary").contains("per epoch"), PATIENCE_MS);
        shot("train", "train-empty-light");
        train("kac-net");
        driver.waitForText("#start", "Start");
        train("kal-net");
        driver.waitFor("#progress-ring", TilePicture.class, ring -> ring.share.get() > WELL_UNDER_WAY);
        shot("train", "train-running-light");
        driver.waitForText("#start", "Start");
        driver.waitFor("#result", _ -> true);
        both("train", "train");
        scrollCanvas(1);
        driver.click("#cell-4-9");
        restPointer();
        both("train", "train-confusion");
        activations();
        driver.show("draw");
        driver.drag(".ink-sheet", three());
        restPointer();
        both("draw", "draw");
        quantize();
        driver.show("draw");
        driver.click(".draw-explain");
        driver.waitForText("#attribution-sentence", "predicts");
        both("activations", "activations-attribution");
        driver.click("#view-layer");
        surface();
        smallNetwork();
        noise();
        formulas();
        runs();
        // Last: each of its trials is a run.
        search();
        numbers();
    }

    /** Shows a fit of one input, one of two, nKAN.py's experiment, and a small sweep. */
    private void noise() throws IOException, InterruptedException {
        driver.show("noise");
        driver.waitForText("#noise-step", "Not");
        driver.click("#noise-start");
        driver.waitForText("#noise-step", "After");
        both("noise", "noise");
        choose("#field-noise-function", StandardFunction.GAUSSIAN_2D);
        driver.waitForText("#noise-step", "Not");
        driver.click("#noise-start");
        driver.waitForText("#noise-step", "After");
        shot("noise", "noise-plane-light");
        driver.click("#noise-tab-nkan");
        driver.click("#nkan-start");
        driver.waitForText("#nkan-facts", "Lazy_KAN");
        both("noise", "noise-nkan");
        driver.click("#noise-tab-sweep");
        driver.type("#field-noise-steps", "60");
        driver.type("#field-sweep-levels", "0, 0.2, 0.5, 1");
        driver.type("#field-sweep-sizes", "40");
        driver.type("#field-sweep-seeds", "8");
        driver.click("#noise-start");
        driver.waitForText("#sweep-verdict", " CI ");
        driver.waitForText("#noise-start", "Start");
        both("noise", "noise-sweep");
    }

    private void search() throws IOException, InterruptedException {
        driver.show("train");
        driver.choose("#data-menu", "Spiral");
        driver.waitFor("#start", node -> !node.isDisabled());
        driver.show("search");
        driver.choose("#search-add", "Learning rate");
        driver.choose("#search-add", "Order");
        driver.choose("#search-add", "Hidden units");
        driver.type("#field-search-trials", "40");
        // Importance is of trials that ran to their end.
        choose("#field-search-pruner", Pruner.NONE);
        driver.click("#search-start");
        driver.waitFor("#search-start", node -> !node.isDisabled());
        both("search", "search");
    }

    /** Shows a formula, and the functions that fit an edge of its network when it was pruned. */
    private void formulas() throws IOException, InterruptedException {
        driver.show("formulas");
        driver.type("#field-formulas-expression", "exp(sin(pi*x) + y^2) - z/2");
        driver.click("#formulas-find");
        driver.waitFor("#formulas-copy", node -> !node.isDisabled());
        driver.waitFor("#formulas-find", node -> !node.isDisabled());
        both("formulas", "formulas");
        driver.click("#formulas-undo");
        driver.interact(() -> driver.find("#formulas-network", Node.class).requestFocus());
        driver.press(KeyCode.RIGHT);
        driver.waitFor(
                "#formulas-candidates",
                TableView.class,
                table -> table.getItems().size() > 3);
        both("formulas", "formulas-edge");
    }

    /** Shows the runs of the other screenshots: one run, and a comparison of the two on MNIST. */
    private void runs() throws IOException, InterruptedException {
        driver.show("runs");
        // Sweeps and comparisons are stored, too.
        choose("#runs-kinds", RunKind.TRAINING);
        driver.waitFor("#runs-table", TableView.class, table -> table.getItems().size() == 3);
        select(1);
        driver.waitFor(
                "#preview-accuracy-plot", LinePlot.class, plot -> !plot.series().isEmpty());
        both("runs", "runs");
        select(1, 2);
        driver.click("#runs-compare");
        driver.waitFor("#compare", _ -> true);
        both("runs", "runs-compared");
        driver.click("#compare-close");
        presets();
    }

    /** Shows presets compared on two toy sets. */
    private void presets() throws IOException, InterruptedException {
        driver.click("#runs-tab-presets");
        tick("#compare-data", "MNIST", "Spiral", "Two moons");
        tick("#compare-presets", "sine-kan", "fast-kan");
        driver.type("#field-compare-epochs", "30");
        driver.click("#compare-start");
        driver.waitForText("#compare-notice", "runs done");
        restPointer();
        both("runs", "runs-presets");
        driver.click("#runs-tab-list");
    }

    private void tick(String menu, String... texts) throws InterruptedException {
        driver.interact(() -> driver.find(menu, MenuButton.class).getItems().stream()
                .map(item -> item instanceof CustomMenuItem custom ? custom.getContent() : null)
                .filter(content ->
                        content instanceof CheckBox box && List.of(texts).contains(box.getText()))
                .forEach(box -> ((CheckBox) box).fire()));
    }

    /** Shows a run that predicts numbers, with its predictions against the true ones. */
    private void numbers() throws IOException, InterruptedException {
        driver.show("train");
        driver.choose("#data-menu", "Airfoil");
        driver.waitForText("#data-menu", "Airfoil");
        driver.waitForText("#start", "Start");
        driver.click("#start");
        // So short a run may have ended before anybody looks.
        driver.waitForText("#result", "RMSE");
        driver.waitForText("#start", "Start");
        scrollCanvas(1);
        restPointer();
        both("train", "train-numbers");
        driver.show("activations");
        driver.click("#view-columns");
        driver.waitForText("#columns-facts", "shuffles");
        restPointer();
        shot("activations", "activations-columns");
    }

    private <T> void choose(String selector, T value) throws InterruptedException {
        driver.interact(() -> {
            @SuppressWarnings("unchecked")
            ComboBox<T> box = driver.find(selector, ComboBox.class);
            box.setValue(value);
        });
    }

    private void select(int... rows) throws InterruptedException {
        driver.interact(() -> {
            driver.find("#runs-table", TableView.class).getSelectionModel().clearSelection();
            for (int row : rows) {
                driver.find("#runs-table", TableView.class).getSelectionModel().select(row);
            }
        });
    }

    /** Shows a small network on the spiral: the points, during training, and at the end with a readout. */
    private void surface() throws IOException, InterruptedException {
        driver.show("train");
        driver.choose("#data-menu", "Spiral");
        driver.waitForText("#data-menu", "Spiral");
        driver.waitForText("#start", "Start");
        driver.click("#reset-epochs");
        driver.click("#start");
        driver.waitForText("#start", "Pause");
        driver.waitFor("#progress-ring", TilePicture.class, ring -> ring.share.get() > EARLY);
        scrollCanvas(0);
        shot("train", "surface-running-light");
        driver.waitForText("#start", "Start");
        driver.waitFor("#result", _ -> true);
        driver.click("#surface-plane");
        both("train", "surface");
    }

    /** Shows the last trained network under all schemes, with quick latency measurements. */
    private void quantize() throws IOException, InterruptedException {
        driver.show("quantize");
        choose("#quantize-timing", Timing.QUICK);
        driver.click("#quantize-measure");
        driver.waitFor("#quantize-cancel", Node.class, Node::isDisabled);
        driver.click("#quantize-parts");
        driver.waitFor("#quantize-cancel", Node.class, Node::isDisabled);
        driver.interact(() -> driver.find("#quantize-table", TableView.class)
                .getSelectionModel()
                .selectLast());
        restPointer();
        both("quantize", "quantize");
        driver.interact(() ->
                driver.find("#quantize-tabs", TabPane.class).getSelectionModel().select(3));
        shot("quantize", "quantize-changed-light");
    }

    private void activations() throws IOException, InterruptedException {
        driver.show("activations");
        driver.waitFor("#unit-grid", _ -> true);
        driver.waitForText("#edge-title", "→");
        for (Point2D pixel : List.of(new Point2D(0.42, 0.4), new Point2D(0.55, 0.62))) {
            driver.drag("#importance-map", pixel);
        }
        restPointer();
        both("activations", "activations");
        driver.interact(() -> driver.find("#timeline-slider", Slider.class).setValue(2));
        driver.waitFor("#timeline-live", node -> !node.isDisabled());
        both("activations", "activations-early");
        driver.click("#timeline-live");
    }

    /**
     * Shows the network of {@link #surface}, small enough to display in full, with its snapshots, and with one edited
     * edge.
     */
    private void smallNetwork() throws IOException, InterruptedException {
        driver.show("activations");
        driver.waitFor("#network-picture", node -> node.getParent().isVisible());
        driver.waitForText("#edge-title", "x");
        restPointer();
        both("activations", "activations-network");
        driver.drag("#coefficient-bars", new Point2D(0.3, 0.5), new Point2D(0.3, 0.4), new Point2D(0.3, 0.2));
        driver.waitForText("#edit-text", "test accuracy");
        restPointer();
        both("activations", "activations-edit");
        driver.click("#edit-discard");
    }

    private void train(String preset) throws InterruptedException {
        choose("#field-preset", Preset.named(preset).orElseThrow());
        driver.type("#field-epochs", EPOCHS);
        driver.click("#start");
        driver.waitForText("#start", "Pause");
    }

    /** The digit three: two arcs, one above the other, relative to the sheet. */
    private static Point2D[] three() {
        return IntStream.rangeClosed(0, 40)
                .mapToObj(i -> {
                    double angle = Math.toRadians(-150 + (i % 21) * 240.0 / 20);
                    double top = i <= 20 ? 0.35 : 0.65;
                    return new Point2D(0.48 + 0.16 * Math.cos(angle), top + 0.15 * Math.sin(angle));
                })
                .toArray(Point2D[]::new);
    }

    /** @param share 0 for the top of what Train shows beside its settings, 1 for the foot */
    private void scrollCanvas(double share) throws InterruptedException {
        driver.interact(() -> driver.find("#train-canvas", ScrollPane.class).setVvalue(share));
    }

    /** Moves the pointer away, so that no screenshot shows a hover effect. */
    private void restPointer() throws InterruptedException {
        driver.interact(() -> driver.robot().mouseMove(driver.stage().getWidth() / 2, 1));
    }

    private void both(String pane, String name) throws IOException, InterruptedException {
        shot(pane, name + "-light");
        driver.use(Theme.DARK);
        shot(pane, name + "-dark");
        driver.use(Theme.LIGHT);
    }

    private void shot(String pane, String name) throws IOException, InterruptedException {
        driver.settle();
        BufferedImage image =
                driver.call(() -> SwingFXUtils.fromFXImage(driver.scene().snapshot(null), null));
        Path file = folder.resolve(name + ".png");
        AtomicFile.write(file, out -> out.write(ImageSurface.png(image)));
        taken.accept(new Picture(pane, file));
    }
}

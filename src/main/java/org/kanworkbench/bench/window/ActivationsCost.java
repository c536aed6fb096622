package org.kanworkbench.bench.window;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.value.ChangeListener;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import org.kanworkbench.app.activations.edge.SmallMultiples;
import org.kanworkbench.bench.figures.Measurement;
import org.kanworkbench.bench.figures.Result;
import org.kanworkbench.engine.Network;
import org.kanworkbench.explain.EdgeFunctions;
import org.kanworkbench.explain.LayerEdges;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.Preset;

/**
 * Measures the cost of watching edges learn: runs of kal-net with the Activations pane, the Train pane or neither in
 * view, in turns, in one window of 1280 × 800 with software rendering; the interface thread's work per frame; and all
 * curves of a layer of 100,352 edges.
 */
public final class ActivationsCost implements Measurement {

    private static final String EPOCHS = "6";
    private static final int ROUNDS = 5;
    /** A pane without motion unless the user draws. */
    private static final String UNWATCHED = "draw";

    private static final List<String> DRAWING = List.of("JavaFX Application Thread", "QuantumRenderer", "background");

    private static final double QUANTILE = 0.95;
    private static final int WIDE = 128;
    private static final int POINTS = 33;
    private static final int REPETITIONS = 31;

    @Override
    public void measure(Consumer<Result> out) throws InterruptedException {
        out.accept(Result.quartiles("curves of 100,352 edges at 33 points", curves(), "ms"));
        try (WindowDriver driver = WindowDriver.open(1280, 800)) {
            driver.waitForText("#start", "Start");
            driver.type("#field-epochs", EPOCHS);
            train(driver, "activations");
            double[] trainInView = new double[ROUNDS];
            double[] activationsInView = new double[ROUNDS];
            double[] trainDrawing = new double[ROUNDS];
            double[] activationsDrawing = new double[ROUNDS];
            double[] frames = {};
            double[] moves = new double[ROUNDS];
            double seconds = 0;
            for (int round = 0; round < ROUNDS; round++) {
                Watched unwatched = train(driver, UNWATCHED);
                Watched train = train(driver, "train");
                driver.show("activations");
                Changes changes = driver.call(() -> new Changes(driver.find("#small-multiples", SmallMultiples.class)));
                FrameRecorder recorder = driver.call(FrameRecorder::new);
                Watched activations = train(driver, "activations");
                frames = driver.call(recorder::finish);
                seconds = activations.seconds();
                moves[round] = driver.call(changes::finish) / seconds;
                trainInView[round] = train.seconds() / unwatched.seconds();
                activationsInView[round] = seconds / unwatched.seconds();
                trainDrawing[round] = train.share() - unwatched.share();
                activationsDrawing[round] = activations.share() - unwatched.share();
            }
            out.accept(Result.quartiles(
                    "new weights to the painted map of 100,352 edges", new MapDelay(driver).measure(), "ms"));
            out.accept(Result.median("run with Train in view over an unwatched one", trainInView, "x"));
            out.accept(Result.median("run with Activations in view over an unwatched one", activationsInView, "x"));
            out.accept(Result.median("processor time of what Train draws", trainDrawing, "% of cores"));
            out.accept(Result.median("processor time of what Activations draws", activationsDrawing, "% of cores"));
            out.accept(Result.median("moves of the small multiples", moves, "a second"));
            out.accept(new Result("frames a second with Activations in view", frames.length / seconds, "frames"));
            Arrays.sort(frames);
            out.accept(new Result(
                    "frame work p95 with Activations in view", FrameRecorder.quantile(frames, QUANTILE), "ms"));
        }
    }

    /**
     * A run with a pane in view.
     *
     * @param share CPU time outside the run, % of all cores
     */
    private record Watched(double seconds, double share) {}

    private static Watched train(WindowDriver driver, String pane) throws InterruptedException {
        driver.show("train");
        // Looked up while its pane is in view, and used when it is not.
        Button button = driver.find("#start", Button.class);
        double cpu = drawingSeconds();
        long start = System.nanoTime();
        driver.click("#start");
        driver.waitForText("#start", "Pause");
        driver.show(pane);
        while (!driver.call(button::getText).equals("Start")) {
            driver.settle();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        int cores = Runtime.getRuntime().availableProcessors();
        return new Watched(seconds, 100 * (drawingSeconds() - cpu) / seconds / cores);
    }

    /** CPU time so far of the interface thread, the renderer and their worker threads. */
    private static double drawingSeconds() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        double nanos = 0;
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && DRAWING.stream().anyMatch(thread.getThreadName()::startsWith)) {
                nanos += Math.max(0, threads.getThreadCpuTime(thread.getThreadId()));
            }
        }
        return nanos / 1e9;
    }

    /** Counts the drawings of a picture. */
    private static final class Changes {
        private final Parent picture;
        private final ChangeListener<Boolean> listener;
        private int count;

        Changes(Parent picture) {
            this.picture = picture;
            listener = (_, _, needed) -> count += needed ? 0 : 1;
            picture.needsLayoutProperty().addListener(listener);
        }

        int finish() {
            picture.needsLayoutProperty().removeListener(listener);
            return count;
        }
    }

    private static double[] curves() {
        Preset preset = Preset.named("kal-net").orElseThrow();
        Model model =
                Network.initialize(preset.network(784, List.of(WIDE), 10), 0).snapshot();
        double[] millis = new double[REPETITIONS];
        for (int warm = 0; warm < 2; warm++) {
            for (int r = 0; r < REPETITIONS; r++) {
                long start = System.nanoTime();
                LayerEdges edges = new EdgeFunctions(model).layer(0);
                edges.at(edges.domain().evenly(POINTS)).ofLayer();
                millis[r] = (System.nanoTime() - start) / 1e6;
            }
        }
        return millis;
    }
}

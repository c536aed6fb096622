package org.kanworkbench.app.bench;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.control.Button;
import org.kanworkbench.app.driver.WindowDriver;
import org.kanworkbench.cli.bench.Measurement;
import org.kanworkbench.cli.bench.Result;
import org.kanworkbench.engine.Network;
import org.kanworkbench.explain.EdgeFunctions;
import org.kanworkbench.explain.LayerEdges;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.Preset;

/**
 * What it costs to watch edges learn: runs of kal-net with the Activations pane, the Train pane and neither in view, in
 * turns, in one window of 1280 × 800, drawn by the processor; the interface thread's work a frame meanwhile; and all curves of a layer of 100,352
 * edges.
 */
public final class ActivationsCost implements Measurement {

    private static final String EPOCHS = "6";
    private static final int ROUNDS = 5;
    /** A pane in which nothing moves while nobody draws. */
    private static final String UNWATCHED = "draw";

    private static final double QUANTILE = 0.95;
    private static final int WIDE = 128;
    private static final int POINTS = 33;
    private static final int REPETITIONS = 31;

    @Override
    public String name() {
        return "activations";
    }

    @Override
    public void measure(Consumer<Result> out) throws InterruptedException {
        out.accept(Result.quartiles("curves of 100,352 edges at 33 points", curves(), "ms"));
        try (WindowDriver driver = WindowDriver.open(1280, 800)) {
            driver.waitForText("#start", "Start");
            driver.type("#field-epochs", EPOCHS);
            train(driver, "activations");
            double[] trainInView = new double[ROUNDS];
            double[] activationsInView = new double[ROUNDS];
            double[] frames = {};
            double seconds = 0;
            for (int round = 0; round < ROUNDS; round++) {
                double unwatched = train(driver, UNWATCHED);
                trainInView[round] = train(driver, "train") / unwatched;
                driver.show("activations");
                FrameRecorder recorder = driver.call(FrameRecorder::new);
                seconds = train(driver, "activations");
                frames = driver.call(recorder::finish);
                activationsInView[round] = seconds / unwatched;
            }
            out.accept(Result.quartiles(
                    "new weights to the painted map of 100,352 edges", new MapDelay(driver).measure(), "ms"));
            out.accept(Result.median("run with Train in view over an unwatched one", trainInView, "x"));
            out.accept(Result.median("run with Activations in view over an unwatched one", activationsInView, "x"));
            out.accept(new Result("frames a second with Activations in view", frames.length / seconds, "frames"));
            Arrays.sort(frames);
            out.accept(new Result(
                    "frame work p95 with Activations in view", FrameRecorder.quantile(frames, QUANTILE), "ms"));
        }
    }

    /** Seconds of a run. */
    private static double train(WindowDriver driver, String pane) throws InterruptedException {
        driver.show("train");
        // Found while its pane is in view, and asked when it is not.
        Button button = driver.find("#start", Button.class);
        long start = System.nanoTime();
        driver.press("#start");
        driver.waitForText("#start", "Pause");
        driver.show(pane);
        while (!driver.call(button::getText).equals("Start")) {
            driver.settle();
        }
        return (System.nanoTime() - start) / 1e9;
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

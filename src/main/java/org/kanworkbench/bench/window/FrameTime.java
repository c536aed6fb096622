package org.kanworkbench.bench.window;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import javafx.scene.control.ButtonBase;
import org.kanworkbench.app.chart.TilePicture;
import org.kanworkbench.bench.figures.Measurement;
import org.kanworkbench.bench.figures.Result;

/**
 * Measures responsiveness while kal-net trains at full speed in a window of 1280 × 800: the interface thread's CPU time
 * between pulses, including event handling, layout and drawing commands; and the time from a click in the rail to the
 * drawn pane.
 */
public final class FrameTime implements Measurement {

    private static final String EPOCHS = "6";
    private static final double WARM = 0.2;
    private static final double QUANTILE = 0.95;
    private static final List<String> PANES =
            List.of("activations", "draw", "quantize", "noise", "formulas", "search", "runs", "train");
    private static final int ROUNDS = 20;

    @Override
    public void measure(Consumer<Result> out) throws InterruptedException {
        try (WindowDriver driver = WindowDriver.open(1280, 800)) {
            driver.waitForText("#start", "Start");
            driver.type("#field-epochs", EPOCHS);
            driver.click("#start");
            driver.waitFor("#progress-ring", TilePicture.class, ring -> ring.share.get() > WARM);
            FrameRecorder recorder = driver.call(FrameRecorder::new);
            driver.waitForText("#start", "Start");
            double[] millis = driver.call(recorder::finish);
            Arrays.sort(millis);
            out.accept(new Result("frame work p95", FrameRecorder.quantile(millis, QUANTILE), "ms"));
            out.accept(new Result("frame work max", millis[millis.length - 1], "ms"));
            out.accept(new Result("frames", millis.length, "frames"));
            double[] switches = switches(driver);
            Arrays.sort(switches);
            out.accept(new Result("pane switch p50", FrameRecorder.quantile(switches, 0.5), "ms"));
            out.accept(new Result("pane switch p95", FrameRecorder.quantile(switches, QUANTILE), "ms"));
            out.accept(new Result("pane switch max", switches[switches.length - 1], "ms"));
        }
    }

    /** Time per switch while a run is running [ms], including the first to each pane. */
    private static double[] switches(WindowDriver driver) throws InterruptedException {
        driver.type("#field-epochs", "100000");
        driver.click("#start");
        driver.waitForText("#start", "Pause");
        double[] millis = new double[ROUNDS * PANES.size()];
        for (int i = 0; i < millis.length; i++) {
            String item = "#rail-" + PANES.get(i % PANES.size());
            CompletableFuture<Double> drawn = new CompletableFuture<>();
            driver.call(() -> {
                long start = System.nanoTime();
                driver.find(item, ButtonBase.class).fire();
                FrameRecorder.atFrameAfterNext(() -> drawn.complete((System.nanoTime() - start) / 1e6));
                return null;
            });
            millis[i] = drawn.join();
            driver.settle();
        }
        driver.click("#stop");
        driver.waitForText("#start", "Start");
        return millis;
    }
}

package org.kanworkbench.app.bench;

import java.util.Arrays;
import java.util.function.Consumer;
import javafx.scene.control.ProgressBar;
import org.kanworkbench.app.driver.WindowDriver;
import org.kanworkbench.cli.bench.Measurement;
import org.kanworkbench.cli.bench.Result;

/**
 * What the interface thread works a frame while kal-net trains at full speed in a window of 1280 × 800: its processor
 * time from one pulse to the next, event handling, layout and drawing commands included.
 */
public final class FrameTime implements Measurement {

    private static final String EPOCHS = "6";
    private static final double WARM = 0.2;
    private static final double QUANTILE = 0.95;

    @Override
    public String name() {
        return "frame";
    }

    @Override
    public void measure(Consumer<Result> out) throws InterruptedException {
        try (WindowDriver driver = WindowDriver.open(1280, 800)) {
            driver.waitForText("#start", "Start");
            driver.type("#field-epochs", EPOCHS);
            driver.press("#start");
            driver.waitFor("#tile-progress-bar", ProgressBar.class, bar -> bar.getProgress() > WARM);
            FrameRecorder recorder = driver.call(FrameRecorder::new);
            driver.waitForText("#start", "Start");
            double[] millis = driver.call(recorder::finish);
            Arrays.sort(millis);
            out.accept(new Result("frame work p95", FrameRecorder.quantile(millis, QUANTILE), "ms"));
            out.accept(new Result("frame work max", millis[millis.length - 1], "ms"));
            out.accept(new Result("frames", millis.length, "frames"));
        }
    }
}

package org.kanworkbench.app.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.function.Consumer;
import javafx.animation.AnimationTimer;
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
            Recorder recorder = driver.call(Recorder::new);
            driver.waitForText("#start", "Start");
            double[] millis = driver.call(recorder::finish);
            Arrays.sort(millis);
            out.accept(new Result("frame work p95", quantile(millis, QUANTILE), "ms"));
            out.accept(new Result("frame work max", millis[millis.length - 1], "ms"));
            out.accept(new Result("frames", millis.length, "frames"));
        }
    }

    private static double quantile(double[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
    }

    /** Reads the interface thread's processor time at every pulse. */
    private static final class Recorder extends AnimationTimer {
        private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        private double[] millis = new double[1 << 12];
        private int count;
        private long last = -1;

        Recorder() {
            start();
        }

        @Override
        public void handle(long now) {
            long cpu = threads.getCurrentThreadCpuTime();
            if (last >= 0) {
                if (count == millis.length) {
                    millis = Arrays.copyOf(millis, 2 * count);
                }
                millis[count++] = (cpu - last) / 1e6;
            }
            last = cpu;
        }

        double[] finish() {
            stop();
            return Arrays.copyOf(millis, count);
        }
    }
}

package org.kanworkbench.bench.window;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import javafx.animation.AnimationTimer;

/** Reads the interface thread's CPU time at every pulse. */
final class FrameRecorder extends AnimationTimer {
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private double[] millis = new double[1 << 12];
    private int count;
    private long last = -1;

    FrameRecorder() {
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

    /** @param sorted ascending */
    static double quantile(double[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
    }

    /** The next frame lays out and draws changes; the one after it starts when drawing is complete. */
    static void atFrameAfterNext(Runnable action) {
        new AnimationTimer() {
            private int frames;

            @Override
            public void handle(long now) {
                if (++frames == 2) {
                    stop();
                    action.run();
                }
            }
        }.start();
    }
}

package org.kanworkbench.bench.engine;

import java.util.Arrays;
import org.kanworkbench.engine.workers.Workers;

/** Measures what it costs to share a task: from its begin to the return of its caller, without the work itself. */
final class HandOff {

    /** Work of each thread: as long as a step's tasks, so that threads share it and find each other waiting. */
    private static final long WORK_NANOS = 20_000;

    private static final int TIMES = 3000;

    private HandOff() {}

    /** The median [ns]. */
    static double nanos(Workers workers) {
        double[] nanos = new double[TIMES];
        for (int n = 0; n < TIMES; n++) {
            long start = System.nanoTime();
            workers.run(workers.threads(), _ -> work());
            nanos[n] = System.nanoTime() - start - WORK_NANOS;
        }
        Arrays.sort(nanos);
        return nanos[TIMES / 2];
    }

    private static void work() {
        long start = System.nanoTime();
        while (System.nanoTime() - start < WORK_NANOS) {
            Thread.onSpinWait();
        }
    }
}

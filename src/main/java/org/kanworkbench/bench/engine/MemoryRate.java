package org.kanworkbench.bench.engine;

import org.kanworkbench.engine.workers.Workers;

/**
 * Measures the bandwidth of main memory [bytes/s]: a[i] = b[i] + f·c[i] over arrays larger than any cache (McCalpin's
 * triad).
 */
final class MemoryRate {

    private static final int SIZE = 16 << 20;
    private static final int PARTS = 64;
    private static final int RUNS = 20;
    /** Two reads and a write of a float. */
    private static final double BYTES = 3.0 * Float.BYTES * SIZE;

    private final float[] a = new float[SIZE];
    private final float[] b = new float[SIZE];
    private final float[] c = new float[SIZE];

    private MemoryRate() {}

    /** The best of several runs on all threads together. */
    static double bytesPerSecond(Workers workers) {
        MemoryRate arrays = new MemoryRate();
        double best = 0;
        for (int run = 0; run < RUNS; run++) {
            long start = System.nanoTime();
            workers.run(PARTS, arrays::triad);
            best = Math.max(best, BYTES / ((System.nanoTime() - start) / 1e9));
        }
        return best;
    }

    private void triad(int part) {
        int end = SIZE / PARTS * (part + 1);
        for (int i = SIZE / PARTS * part; i < end; i++) {
            a[i] = b[i] + 0.5f * c[i];
        }
    }
}

package org.kanworkbench.bench.engine;

import org.kanworkbench.engine.workers.Workers;

/**
 * Measures how fast a working set is read and written [bytes/s], wherever it lies: a[i] = b[i] + f·c[i] over arrays of
 * that size together (McCalpin's triad), again and again.
 */
final class MemoryRate {

    private static final int RUNS = 30;
    /** Elements of one run: enough that its begin and end do not count. */
    private static final int ELEMENTS = 50_000_000;
    /** Two reads and a write of a float. */
    private static final int BYTES = 3 * Float.BYTES;

    private final float[] a;
    private final float[] b;
    private final float[] c;
    private final int threads;
    private final int times;

    private MemoryRate(int size, int threads) {
        a = new float[size];
        b = new float[size];
        c = new float[size];
        this.threads = threads;
        times = Math.max(1, ELEMENTS / size);
    }

    /** The best of several runs on all threads together, each with its share of the working set. */
    static double bytesPerSecond(Workers workers, double workingSet) {
        MemoryRate arrays = new MemoryRate((int) (workingSet / BYTES), workers.threads());
        double best = 0;
        for (int run = 0; run < RUNS; run++) {
            long start = System.nanoTime();
            workers.run(workers.threads(), arrays::triads);
            double seconds = (System.nanoTime() - start) / 1e9;
            best = Math.max(best, (double) BYTES * arrays.a.length * arrays.times / seconds);
        }
        return best;
    }

    private void triads(int part) {
        int from = (int) ((long) a.length * part / threads);
        int to = (int) ((long) a.length * (part + 1) / threads);
        for (int time = 0; time < times; time++) {
            triad(from, to);
        }
    }

    private void triad(int from, int to) {
        for (int i = from; i < to; i++) {
            a[i] = b[i] + 0.5f * c[i];
        }
    }
}

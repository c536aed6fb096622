package org.kanworkbench.engine;

import java.util.Arrays;
import org.kanworkbench.engine.kernel.EdgeKernels;
import org.kanworkbench.engine.workers.Workers;

/**
 * The peak rate of a layer's matrix products on this machine: four terms and 64 outputs for each of 64 rows, with all
 * operands in the first-level cache. It bounds a training step without memory traffic.
 */
public final class KernelRate {

    private static final int TERMS = 4;
    private static final int WIDTH = 64;
    private static final int ROWS = 64;
    private static final int CALLS = 1000;
    private static final int RUNS = 300;
    private static final double FLOPS_PER_CALL = 2.0 * TERMS * WIDTH * ROWS;

    private final EdgeKernels kernels;
    private final float[] weights = new float[TERMS * WIDTH];
    private final float[] sums = new float[ROWS * WIDTH];

    private KernelRate() {
        float[] phi = new float[TERMS * ROWS];
        Arrays.fill(phi, 1e-3f);
        Arrays.fill(sums, 1e-3f);
        int[] rows = new int[ROWS];
        Arrays.setAll(rows, b -> b);
        kernels = new EdgeKernels(phi, ROWS, rows, rows, WIDTH);
    }

    /** Floating-point operations per second of all threads together; a multiply-add counts as two. */
    public static double flopsPerSecond(Workers workers) {
        KernelRate[] operands = new KernelRate[workers.threads()];
        Arrays.setAll(operands, _ -> new KernelRate());
        double forward = best(workers, part -> operands[part].forward());
        double gradient = best(workers, part -> operands[part].gradient());
        return Math.max(forward, gradient);
    }

    private static double best(Workers workers, Workers.Task task) {
        double best = 0;
        for (int run = 0; run < RUNS; run++) {
            long start = System.nanoTime();
            workers.run(workers.threads(), task);
            double seconds = (System.nanoTime() - start) / 1e9;
            best = Math.max(best, workers.threads() * CALLS * FLOPS_PER_CALL / seconds);
        }
        return best;
    }

    private void forward() {
        for (int call = 0; call < CALLS; call++) {
            kernels.forward(TERMS, 0, ROWS, weights, 0, sums);
        }
    }

    private void gradient() {
        // Gradients accumulate: without a reset they would overflow float.
        Arrays.fill(weights, 0);
        for (int call = 0; call < CALLS; call++) {
            kernels.gradient(TERMS, 0, ROWS, sums, weights, 0, weights, 0);
        }
    }
}

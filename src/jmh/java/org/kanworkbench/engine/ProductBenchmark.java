package org.kanworkbench.engine;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.kanworkbench.engine.kernel.EdgeKernels;
import org.kanworkbench.engine.kernel.InputKernels;
import org.kanworkbench.engine.kernel.Lanes;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The three products of one input feature with 64 rows on one thread, operands in the nearest cache: 2 · 64 · terms · outputs
 * floating-point operations each.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ProductBenchmark {

    private static final int ROWS = 64;

    /** Terms of an edge: dense, polynomials, B-splines. */
    @Param({"1", "4", "9"})
    public int terms;

    @Param({"10", "64", "256"})
    public int outputs;

    private int width;
    private float[] phi;
    private EdgeKernels kernels;
    private InputKernels inputKernels;
    private float[] weights;
    private float[] sums;
    private float[] gradient;
    private float[] transposed;
    private float[] out;

    @Setup
    public void prepare() {
        SplittableRandom random = new SplittableRandom(1);
        width = Lanes.padded(outputs);
        phi = draw(random, terms * ROWS);
        int[] rows = new int[ROWS];
        for (int b = 0; b < ROWS; b++) {
            rows[b] = b;
        }
        kernels = new EdgeKernels(phi, ROWS, rows, rows, width);
        weights = draw(random, terms * width);
        sums = draw(random, ROWS * width);
        gradient = new float[terms * width];
        transposed = draw(random, outputs * ROWS);
        out = new float[ROWS];
        inputKernels = new InputKernels(weights, width, outputs, phi, ROWS, ROWS);
    }

    private static float[] draw(SplittableRandom random, int size) {
        float[] values = new float[size];
        for (int j = 0; j < size; j++) {
            values[j] = (float) random.nextDouble(-1e-3, 1e-3);
        }
        return values;
    }

    @Benchmark
    public float[] forward() {
        kernels.forward(terms, 0, ROWS, weights, 0, sums);
        return sums;
    }

    @Benchmark
    public float[] gradient() {
        kernels.gradient(terms, 0, ROWS, sums, gradient, 0, gradient, 0);
        return gradient;
    }

    @Benchmark
    public float[] inputGradient() {
        for (int t = 0; t < terms; t++) {
            inputKernels.gradient(t * width, transposed, t * ROWS, out, 0);
        }
        return out;
    }
}

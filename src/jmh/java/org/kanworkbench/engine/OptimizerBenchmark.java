package org.kanworkbench.engine;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.kanworkbench.engine.kernel.ParameterBlock;
import org.kanworkbench.engine.kernel.Updater;
import org.kanworkbench.network.recipe.Optimizer;
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

/** An optimiser's step on as many parameters as a layer 784 → 64 of kal-net has, on one thread, a kilobyte of weights at a time. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class OptimizerBenchmark {

    private static final int PARAMETERS = 784 * 4 * 64;
    private static final int A_TIME = 256;

    @Param({"adamw", "adam", "sgd"})
    public String optimizer;

    private Updater updater;
    private ParameterBlock block;
    private float[] gradient;

    @Setup
    public void prepare() {
        updater = Updater.of(
                switch (optimizer) {
                    case "adamw" -> new Optimizer.AdamW(0.01);
                    case "adam" -> new Optimizer.Adam();
                    default -> new Optimizer.Sgd(0.9, 0);
                });
        block = new ParameterBlock(PARAMETERS);
        updater.prepare(block);
        SplittableRandom random = new SplittableRandom(1);
        gradient = new float[A_TIME];
        for (int j = 0; j < A_TIME; j++) {
            gradient[j] = (float) random.nextDouble(-1, 1);
        }
    }

    @Benchmark
    public float[] step() {
        updater.begin(1e-6);
        for (int at = 0; at < PARAMETERS; at += A_TIME) {
            updater.update(block, at, gradient, 0, A_TIME);
        }
        return block.values;
    }
}

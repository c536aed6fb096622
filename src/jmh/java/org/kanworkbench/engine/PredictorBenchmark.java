package org.kanworkbench.engine;

import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.Preset;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Inference of 784-64-10 on one thread: a single drawn digit, a training batch, a block of a test set. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PredictorBenchmark {

    private static final int INPUTS = 784;
    private static final int CLASSES = 10;

    @Param({"kal-net", "torchkan", "mlp"})
    public String preset;

    @Param({"1", "64", "1000"})
    public int rows;

    private Workers workers;
    private Predictor predictor;
    private float[] x;
    private float[] logits;

    @Setup
    public void prepare() {
        Preset chosen = Preset.named(preset).orElseThrow();
        x = SparseImages.random(rows, INPUTS, new SplittableRandom(1));
        logits = new float[rows * CLASSES];
        workers = new Workers(1);
        Network network = Network.initialize(chosen.network(INPUTS, CLASSES), 1);
        predictor = new Predictor(network.snapshot(), rows, OptionalDouble.of(SparseImages.BACKGROUND), workers);
    }

    @TearDown
    public void close() {
        workers.close();
    }

    @Benchmark
    public float[] predict() {
        predictor.predict(x, rows, logits);
        return logits;
    }
}

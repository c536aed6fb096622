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

/** Forward, backward and update of one batch of 784-64-10 on data as sparse as MNIST. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TrainingStepBenchmark {

    private static final int INPUTS = 784;
    private static final int CLASSES = 10;
    private static final double LEARNING_RATE = 1e-4;

    @Param({"kal-net", "kac-net", "torchkan", "kag-net", "mlp"})
    public String preset;

    @Param({"1", "2"})
    public int threads;

    private Workers workers;
    private TrainingStep step;
    private float[] x;
    private int[] labels;
    private int rows;

    @Setup
    public void prepare() {
        Preset chosen = Preset.named(preset).orElseThrow();
        SplittableRandom random = new SplittableRandom(1);
        rows = chosen.recipe().batch();
        x = SparseImages.random(rows, INPUTS, random);
        labels = random.ints(rows, 0, CLASSES).toArray();
        workers = new Workers(threads);
        Network network = Network.initialize(chosen.network(INPUTS, CLASSES), 1);
        step = new TrainingStep(network, chosen.recipe(), OptionalDouble.of(SparseImages.BACKGROUND), workers, 1);
    }

    @TearDown
    public void close() {
        workers.close();
    }

    @Benchmark
    public double step() throws NonFiniteException {
        step.step(x, labels, null, rows, LEARNING_RATE);
        return step.scores().loss();
    }
}

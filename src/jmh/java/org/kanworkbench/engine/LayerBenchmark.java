package org.kanworkbench.engine;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.kanworkbench.engine.kernel.Updater;
import org.kanworkbench.engine.layer.FeatureSlice;
import org.kanworkbench.engine.layer.LayerPass;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Preset;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A single layer of 64 outputs and a batch of 64 rows on one thread: forward, its sums' gradients, its weights' update. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LayerBenchmark {

    private static final int ROWS = 64;
    private static final int OUTPUTS = 64;

    @Param({"kal-net", "torchkan", "kag-net", "mlp"})
    public String preset;

    /** 784 inputs as sparse as MNIST, or 64 without a background. */
    @Param({"784", "64"})
    public int inputs;

    private Workers workers;
    private LayerPass layer;
    private Updater updater;
    private float[] x;
    private float[] gradient;

    @Setup
    public void prepare() {
        LayerSpec spec = Preset.named(preset).orElseThrow().hiddenLayer().withSizes(inputs, OUTPUTS);
        SplittableRandom random = new SplittableRandom(1);
        boolean sparse = inputs == 784;
        x = SparseImages.random(ROWS, inputs, random);
        if (!sparse) {
            for (int j = 0; j < x.length; j++) {
                x[j] = (float) random.nextDouble(-1, 1);
            }
        }
        gradient = new float[ROWS * OUTPUTS];
        for (int j = 0; j < gradient.length; j++) {
            gradient[j] = (float) random.nextDouble(-1e-3, 1e-3);
        }
        workers = new Workers(1);
        Network network = Network.initialize(new NetworkSpec(List.of(spec)), 1);
        float background = sparse ? SparseImages.BACKGROUND : Float.NaN;
        layer = new LayerPass(network.layers().getFirst(), ROWS, background, LayerPass.Below.NOTHING, false, workers);
        updater = Updater.of(new Optimizer.AdamW(0.01));
        layer.weights().blocks().forEach(updater::prepare);
    }

    @TearDown
    public void close() {
        workers.close();
    }

    @Benchmark
    public float[] step() {
        layer.forward(x, inputs, ROWS, true, 1);
        layer.backward(gradient);
        updater.begin(1e-6);
        for (FeatureSlice slice : layer.slices()) {
            layer.updateSlice(slice, updater);
        }
        layer.updateSmall(updater);
        return layer.output();
    }

    @Benchmark
    public float[] forward() {
        layer.forward(x, inputs, ROWS, true, 1);
        return layer.output();
    }
}

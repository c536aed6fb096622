package org.kanworkbench.explain;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.kanworkbench.engine.Network;
import org.kanworkbench.network.Model;
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
import org.openjdk.jmh.annotations.Warmup;

/** What the views of 784-64-10 ask for: 50,176 edges' curves, their importance, one image's attribution, a snapshot. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class ExplainBenchmark {

    private static final int INPUTS = 784;
    private static final int CLASSES = 10;
    private static final int POINTS = 32;
    private static final int ROWS = 1000;
    private static final int TOGETHER = 250;
    private static final int STEPS = 64;
    private static final double INK = 0.19;

    @Param({"kal-net", "torchkan"})
    public String preset;

    private Network network;
    private Model model;
    private Sample sample;
    private Attributor attributor;
    private float[] image;
    private float[] background;

    @Setup
    public void prepare() {
        network = Network.initialize(Preset.named(preset).orElseThrow().network(INPUTS, CLASSES), 1);
        model = network.snapshot();
        SplittableRandom random = new SplittableRandom(1);
        float[] x = new float[ROWS * INPUTS];
        for (int j = 0; j < x.length; j++) {
            x[j] = random.nextDouble() < INK ? (float) random.nextDouble(-1, 1) : -1;
        }
        sample = new Sample(x, INPUTS, TOGETHER, OptionalDouble.of(-1));
        attributor = new Attributor(model);
        image = Arrays.copyOf(x, INPUTS);
        background = new float[INPUTS];
        Arrays.fill(background, -1);
    }

    @Benchmark
    public float[] curvesOfLayer() {
        LayerEdges layer = new EdgeFunctions(model).layer(0);
        return layer.at(layer.domain().evenly(POINTS)).ofLayer();
    }

    @Benchmark
    public float[] curvesOfOutput() {
        LayerEdges layer = new EdgeFunctions(model).layer(0);
        return layer.at(layer.domain().evenly(POINTS)).ofOutput(7);
    }

    @Benchmark
    public Optional<List<Importance>> importance() {
        return Importance.ofLayers(model, sample, () -> true);
    }

    @Benchmark
    public Optional<List<InputStatistics>> inputStatistics() {
        return InputStatistics.ofLayers(new EdgeFunctions(model), sample, () -> true);
    }

    @Benchmark
    public Attribution integratedGradients() {
        return attributor.integratedGradients(image, background, 3, STEPS);
    }

    @Benchmark
    public Model snapshot() {
        return network.snapshot();
    }
}

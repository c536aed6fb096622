package org.kanworkbench.engine.stem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.assertj.core.data.Offset;
import org.kanworkbench.engine.GoldenFile;
import org.kanworkbench.engine.ZooConvolution;
import org.kanworkbench.engine.kernel.ParameterBlock;
import org.kanworkbench.engine.kernel.Updater;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.recipe.Optimizer;
import org.kanworkbench.network.tensor.Tensor;

/** Holds a stage of the engine against a layer of torch-conv-kan: outputs, loss, gradients and steps. */
public final class KanConvolutionCheck {

    /** Share of a step that is uncertain where a gradient is near its rounding error. */
    private static final double UNCERTAIN = 1e-3;

    private final ZooConvolution peer;
    private final KanConvolutionWeights weights;
    private final KanConvolutionStage stage;
    private final KanConvolutionSlice images;
    private double loss;

    private KanConvolutionCheck(ZooConvolution peer) {
        this.peer = peer;
        weights = new KanConvolutionWeights(peer.spec());
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        peer.tensors("param.")
                .forEach((name, values) ->
                        tensors.put(name, new Tensor(peer.spec().shapes().get(name), GoldenFile.floats(values))));
        int features = peer.spec().features(peer.spec().usualInputs());
        NetworkSpec network = new NetworkSpec(peer.spec(), List.of(LayerSpec.dense(features, 1, Activation.IDENTITY)));
        weights.load(new Model(network, tensors), block -> block.values);
        stage = new KanConvolutionStage(
                weights, 0, peer.spec().height(), peer.spec().width(), peer.border(), 1);
        images = new KanConvolutionSlice(stage, 2);
    }

    public static void engine(GoldenFile golden) {
        new KanConvolutionCheck(ZooConvolution.of(golden)).check();
    }

    private void check() {
        GoldenFile golden = peer.golden();
        float[][] inputGradients = pass("output");
        double expected = golden.array("loss").values()[0];
        assertThat(loss).as("loss").isCloseTo(expected, Offset.offset(GoldenFile.TOLERANCE * expected));
        for (int n = 0; n < 2; n++) {
            GoldenFile.assertClose("grad.input", inputGradients[n], peer.ofImage("grad.input", n));
        }
        assertTensors("grad.", images::gradients, 0);
        Updater updater = Updater.of(new Optimizer.AdamW(1e-5));
        weights.blocks().forEach(updater::prepare);
        for (int step = 1; step <= 5; step++) {
            pass(null);
            updater.begin(GoldenFile.RATE);
            weights.blocks()
                    .forEach(block -> updater.update(block, 0, images.gradients(block), 0, block.values.length));
            if (step == 1) {
                assertTensors("after1.", block -> block.values, GoldenFile.RATE * UNCERTAIN);
            }
        }
        assertTensors("after5.", block -> block.values, 5 * GoldenFile.RATE * UNCERTAIN);
        pass("eval_output_after5");
    }

    /** Gradients of the images. */
    private float[][] pass(String expectedOutput) {
        stage.layOut(true);
        images.clearGradients();
        loss = 0;
        float[][] dx = new float[2][];
        for (int n = 0; n < 2; n++) {
            float[] y = new float[stage.outputs * stage.cells()];
            images.forward(GoldenFile.floats(peer.ofImage("input", n)), 0, n, y, 0);
            if (expectedOutput != null) {
                GoldenFile.assertClose(expectedOutput, y, peer.ofImage(expectedOutput, n));
            }
            double[] target = peer.ofImage("target", n);
            float[] g = new float[y.length];
            for (int j = 0; j < y.length; j++) {
                double error = y[j] - target[j];
                loss += error * error / (2 * y.length);
                g[j] = (float) (error / y.length);
            }
            dx[n] = new float[peer.spec().usualInputs()];
            images.backward(g, 0, n, dx[n], 0);
        }
        images.collectGradients();
        return dx;
    }

    private void assertTensors(String prefix, Function<ParameterBlock, float[]> pick, double margin) {
        Map<String, Tensor> actual = weights.export(pick);
        peer.tensors(prefix)
                .forEach((name, expected) ->
                        GoldenFile.assertClose(prefix + name, actual.get(name).values(), expected, margin));
    }
}

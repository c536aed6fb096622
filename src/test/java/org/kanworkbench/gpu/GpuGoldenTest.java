package org.kanworkbench.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kanworkbench.data.Features;
import org.kanworkbench.data.FloatFeatures;
import org.kanworkbench.engine.GoldenFile;
import org.kanworkbench.engine.GoldenPeer;
import org.kanworkbench.engine.Gradients;
import org.kanworkbench.engine.NonFiniteException;
import org.kanworkbench.engine.ZooConvolution;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.gpu.device.ComputeDevice;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.recipe.Loss;
import org.kanworkbench.network.recipe.Optimizer;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.network.recipe.Schedule;
import org.kanworkbench.training.Task;

/**
 * Holds OpenCL against the tensors that the peers' own PyTorch code computed in float64: outputs, loss, gradients, every
 * parameter after 1 and 5 steps, and the outputs at inference after them.
 */
@Timeout(240)
public class GpuGoldenTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.kanworkbench.engine.GoldenFile#all")
    void outputs_loss_gradients_and_steps_agree_with_the_peer(Path file) throws Exception {
        check(GoldenFile.read(file));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.kanworkbench.engine.GoldenFile#zoo")
    void they_agree_with_the_variants_of_the_zoo(Path file) throws Exception {
        GoldenFile golden = GoldenFile.read(file);
        // Networks have a border around their images: kernels without one are for all samples alone.
        assumeThat(SomeDevice.tryAll() || !"0".equals(golden.metadata().get("padding")))
                .as("a border or all samples")
                .isTrue();
        check(golden);
    }

    /** Of either folder. */
    public static void check(GoldenFile golden) throws NonFiniteException {
        if (ZooConvolution.is(golden)) {
            ConvolutionCheck.check(golden);
            return;
        }
        Optional<GoldenPeer> peer = GoldenPeer.any(golden);
        assumeThat(peer).as("a network of the workbench").isPresent();
        check(peer.orElseThrow());
    }

    private static void check(GoldenPeer peer) throws NonFiniteException {
        ComputeDevice device = SomeDevice.orSkip();
        GoldenFile golden = peer.golden();
        boolean numbers = "MSE".equals(golden.metadata().get("loss"));
        GoldenFile.Array input = golden.array("input");
        int rows = input.shape().getFirst();
        float[] x = GoldenFile.floats(input.values());
        float[] target = GoldenFile.floats(golden.array("target").values());
        int[] labels = new int[target.length];
        for (int n = 0; n < labels.length; n++) {
            labels[n] = (int) target[n];
        }
        Recipe recipe = new Recipe(
                numbers ? Loss.MSE : Loss.CROSS_ENTROPY,
                new Optimizer.AdamW(1e-5),
                GoldenFile.RATE,
                new Schedule.Constant(),
                rows,
                1);
        FloatFeatures features = new FloatFeatures(x, x.length / rows);
        try (Workers workers = new Workers(1)) {
            Model begun = peer.model("param.");
            float[] outputs;
            Task gradients = task(begun, Gradients.recipe(recipe), features, rows, workers);
            try (DeviceStepper stepper = new DeviceStepper(device, new AtomicLong(), gradients)) {
                peer.assertClose(
                        "grad.", Gradients.of(stepper, x, numbers ? null : labels, numbers ? target : null, rows));
                outputs = stepper.outputs(rows);
                GoldenFile.assertClose("output", outputs, golden.array("output").values());
                // Running statistics have seen the batch once more before the steps, but in the files of the zoo.
                begun = golden.startsAgain() ? begun : stepper.trained();
            }
            Task task = task(begun, recipe, features, rows, workers);
            try (DeviceStepper stepper = new DeviceStepper(device, new AtomicLong(), task)) {
                for (int s = 1; s <= 5; s++) {
                    if (numbers) {
                        stepper.step(x, null, target, rows, GoldenFile.RATE);
                    } else {
                        stepper.step(x, labels, null, rows, GoldenFile.RATE);
                    }
                    if (s == 1) {
                        double loss = golden.array("loss").values()[0];
                        assertThat(stepper.scores().loss())
                                .isCloseTo(loss, within(GoldenFile.TOLERANCE * Math.abs(loss)));
                        peer.assertSnapshotClose("after1.", stepper.trained(), 1);
                    }
                }
                // Twice what the vector engine's float64 sums are allowed.
                peer.assertSnapshotClose("after5.", stepper.trained(), 2 * 5);
                stepper.inference().predict(x, rows, outputs);
                GoldenFile.assertClose(
                        "eval_output_after5",
                        outputs,
                        golden.array("eval_output_after5").values());
            }
        }
    }

    private static Task task(Model model, Recipe recipe, Features features, int rows, Workers workers) {
        return new Task(model, recipe, 0, Optional.empty(), Optional.empty(), features, features, rows, workers);
    }
}

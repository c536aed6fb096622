package org.kanworkbench.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalDouble;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.recipe.Loss;
import org.kanworkbench.network.recipe.Optimizer;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.network.recipe.Schedule;
import org.kanworkbench.network.tensor.Tensor;

/**
 * Holds the engine against tensors that the peers' own PyTorch code computed in float64: outputs, loss, every gradient, that of the input among them,
 * every parameter after 1 and 5 steps, and the outputs at inference after them. Reads each file of the folder in
 * {@code golden.dir}, or the copies that come with the tests.
 */
class GoldenTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.kanworkbench.engine.GoldenFile#all")
    void outputs_loss_gradients_and_steps_agree_with_the_peer(Path file) throws Exception {
        GoldenFile golden = GoldenFile.read(file);
        GoldenPeer peer = GoldenPeer.of(golden);
        Batch batch = Batch.of(golden);
        Recipe recipe = recipe(golden, batch.rows);
        try (Workers workers = new Workers(1)) {
            Network network = Network.of(peer.model("param."));
            TrainingStep step = new TrainingStep(network, recipe, OptionalDouble.empty(), workers, 0);

            Map<String, Tensor> gradients = step.gradients(batch.x, batch.labels, batch.targets, batch.rows);
            assertThat(step.loss()).as("loss").isCloseTo(golden.array("loss").values()[0], within(golden, "loss"));
            GoldenFile.assertClose(
                    "output", step.outputs(batch.rows), golden.array("output").values());
            peer.assertClose("grad.", gradients);
            GoldenFile.assertClose(
                    "grad.input",
                    batch.inputGradients(peer.model("param."), recipe, workers),
                    golden.array("grad.input").values());

            for (int s = 1; s <= 5; s++) {
                batch.train(step);
                if (s == 1) {
                    peer.assertSnapshotClose("after1.", network.snapshot(), 1);
                }
            }
            peer.assertSnapshotClose("after5.", network.snapshot(), 5);
            assertOutput(golden, "eval_output_after5", network, batch, workers);
        }
    }

    private static void assertOutput(GoldenFile golden, String name, Network network, Batch batch, Workers workers) {
        float[] logits = new float[batch.rows * network.spec().outputs()];
        new Predictor(network, batch.rows, OptionalDouble.empty(), workers).predict(batch.x, batch.rows, logits);
        GoldenFile.assertClose(name, logits, golden.array(name).values());
    }

    private static Offset<Double> within(GoldenFile golden, String name) {
        return Offset.offset(GoldenFile.TOLERANCE * Math.abs(golden.array(name).values()[0]));
    }

    private static Recipe recipe(GoldenFile golden, int rows) {
        Loss loss = "MSE".equals(golden.metadata().get("loss")) ? Loss.MSE : Loss.CROSS_ENTROPY;
        return new Recipe(loss, new Optimizer.AdamW(1e-5), GoldenFile.RATE, new Schedule.Constant(), rows, 1);
    }

    private record Batch(float[] x, int[] labels, float[] targets, int rows) {

        static Batch of(GoldenFile golden) {
            GoldenFile.Array target = golden.array("target");
            boolean classes = target.shape().size() == 1;
            int[] labels = new int[target.values().length];
            for (int j = 0; j < labels.length; j++) {
                labels[j] = (int) target.values()[j];
            }
            return new Batch(
                    GoldenFile.floats(golden.array("input").values()),
                    classes ? labels : null,
                    classes ? null : GoldenFile.floats(target.values()),
                    golden.array("input").shape().getFirst());
        }

        float[] inputGradients(Model model, Recipe recipe, Workers workers) {
            int outputs = model.network().outputs();
            InputGradients gradients = new InputGradients(Network.of(model), rows, workers, true);
            float[] y = new float[rows * outputs];
            float[] g = new float[rows * outputs];
            float[] dx = new float[x.length];
            gradients.forward(x, rows, y);
            LossHead head = new LossHead(outputs, outputs, rows);
            if (labels != null) {
                head.crossEntropy(y, labels, rows, recipe.labelSmoothing());
            } else {
                head.squaredError(y, targets, rows);
            }
            gradients.backward(head.gradient, dx);
            return dx;
        }

        void train(TrainingStep step) throws NonFiniteException {
            if (labels != null) {
                step.step(x, labels, rows, GoldenFile.RATE);
            } else {
                step.step(x, targets, rows, GoldenFile.RATE);
            }
        }
    }
}

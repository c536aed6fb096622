package org.kanworkbench.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.recipe.Loss;
import org.kanworkbench.network.recipe.Optimizer;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.network.recipe.Schedule;
import org.kanworkbench.network.tensor.Tensor;
import org.kanworkbench.reference.ReferenceNetwork;

/** Compares with a peer's tensors: outputs, loss, every gradient, and what 1 and 5 steps make of the parameters. */
final class GoldenCheck {

    /** Of float64 arithmetic, relative to the largest value of a tensor. */
    private static final double EXACT = 1e-9;

    private GoldenCheck() {}

    /** The vector engine. */
    static void engine(GoldenPeer peer) throws Exception {
        GoldenFile golden = peer.golden();
        Batch batch = Batch.of(golden);
        Recipe recipe = recipe(golden, batch.rows);
        try (Workers workers = new Workers(1)) {
            Network fresh = Network.of(peer.model("param."));
            TrainingStep step = new TrainingStep(fresh, Gradients.recipe(recipe), OptionalDouble.empty(), workers, 0);

            Map<String, Tensor> gradients = Gradients.of(step, batch.x, batch.labels, batch.targets, batch.rows);
            assertThat(step.scores().loss())
                    .as("loss")
                    .isCloseTo(golden.array("loss").values()[0], within(golden, "loss"));
            GoldenFile.assertClose(
                    "output", step.outputs(batch.rows), golden.array("output").values());
            peer.assertClose("grad.", gradients);
            GoldenFile.assertClose(
                    "grad.input",
                    batch.inputGradients(peer.model("param."), recipe, workers),
                    golden.array("grad.input").values());

            // Running statistics have seen the batch once more before the steps, but in the files of the zoo.
            Network network = golden.startsAgain() ? Network.of(peer.model("param.")) : fresh;
            TrainingStep steps = new TrainingStep(network, recipe, OptionalDouble.empty(), workers, 0);
            for (int s = 1; s <= 5; s++) {
                batch.train(steps);
                if (s == 1) {
                    peer.assertSnapshotClose("after1.", network.snapshot(), 1);
                }
            }
            peer.assertSnapshotClose("after5.", network.snapshot(), 5);
            assertOutput(golden, "eval_output_after5", network, batch, workers);
        }
    }

    /** The reference, to the digits of float64. */
    static void reference(GoldenPeer peer) {
        GoldenFile golden = peer.golden();
        Batch batch = Batch.of(golden);
        Recipe recipe = recipe(golden, batch.rows);
        ReferenceNetwork network = new ReferenceNetwork(peer.model("param."));
        Map<String, double[]> values = network.values();
        peer.all().forEach((ours, theirs) -> {
            double[] exact = golden.array("param." + theirs).values();
            System.arraycopy(exact, 0, values.get(ours), 0, exact.length);
        });
        double[][] x = rows(golden.array("input").values(), batch.rows);
        for (int s = 0; s < 5; s++) {
            double[][] y = network.forward(x, true);
            ReferenceNetwork.Loss loss = batch.labels != null
                    ? ReferenceNetwork.crossEntropy(y, batch.labels, 0)
                    : ReferenceNetwork.squaredError(
                            y, rows(golden.array("target").values(), batch.rows));
            ReferenceNetwork.Gradients gradients = network.backward(loss.gradient());
            if (s == 0) {
                assertExact(golden, "output", flat(y));
                assertExact(golden, "loss", loss.value());
                assertExact(golden, "grad.input", flat(gradients.inputs()));
                assertExact(golden, "grad.", peer.names(), gradients.tensors());
            }
            network.update(recipe.optimizer(), GoldenFile.RATE, gradients.tensors());
            if (s == 0) {
                assertExact(golden, "after1.", peer.all(), values);
            }
        }
        assertExact(golden, "after5.", peer.all(), values);
        assertExact(golden, "eval_output_after5", flat(network.forward(x, false)));
    }

    private static void assertExact(
            GoldenFile golden, String prefix, Map<String, String> names, Map<String, double[]> actual) {
        assertThat(actual.keySet()).containsAll(names.keySet());
        names.forEach((ours, theirs) -> assertExact(golden, prefix + theirs, actual.get(ours)));
    }

    private static void assertExact(GoldenFile golden, String name, double... actual) {
        double[] expected = golden.array(name).values();
        double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
        assertThat(actual).as(name).containsExactly(expected, Offset.offset(EXACT * largest + 1e-12));
    }

    private static double[][] rows(double[] values, int count) {
        int width = values.length / count;
        return IntStream.range(0, count)
                .mapToObj(b -> Arrays.copyOfRange(values, b * width, (b + 1) * width))
                .toArray(double[][]::new);
    }

    private static double[] flat(double[][] rows) {
        return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
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
                step.step(x, labels, null, rows, GoldenFile.RATE);
            } else {
                step.step(x, null, targets, rows, GoldenFile.RATE);
            }
        }
    }
}

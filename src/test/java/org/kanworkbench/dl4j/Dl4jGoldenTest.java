package org.kanworkbench.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kanworkbench.dl4j.layers.KanParameters;
import org.kanworkbench.engine.GoldenFile;
import org.kanworkbench.engine.GoldenPeer;
import org.kanworkbench.engine.ZooPeer;
import org.kanworkbench.network.recipe.Loss;
import org.kanworkbench.network.recipe.Optimizer;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.network.recipe.Schedule;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Holds Deeplearning4j's networks against the tensors that the peers' own PyTorch code computed in float64: outputs, loss,
 * gradients, every parameter after 1 and 5 of its {@code fit}'s steps, and the outputs after them.
 */
class Dl4jGoldenTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.kanworkbench.engine.GoldenFile#all")
    void outputs_loss_gradients_and_steps_agree_with_the_peer(Path file) throws Exception {
        check(GoldenPeer.of(GoldenFile.read(file)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.kanworkbench.engine.GoldenFile#zoo")
    void they_agree_with_the_variants_of_the_zoo(Path file) throws Exception {
        Optional<GoldenPeer> peer = ZooPeer.of(GoldenFile.read(file));
        assumeThat(peer).as("a network of the workbench").isPresent();
        check(peer.orElseThrow());
    }

    private static void check(GoldenPeer peer) throws Exception {
        GoldenFile golden = peer.golden();
        DataSet batch = batch(golden);
        int rows = batch.numExamples();
        Loss loss = "MSE".equals(golden.metadata().get("loss")) ? Loss.MSE : Loss.CROSS_ENTROPY;
        Recipe recipe = new Recipe(loss, new Optimizer.AdamW(1e-5), GoldenFile.RATE, new Schedule.Constant(), rows, 1);
        MultiLayerNetwork network = Networks.of(peer.model("param."), recipe, 0);
        network.setInput(batch.getFeatures());
        network.setLabels(batch.getLabels());
        network.computeGradientAndScore();
        double expected = golden.array("loss").values()[0];
        // Deeplearning4j adds the decay's share.
        double decay = network.calcRegularizationScore(true);
        assertThat(network.score() - decay)
                .isCloseTo(expected, Offset.offset(GoldenFile.TOLERANCE * Math.abs(expected)));
        peer.assertClose(
                "grad.",
                new NamedWeights(network, network.getFlattenedGradients().div(rows)).tensors(false));
        // Where the older files come from, this pass moved the running statistics too, before the first step did.
        network.gradient().gradientForVariable().forEach((name, gradient) -> {
            if (!golden.startsAgain() && KanParameters.isStatistic(name.substring(name.indexOf('_') + 1))) {
                network.getParam(name).subi(gradient);
            }
        });
        for (int s = 1; s <= 5; s++) {
            network.fit(batch);
            if (s == 1) {
                peer.assertSnapshotClose("after1.", Networks.model(network), 1);
            }
        }
        peer.assertSnapshotClose("after5.", Networks.model(network), 5);
        List<INDArray> activations = network.feedForward(batch.getFeatures(), false);
        float[] outputs =
                activations.get(activations.size() - 2).dup('c').data().asFloat();
        GoldenFile.assertClose(
                "eval_output_after5",
                outputs,
                golden.array("eval_output_after5").values());
    }

    private static DataSet batch(GoldenFile golden) {
        GoldenFile.Array input = golden.array("input");
        GoldenFile.Array target = golden.array("target");
        int rows = input.shape().getFirst();
        INDArray x = Nd4j.createFromArray(GoldenFile.floats(input.values()))
                .reshape('c', rows, input.values().length / rows);
        int outputs = golden.array("output").shape().getLast();
        if (target.shape().size() > 1) {
            return new DataSet(
                    x, Nd4j.createFromArray(GoldenFile.floats(target.values())).reshape('c', rows, outputs));
        }
        INDArray y = Nd4j.zeros(rows, outputs);
        for (int r = 0; r < rows; r++) {
            y.putScalar(r, (int) target.values()[r], 1);
        }
        return new DataSet(x, y);
    }
}

package org.kanworkbench.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kanworkbench.dl4j.layers.PositionalEncodingPreProcessor;
import org.kanworkbench.engine.Gradients;
import org.kanworkbench.engine.Network;
import org.kanworkbench.engine.Predictor;
import org.kanworkbench.engine.TrainingStep;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.recipe.Loss;
import org.kanworkbench.network.recipe.Optimizer;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.network.recipe.Schedule;
import org.kanworkbench.network.stem.Convolutions;
import org.kanworkbench.network.stem.NoStem;
import org.kanworkbench.network.stem.PositionalEncoding;
import org.kanworkbench.network.tensor.Tensor;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Holds Deeplearning4j's networks against the vector engine: two implementations that share no arithmetic. */
class NetworksTest {

    private static final int ROWS = 7;
    private static final int CLASSES = 3;

    /** Networks with a layer of every kind first, and with every stem. */
    static Map<String, NetworkSpec> networks() {
        Map<String, NetworkSpec> networks = new LinkedHashMap<>();
        LayerSpec last = SampleLayers.all().values().iterator().next().withSizes(4, CLASSES);
        SampleLayers.all().forEach((name, layer) -> networks.put(name, new NetworkSpec(List.of(layer, last))));
        LayerSpec first = LayerSpec.dense(5, 4, Activation.SILU);
        networks.put("positional encoding", new NetworkSpec(new PositionalEncoding(), List.of(first, last)));
        networks.put(
                "convolutions",
                new NetworkSpec(new Convolutions(7, 6, List.of(2, 3)), List.of(last.withSizes(3, CLASSES))));
        assertThat(networks.get("dense").stem()).isEqualTo(new NoStem());
        return networks;
    }

    static List<String> names() {
        return List.copyOf(networks().keySet());
    }

    private static Recipe recipe(Optimizer optimizer) {
        return new Recipe(Loss.CROSS_ENTROPY, optimizer, 0.01, new Schedule.Constant(), ROWS, 1);
    }

    private static float[] inputs(int width) {
        SplittableRandom random = new SplittableRandom(11);
        float[] x = new float[ROWS * width];
        for (int n = 0; n < x.length; n++) {
            x[n] = (float) random.nextDouble(-1.5, 1.5);
        }
        return x;
    }

    private static int[] labels() {
        int[] labels = new int[ROWS];
        for (int r = 0; r < ROWS; r++) {
            labels[r] = r % CLASSES;
        }
        return labels;
    }

    private static DataSet rows(NetworkSpec spec) {
        INDArray targets = Nd4j.zeros(ROWS, CLASSES);
        int[] labels = labels();
        for (int r = 0; r < ROWS; r++) {
            targets.putScalar(r, labels[r], 1);
        }
        return new DataSet(Nd4j.createFromArray(inputs(spec.inputs())).reshape(ROWS, spec.inputs()), targets);
    }

    @ParameterizedTest
    @MethodSource("names")
    void a_network_there_and_back_is_the_same(String name) {
        Model model = Network.initialize(networks().get(name), 3).snapshot();
        Model back = Networks.model(Networks.of(model, recipe(new Optimizer.Sgd(0, 0)), 0));
        assertThat(back.network()).isEqualTo(model.network());
        assertThat(back.tensors()).containsExactlyInAnyOrderEntriesOf(model.tensors());
    }

    @Test
    void a_convolution_without_pooling_of_its_own_is_refused() {
        MultiLayerConfiguration ours =
                Configurations.of(networks().get("convolutions"), recipe(new Optimizer.Sgd(0, 0)), 0);
        Collections.swap(ours.getConfs(), 1, 2);
        assertThatThrownBy(() -> Networks.spec(ours))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("layer 2 is a ConvolutionLayer");
    }

    @Test
    void a_function_of_the_outputs_that_models_have_not_is_refused() {
        MultiLayerConfiguration ours = Configurations.of(networks().get("dense"), recipe(new Optimizer.Sgd(0, 0)), 0);
        ((LossLayer) ours.getConfs().getLast().getLayer()).setActivationFn(new ActivationTanH());
        assertThatThrownBy(() -> Networks.spec(ours))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a LossLayer of softmax or identity at the end");
    }

    @Test
    void what_changes_inputs_between_layers_is_refused() {
        MultiLayerConfiguration ours = Configurations.of(networks().get("dense"), recipe(new Optimizer.Sgd(0, 0)), 0);
        ours.getInputPreProcessors().put(1, new PositionalEncodingPreProcessor());
        assertThatThrownBy(() -> Networks.spec(ours))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("layer 2 has a PositionalEncodingPreProcessor before it");
    }

    @Test
    void a_layer_may_be_named_anything_and_a_class_may_not() throws Exception {
        MultiLayerConfiguration ours = Configurations.of(networks().get("dense"), recipe(new Optimizer.Sgd(0, 0)), 0);
        ours.getConf(0).getLayer().setLayerName("model.v1.dense");
        assertThat(NetworkJson.read(ours.toJson(), "digits.zip")).isEqualTo(ours);
        String other = ours.toJson().replace("org.kanworkbench.dl4j.layers.KanLayer", "java.lang.ProcessBuilder");
        assertThatThrownBy(() -> NetworkJson.read(other, "digits.zip"))
                .hasMessageContaining("digits.zip names 'java.lang.ProcessBuilder'");
    }

    @ParameterizedTest
    @MethodSource("names")
    void outputs_agree(String name) {
        NetworkSpec spec = networks().get(name);
        Model model = Network.initialize(spec, 3).snapshot();
        float[] expected = new float[ROWS * CLASSES];
        try (Workers workers = new Workers(1)) {
            new Predictor(model, ROWS, workers).predict(inputs(spec.inputs()), ROWS, expected);
        }
        MultiLayerNetwork network = Networks.of(model, recipe(new Optimizer.Sgd(0, 0)), 0);
        List<INDArray> activations = network.feedForward(rows(spec).getFeatures(), false);
        INDArray logits = activations.get(activations.size() - 2);
        assertClose("logits", logits.dup('c').data().asFloat(), expected, 1e-5);
    }

    @ParameterizedTest
    @MethodSource("names")
    void gradients_agree(String name) throws Exception {
        NetworkSpec spec = networks().get(name);
        Network engine = Network.initialize(spec, 3);
        MultiLayerNetwork network = Networks.of(engine.snapshot(), recipe(new Optimizer.Sgd(0, 0)), 0);
        DataSet rows = rows(spec);
        network.setInput(rows.getFeatures());
        network.setLabels(rows.getLabels());
        network.computeGradientAndScore();
        Map<String, Tensor> actual =
                new NamedWeights(network, network.getFlattenedGradients().div(ROWS)).tensors(false);
        try (Workers workers = new Workers(1)) {
            TrainingStep step =
                    new TrainingStep(engine, recipe(new Optimizer.Sgd(0, 0)), OptionalDouble.empty(), workers, 0);
            Map<String, Tensor> expected = Gradients.of(step, inputs(spec.inputs()), labels(), null, ROWS);
            assertThat(actual).containsOnlyKeys(expected.keySet());
            expected.forEach(
                    (tensor, gradient) -> assertClose(tensor, actual.get(tensor).values(), gradient.values(), 3e-4));
            assertThat(network.score()).isCloseTo(step.scores().loss(), Offset.offset(1e-5));
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void steps_of_every_optimizer_agree(String name) throws Exception {
        for (Optimizer optimizer : List.of(
                new Optimizer.AdamW(0.1), new Optimizer.Adam(0.9, 0.99, 1e-4, 0.1), new Optimizer.Sgd(0.9, 0.1))) {
            NetworkSpec spec = networks().get(name);
            Network engine = Network.initialize(spec, 3);
            MultiLayerNetwork network = Networks.of(engine.snapshot(), recipe(optimizer), 0);
            try (Workers workers = new Workers(1)) {
                TrainingStep step = new TrainingStep(engine, recipe(optimizer), OptionalDouble.empty(), workers, 0);
                for (int s = 0; s < 3; s++) {
                    step.step(inputs(spec.inputs()), labels(), null, ROWS, 0.01);
                    network.fit(rows(spec));
                }
            }
            Map<String, Tensor> expected = engine.snapshot().tensors();
            Model actual = Networks.model(network);
            expected.forEach((tensor, values) -> assertClose(
                    optimizer.kind() + " " + tensor, actual.tensor(tensor).values(), values.values(), 1e-4));
        }
    }

    private static void assertClose(String what, float[] actual, float[] expected, double tolerance) {
        assertThat(actual).as(what).hasSameSizeAs(expected);
        double largest = 0.1;
        for (float e : expected) {
            largest = Math.max(largest, Math.abs(e));
        }
        for (int n = 0; n < expected.length; n++) {
            assertThat((double) actual[n])
                    .as("%s[%d]", what, n)
                    .isCloseTo(expected[n], Offset.offset(tolerance * largest));
        }
    }
}

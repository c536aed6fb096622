package org.kanworkbench.dl4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.data.Offset;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.EarlyStoppingResult;
import org.deeplearning4j.earlystopping.saver.InMemoryModelSaver;
import org.deeplearning4j.earlystopping.scorecalc.DataSetLossCalculator;
import org.deeplearning4j.earlystopping.termination.MaxEpochsTerminationCondition;
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingTrainer;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.listeners.ScoreIterationListener;
import org.deeplearning4j.optimize.listeners.TimeIterationListener;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kanworkbench.dl4j.CountingListener;
import org.kanworkbench.dl4j.SampleLayers;
import org.kanworkbench.network.InputScaling;
import org.kanworkbench.network.LayerField;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.basis.BSpline;
import org.kanworkbench.network.basis.Cosines;
import org.kanworkbench.network.basis.GaussianRbf;
import org.kanworkbench.network.basis.recurrence.Chebyshev;
import org.kanworkbench.network.basis.recurrence.Legendre;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.buffer.util.DataTypeUtil;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The layer as somebody meets it who uses Deeplearning4j and nothing else of the workbench. */
class KanLayerTest {

    static List<String> names() {
        return List.copyOf(SampleLayers.all().keySet());
    }

    /** Those that files know how to name. */
    static List<String> namesInFiles() {
        return names().stream()
                .filter(name -> !name.equals("a basis that nobody knows"))
                .toList();
    }

    private static NeuralNetConfiguration.Builder settings() {
        return new NeuralNetConfiguration.Builder().seed(5);
    }

    private static LossLayer softmax() {
        return new LossLayer.Builder(LossFunction.MCXENT)
                .activation(Activation.SOFTMAX)
                .build();
    }

    private static MultiLayerConfiguration single(NeuralNetConfiguration.Builder settings, String name) {
        return settings.list()
                .layer(KanLayer.of(SampleLayers.all().get(name)))
                .layer(softmax())
                .setInputType(InputType.feedForward(5))
                .build();
    }

    private static INDArray classes(int rows, int count, DataType type) {
        INDArray targets = Nd4j.zeros(type, rows, count);
        for (int r = 0; r < rows; r++) {
            targets.putScalar(r, r % count, 1);
        }
        return targets;
    }

    @ParameterizedTest
    @MethodSource("names")
    void the_gradient_check_of_Deeplearning4j_passes(String name) {
        DataType before = DataTypeUtil.getDtypeFromContext();
        DataTypeUtil.setDTypeForContext(DataType.DOUBLE);
        try {
            MultiLayerNetwork network = new MultiLayerNetwork(
                    single(settings().dataType(DataType.DOUBLE).updater(new NoOp()), name));
            network.init();
            Set<String> measured = network.paramTable().keySet().stream()
                    .filter(key -> KanParameters.isStatistic(key.substring(2)))
                    .collect(Collectors.toSet());
            Nd4j.getRandom().setSeed(8);
            INDArray rows = Nd4j.randn(DataType.DOUBLE, 6, 5).muli(0.6);
            boolean passed = GradientCheckUtil.checkGradients(new GradientCheckUtil.MLNConfig()
                    .net(network)
                    .input(rows)
                    .labels(classes(6, 4, DataType.DOUBLE))
                    .excludeParams(measured));
            assertThat(passed).isTrue();
        } finally {
            DataTypeUtil.setDTypeForContext(before);
        }
    }

    @Test
    void gradients_flow_through_two_layers() {
        DataType before = DataTypeUtil.getDtypeFromContext();
        DataTypeUtil.setDTypeForContext(DataType.DOUBLE);
        try {
            MultiLayerNetwork network = new MultiLayerNetwork(settings()
                    .dataType(DataType.DOUBLE)
                    .updater(new NoOp())
                    .list()
                    .layer(new KanLayer.Builder(new BSpline(4, 3)).nOut(3).build())
                    .layer(new KanLayer.Builder(new Legendre(3))
                            .scaling(InputScaling.ROW_MIN_MAX)
                            .nOut(3)
                            .build())
                    .layer(new KanLayer.Builder(new GaussianRbf(4))
                            .scaling(InputScaling.TANH)
                            .nOut(2)
                            .build())
                    .layer(softmax())
                    .setInputType(InputType.feedForward(4))
                    .build());
            network.init();
            Nd4j.getRandom().setSeed(8);
            boolean passed = GradientCheckUtil.checkGradients(new GradientCheckUtil.MLNConfig()
                    .net(network)
                    .input(Nd4j.randn(DataType.DOUBLE, 5, 4))
                    .labels(classes(5, 2, DataType.DOUBLE))
                    .excludeParams(Set.of("0_range", "1_range")));
            assertThat(passed).isTrue();
        } finally {
            DataTypeUtil.setDTypeForContext(before);
        }
    }

    @ParameterizedTest
    @MethodSource("namesInFiles")
    void JSON_tells_the_whole_layer(String name) {
        MultiLayerConfiguration configuration = single(settings(), name);
        MultiLayerConfiguration read = MultiLayerConfiguration.fromJson(configuration.toJson());
        assertThat(read).isEqualTo(configuration);
        assertThat(((KanLayer) read.getConf(0).getLayer()).getSpec())
                .isEqualTo(SampleLayers.all().get(name));
        assertThat(MultiLayerConfiguration.fromYaml(configuration.toYaml())).isEqualTo(configuration);
    }

    @Test
    void JSON_of_an_unknown_basis_is_refused_by_name() {
        String json = single(settings(), "dense").toJson().replace("\"none\"", "\"nonesuch\"");
        assertThatThrownBy(() -> MultiLayerConfiguration.fromJson(json))
                .rootCause()
                .hasMessageContaining("nonesuch");
    }

    @Test
    void a_basis_of_ones_own_is_not_saved_where_nobody_could_read_it_back() {
        MultiLayerNetwork network = new MultiLayerNetwork(single(settings(), "a basis that nobody knows"));
        network.init();
        assertThatThrownBy(() -> ModelSerializer.writeModel(network, new ByteArrayOutputStream(), true))
                .rootCause()
                .hasMessageContaining("a basis of your own (" + Cosines.class.getName() + ") cannot be read back");
    }

    @ParameterizedTest
    @MethodSource("namesInFiles")
    void the_serializer_keeps_weights_statistics_and_moments(String name) throws Exception {
        MultiLayerNetwork network = new MultiLayerNetwork(single(settings().updater(new Adam(0.01)), name));
        network.init();
        DataSet rows = new DataSet(Nd4j.randn(9, 5), classes(9, 4, DataType.FLOAT));
        for (int s = 0; s < 3; s++) {
            network.fit(rows);
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ModelSerializer.writeModel(network, file, true);
        MultiLayerNetwork read =
                ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(file.toByteArray()), true);
        assertThat(read.params()).isEqualTo(network.params());
        assertThat(read.output(rows.getFeatures())).isEqualTo(network.output(rows.getFeatures()));
        read.fit(rows);
        network.fit(rows);
        assertThat(read.params()).isEqualTo(network.params());
    }

    @Test
    void a_graph_learns_with_two_inputs_of_layers_and_reads_itself_back() throws Exception {
        ComputationGraphConfiguration configuration = settings()
                .updater(new Adam(0.02))
                .graphBuilder()
                .addInputs("in")
                .addLayer("left", new KanLayer.Builder(new Chebyshev(3)).nOut(4).build(), "in")
                .addLayer(
                        "right",
                        new KanLayer.Builder(new GaussianRbf(5)).nOut(3).build(),
                        "in")
                .addLayer("both", new KanLayer.Builder(new Legendre(2)).nOut(2).build(), "left", "right")
                .addLayer("loss", softmax(), "both")
                .setOutputs("loss")
                .setInputTypes(InputType.feedForward(2))
                .build();
        assertThat(ComputationGraphConfiguration.fromJson(configuration.toJson()))
                .isEqualTo(configuration);
        ComputationGraph graph = new ComputationGraph(configuration);
        graph.init();
        DataSet rings = rings(120);
        for (int s = 0; s < 150; s++) {
            graph.fit(rings);
        }
        Evaluation evaluation = new Evaluation(2);
        evaluation.eval(rings.getLabels(), graph.outputSingle(rings.getFeatures()));
        assertThat(evaluation.accuracy()).isGreaterThan(0.95);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ModelSerializer.writeModel(graph, file, true);
        ComputationGraph read =
                ModelSerializer.restoreComputationGraph(new ByteArrayInputStream(file.toByteArray()), true);
        assertThat(read.outputSingle(rings.getFeatures())).isEqualTo(graph.outputSingle(rings.getFeatures()));
    }

    /** Points within a circle, and around it. */
    private static DataSet rings(int rows) {
        Nd4j.getRandom().setSeed(3);
        INDArray x = Nd4j.rand(DataType.FLOAT, rows, 2).muli(2).subi(1);
        INDArray y = Nd4j.zeros(rows, 2);
        for (int r = 0; r < rows; r++) {
            boolean inside = Math.hypot(x.getDouble(r, 0), x.getDouble(r, 1)) < 0.7;
            y.putScalar(r, inside ? 0 : 1, 1);
        }
        return new DataSet(x, y);
    }

    private static MultiLayerNetwork ringNetwork() {
        MultiLayerNetwork network = new MultiLayerNetwork(settings()
                .updater(new Adam(0.02))
                .list()
                .layer(new KanLayer.Builder(new Legendre(3)).nOut(6).build())
                .layer(new KanLayer.Builder(new Legendre(3)).nOut(2).build())
                .layer(softmax())
                .setInputType(InputType.feedForward(2))
                .build());
        network.init();
        return network;
    }

    @Test
    void listeners_hear_every_step_and_Evaluation_scores() {
        MultiLayerNetwork network = ringNetwork();
        CountingListener counting = new CountingListener();
        network.setListeners(new ScoreIterationListener(10), new TimeIterationListener(60), counting);
        network.fit(new ListDataSetIterator<>(rings(120).asList(), 40), 20);
        assertThat(counting.steps()).isEqualTo(60);
        assertThat(counting.epochs()).isEqualTo(20);
        assertThat(counting.lastScore()).isLessThan(counting.firstScore());
        Evaluation evaluation =
                network.evaluate(new ListDataSetIterator<>(rings(120).asList(), 50));
        assertThat(evaluation.accuracy()).isGreaterThan(0.85);
    }

    @Test
    void early_stopping_keeps_the_best_network() {
        ListDataSetIterator<DataSet> rows = new ListDataSetIterator<>(rings(120).asList(), 40);
        EarlyStoppingConfiguration<MultiLayerNetwork> stopping = new EarlyStoppingConfiguration.Builder<
                        MultiLayerNetwork>()
                .modelSaver(new InMemoryModelSaver<>())
                .scoreCalculator(new DataSetLossCalculator(rows, true))
                .epochTerminationConditions(new MaxEpochsTerminationCondition(5))
                .build();
        EarlyStoppingResult<MultiLayerNetwork> result = new EarlyStoppingTrainer(stopping, ringNetwork(), rows).fit();
        assertThat(result.getTotalEpochs()).isEqualTo(5);
        double least = result.getScoreVsEpoch().values().stream()
                .mapToDouble(Double::doubleValue)
                .min()
                .orElseThrow();
        assertThat(result.getBestModel().score(rings(120))).isCloseTo(least, Offset.offset(1e-4));
        assertThat(result.getBestModel().score(rings(120)))
                .isLessThan(ringNetwork().score(rings(120)));
    }

    @Test
    void dropout_acts_on_outputs_while_training_alone() {
        KanLayer layer = KanLayer.of(LayerSpec.plain(new Legendre(2))
                .with(Map.of(
                        LayerField.BASE, org.kanworkbench.network.Activation.SILU,
                        LayerField.ACTIVATION, org.kanworkbench.network.Activation.IDENTITY,
                        LayerField.DROPOUT, 0.25))
                .withSizes(5, 400));
        MultiLayerNetwork network = new MultiLayerNetwork(settings()
                .list()
                .layer(layer)
                .layer(softmax())
                .setInputType(InputType.feedForward(5))
                .build());
        network.init();
        INDArray x = Nd4j.randn(10, 5);
        INDArray trained = network.feedForward(x, true).get(1).dup();
        INDArray inferred = network.feedForward(x, false).get(1).dup();
        double share = trained.eq(0).castTo(DataType.FLOAT).meanNumber().doubleValue();
        assertThat(share).isBetween(0.2, 0.3);
        assertThat(inferred.eq(0).castTo(DataType.FLOAT).sumNumber().intValue()).isZero();
        INDArray kept = trained.neq(0).castTo(DataType.FLOAT);
        assertThat(trained.sub(inferred.div(0.75).muli(kept)).amaxNumber().doubleValue())
                .isLessThan(1e-4);
    }

    @Test
    void rows_of_another_size_are_refused_in_words() {
        MultiLayerNetwork network = ringNetwork();
        assertThatThrownBy(() -> network.output(Nd4j.zeros(3, 7)))
                .isInstanceOf(DL4JInvalidInputException.class)
                .hasMessageContaining("takes rows of 2 inputs, not [3, 7]");
    }
}

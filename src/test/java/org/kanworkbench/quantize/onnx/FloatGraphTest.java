package org.kanworkbench.quantize.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kanworkbench.data.Target;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.ConstantTerm;
import org.kanworkbench.network.InputScaling;
import org.kanworkbench.network.LayerField;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.LayerTensor;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Normalization;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.Presets;
import org.kanworkbench.network.basis.Basis;
import org.kanworkbench.network.basis.BasisSamples;
import org.kanworkbench.network.basis.recurrence.Chebyshev;
import org.kanworkbench.network.basis.recurrence.Legendre;
import org.kanworkbench.network.stem.KanConvolutions;
import org.kanworkbench.network.stem.Stem;
import org.kanworkbench.quantize.onnx.graph.OnnxExport;
import org.kanworkbench.quantize.scheme.Scheme;
import org.kanworkbench.quantize.scheme.Schemes;

/** The engine is the oracle: it shares no arithmetic with the graphs. */
class FloatGraphTest {

    @TempDir
    private static Path folder;

    static Stream<Preset> presets() {
        return Presets.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("presets")
    void every_preset_answers_as_in_the_engine(Preset preset) throws Exception {
        assertSame(RandomModels.of(preset, 7), 13, 1e-4f);
    }

    @Test
    void kernels_on_more_pixels_than_a_layer_may_have_inputs_answer_as_in_the_engine() throws Exception {
        Preset preset = Preset.named("conv-kal").orElseThrow();
        KanConvolutions stem = ((KanConvolutions) preset.stem()).withChannels(List.of(16, 32));
        LayerSpec last = preset.network(144, 4).layers().getLast();
        Stem wide = stem.fitted(48 * 48);
        NetworkSpec network = new NetworkSpec(wide, List.of(last.withSizes(wide.features(48 * 48), 4)));

        assertSame(RandomModels.of(network, 7), 2, 1e-4f);
    }

    @Test
    void half_precision_ends_at_its_largest_value() throws Exception {
        GraphBuilder graph = new GraphBuilder();
        String weights = graph.toFloat(graph.halves("weights", new float[] {1e6f, -1e6f}, 2));
        ByteBuffer halves = ModelProto.parseFrom(graph.build(weights, 1, 2))
                .getGraph()
                .getInitializer(0)
                .getRawData()
                .asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN);

        assertThat(Float.float16ToFloat(halves.getShort())).isEqualTo(65_504);
        assertThat(Float.float16ToFloat(halves.getShort())).isEqualTo(-65_504);
    }

    @Test
    void weights_before_a_layer_norm_are_rounded_once() throws Exception {
        LayerSpec layer =
                LayerSpec.dense(6, 5, Activation.IDENTITY).with(Map.of(LayerField.NORMALIZATION, Normalization.LAYER));
        Model model = RandomModels.of(new NetworkSpec(List.of(layer)), 3);
        Origin origin = new Origin("", "", Target.Classes.numbered(5), Optional.empty(), Optional.empty(), 250);
        Scheme scheme = Schemes.parse("float16", model.network());
        Path file = folder.resolve("halves.onnx");
        OnnxExport.of(model, origin, scheme, Optional.empty()).write(file);
        ByteBuffer halves = ModelProto.parseFrom(Files.readAllBytes(file)).getGraph().getInitializerList().stream()
                .filter(tensor -> tensor.getDataType() == TensorProto.DataType.FLOAT16.getNumber())
                .findFirst()
                .orElseThrow()
                .getRawData()
                .asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN);

        float[] weights = model.tensor(LayerTensor.BASE_WEIGHT.name(0)).values();
        for (int i = 0; i < 6; i++) {
            double mean = 0;
            for (int o = 0; o < 5; o++) {
                mean += weights[o * 6 + i] / 5.0;
            }
            for (int o = 0; o < 5; o++) {
                assertThat(halves.getShort()).isEqualTo(Float.floatToFloat16(weights[o * 6 + i] - (float) mean));
            }
        }
    }

    static Stream<NetworkSpec> forms() {
        Stream<NetworkSpec> ofBases =
                BasisSamples.all().stream().map(basis -> network(basis, InputScaling.RUNNING_MIN_MAX, Activation.SILU));
        Stream<NetworkSpec> ofScalings =
                Stream.of(InputScaling.values()).map(scaling -> network(new Legendre(3), scaling, Activation.ZERO));
        Stream<NetworkSpec> ofBaseActivations = Stream.of(Activation.RELU, Activation.GELU, Activation.IDENTITY)
                .map(base -> network(new Chebyshev(3), InputScaling.TANH, base));
        return Stream.of(ofBases, ofScalings, ofBaseActivations).flatMap(s -> s);
    }

    private static NetworkSpec network(Basis basis, InputScaling scaling, Activation base) {
        LayerSpec layer = LayerSpec.plain(basis)
                .with(Map.of(
                        LayerField.SCALING, scaling,
                        LayerField.BASE, base,
                        LayerField.CONSTANT_TERM, ConstantTerm.PER_EDGE,
                        LayerField.NORMALIZATION, Normalization.BATCH,
                        LayerField.ACTIVATION, Activation.GELU))
                .withSizes(6, 5);
        return new NetworkSpec(List.of(layer, layer.withSizes(5, 3)));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void every_basis_scaling_and_activation_answers_as_in_the_engine(NetworkSpec network) throws Exception {
        assertSame(RandomModels.of(network, 3), 17, 1e-4f);
    }

    /** Written and read again, as a file from elsewhere would be. */
    private static void assertSame(Model model, int rows, float tolerance) throws Exception {
        float[] x = RandomModels.rows(rows, model.network().inputs(), 11);
        float[] logits = new float[rows * model.network().outputs()];
        Origin origin = new Origin(
                "", "", Target.Classes.numbered(model.network().outputs()), Optional.empty(), Optional.empty(), 250);
        Path file = folder.resolve("network.onnx");
        OnnxExport.of(model, origin, Schemes.FLOAT32, Optional.empty()).write(file);
        try (OnnxNetwork network = new OnnxNetwork(OnnxReader.read(file), 1)) {
            network.predict(x, rows, logits);
        }
        float[] expected = RandomModels.logits(model, x, rows);
        for (int n = 0; n < logits.length; n++) {
            assertThat(logits[n]).isCloseTo(expected[n], within(tolerance * Math.max(1, Math.abs(expected[n]))));
        }
    }
}

package org.kanworkbench.files.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kanworkbench.data.Target;
import org.kanworkbench.engine.Network;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.Packed;
import org.kanworkbench.files.tensors.StoredWeights;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.Presets;
import org.kanworkbench.network.tensor.HalfTensor;
import org.kanworkbench.network.tensor.QuantizedTensor;
import org.kanworkbench.network.tensor.QuantizedTensor.Block;
import org.kanworkbench.network.tensor.SplitTensor;
import org.kanworkbench.network.tensor.StoredTensor;
import org.kanworkbench.network.tensor.Tensor;

/** Files of models whose weights are kept in few bits. */
class QuantizedModelFileTest {

    private static final Preset PRESET = Presets.ALL.getFirst();
    private static final NetworkSpec NETWORK = PRESET.network(40, List.of(5), 3);

    @TempDir
    Path folder;

    private Path file;
    private final SplittableRandom random = new SplittableRandom(1);

    @BeforeEach
    void nameFile() {
        file = folder.resolve("model.kan");
    }

    private QuantizedTensor quantized(int[] shape, int bits, Block block, boolean affine) {
        byte[] codes = new byte[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        float[] scales = new float[QuantizedTensor.blocks(shape, block)];
        byte[] zeroPoints = new byte[affine ? scales.length : 0];
        int half = 1 << bits - 1;
        for (int n = 0; n < codes.length; n++) {
            codes[n] = (byte) random.nextInt(-half, half);
        }
        for (int b = 0; b < scales.length; b++) {
            scales[b] = (float) random.nextDouble(0.01, 1);
        }
        for (int b = 0; b < zeroPoints.length; b++) {
            zeroPoints[b] = (byte) random.nextInt(-half, half);
        }
        return new QuantizedTensor(shape, bits, block, codes, scales, zeroPoints);
    }

    private static HalfTensor half(int... shape) {
        short[] halves = new short[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        for (int n = 0; n < halves.length; n++) {
            halves[n] = Float.floatToFloat16(n / 7f - 1);
        }
        return new HalfTensor(shape, halves);
    }

    /** Every way of keeping a tensor: whole and by terms, symmetric and not, in integers, half precision and in full. */
    private SavedModel saved(int bits) {
        Model model = Network.initialize(NETWORK, 1).snapshot();
        Map<String, StoredTensor> stored = new LinkedHashMap<>(model.tensors());
        stored.put("layers.0.base_weight", quantized(new int[] {5, 40}, bits, new Block(1, 32, 1), true));
        stored.put(
                "layers.0.basis_weight",
                new SplitTensor(
                        new int[] {5, 40, 3},
                        List.of(
                                new SplitTensor.Part(
                                        List.of(2, 0),
                                        quantized(new int[] {5, 40, 2}, bits, new Block(1, 40, 2), false)),
                                new SplitTensor.Part(List.of(1), half(5, 40, 1)))));
        stored.put("layers.1.base_weight", half(3, 5));
        stored.put(
                "layers.1.basis_weight",
                new SplitTensor(
                        new int[] {3, 5, 3},
                        List.of(
                                new SplitTensor.Part(
                                        List.of(0, 1), quantized(new int[] {3, 5, 2}, bits, new Block(3, 5, 2), true)),
                                new SplitTensor.Part(List.of(2), new Tensor(new int[] {3, 5, 1}, new float[15])))));
        Map<String, Tensor> values = new LinkedHashMap<>();
        stored.forEach((name, tensor) -> values.put(name, tensor.float32()));
        SavedModel plain = SavedModels.of(model, PRESET.name(), 7, "d", new Target.Classes(List.of("a", "b", "c")));
        return plain.rounded(new Model(NETWORK, values), new StoredWeights("w4/P2=16", stored), OptionalDouble.of(0.5));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8})
    void what_was_written_is_read_bit_for_bit(int bits) throws Exception {
        SavedModel saved = saved(bits);
        ModelFile.write(saved, file);
        assertThat(ModelFile.read(file)).isEqualTo(saved);
    }

    @Test
    void values_are_scale_times_code_less_zero_point() {
        QuantizedTensor tensor = new QuantizedTensor(
                new int[] {2, 3, 2},
                4,
                new Block(1, 2, 1),
                new byte[] {1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6},
                new float[] {1, 10, 100, 1000, 0.5f, 0.25f, 2, 4},
                new byte[] {0, 1, 0, 1, 0, 1, 0, 1});
        assertThat(tensor.float32().values())
                .containsExactly(1, -20, 2, -30, 300, -4000, 2, -1.25f, 2.5f, -1.5f, 12, -28);
    }

    @ParameterizedTest
    @CsvSource({"4, 0.22", "8, 0.34"})
    void few_bits_make_small_files(int bits, double share) throws Exception {
        ModelFile.write(
                SavedModels.of(saved(bits).model(), PRESET.name(), 7, "d", new Target.Classes(List.of("a", "b", "c"))),
                file);
        long plain = weights().length;
        assertThat(json("spec.json")).contains("\"format\" : 1");
        Map<String, StoredTensor> stored =
                new LinkedHashMap<>(saved(bits).stored().get().tensors());
        stored.replaceAll((_, tensor) -> tensor.shape().length < 2
                ? tensor
                : quantized(tensor.shape(), bits, new Block(1, tensor.shape()[1], 3), false));
        Map<String, Tensor> values = new LinkedHashMap<>();
        stored.forEach((name, tensor) -> values.put(name, tensor.float32()));
        ModelFile.write(
                saved(bits).rounded(new Model(NETWORK, values), new StoredWeights("w", stored), OptionalDouble.empty()),
                file);
        assertThat(json("spec.json")).contains("\"format\" : 2");
        assertThat(weights().length - header(weights())).isLessThan((int) (share * plain));
    }

    private static int header(byte[] safetensors) {
        return 8 + (safetensors[0] & 0xff) + ((safetensors[1] & 0xff) << 8);
    }

    private byte[] weights() throws IOException {
        return entries().get("weights.safetensors");
    }

    private String json(String entry) throws IOException {
        return new String(entries().get(entry), StandardCharsets.UTF_8);
    }

    @Test
    void truncated_files_are_refused_at_every_length() throws Exception {
        ModelFile.write(saved(3), file);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length += 23) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertRefused("");
        }
    }

    /** The list says one thing, the tensors another. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "bits" : 4                              | "bits" : 5                 | layers.0.base_weight.codes has 100 bytes, not 125
            "bits" : 4                              | "bits" : 9                 | bits of layers.0.base_weight is 9
            "bits" : 4                              | "bits" : -1                | bits of layers.0.base_weight is -1
            "block" : [ 1, 32, 1 ]                  | "block" : [ 1, 8, 1 ]      | layers.0.base_weight
            "block" : [ 1, 32, 1 ]                  | "block" : [ 0, 32, 1 ]     | layers.0.base_weight
            "block" : [ 1, 32, 1 ]                  | "block" : [ 1, 32 ]        | block of layers.0.base_weight
            "terms" : [ 2, 0 ]                      | "terms" : [ 2, 2 ]         | term 2 of 3 is kept twice
            "terms" : [ 2, 0 ]                      | "terms" : [ 3, 0 ]         | term 3 of 3
            "terms" : [ 2, 0 ]                      | "terms" : [ 2, 0, 0, 0 ]   | has no such terms
            "tensor" : "layers.0.base_weight"       | "tensor" : "layers.9.bias" | layers.9.bias has no place
            "tensor" : "layers.0.base_weight"       | "tensor" : "layers.0.bias" | layers.0.base_weight.codes
            "scheme"                                | "skeme"                    | scheme
            """)
    void lists_that_do_not_fit_the_tensors_are_refused(String what, String by, String named) throws Exception {
        ModelFile.write(saved(4), file);
        rewrite("quantization.json", json -> {
            String flat = json.replaceAll("\\s+", " ");
            assertThat(flat).contains(what);
            return flat.replaceFirst(Pattern.quote(what), by);
        });
        assertRefused(named);
    }

    @Test
    void a_file_without_its_list_is_refused() throws Exception {
        ModelFile.write(saved(4), file);
        rewrite("quantization.json", _ -> null);
        assertRefused("layers.0.base_weight.codes has no place in its network");
    }

    @Test
    void scales_that_are_no_numbers_are_refused() throws Exception {
        SavedModel saved = saved(4);
        QuantizedTensor q = (QuantizedTensor) saved.stored().get().tensors().get("layers.0.base_weight");
        q.scales()[0] = Float.NaN;
        ModelFile.write(saved, file);
        assertRefused("layers.0.base_weight holds NaN");
    }

    private void assertRefused(String part) {
        assertThatThrownBy(() -> ModelFile.read(file))
                .isInstanceOf(ModelFileException.class)
                .message()
                .startsWith(file.toString())
                .contains(part)
                .doesNotContain("\n");
    }

    private Map<String, byte[]> entries() throws IOException {
        return Packed.entries(Files.readAllBytes(file));
    }

    /** @param change of one entry's text; null takes it out */
    private void rewrite(String name, UnaryOperator<String> change) throws IOException {
        Map<String, byte[]> entries = entries();
        String after = change.apply(new String(entries.remove(name), StandardCharsets.UTF_8));
        if (after != null) {
            entries.put(name, after.getBytes(StandardCharsets.UTF_8));
        }
        Files.write(file, Packed.zip(entries));
    }
}

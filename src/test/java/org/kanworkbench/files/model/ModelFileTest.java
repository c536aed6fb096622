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
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.Dataset.ImageShape;
import org.kanworkbench.data.Target;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.Packed;
import org.kanworkbench.files.tensors.TensorShapes;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.ConstantTerm;
import org.kanworkbench.network.Initialization;
import org.kanworkbench.network.InputScaling;
import org.kanworkbench.network.LayerField;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Normalization;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.Presets;
import org.kanworkbench.network.basis.BSpline;
import org.kanworkbench.network.basis.recurrence.Legendre;
import org.kanworkbench.network.recipe.Loss;
import org.kanworkbench.network.tensor.Tensor;

class ModelFileTest {

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("model.kan");
    }

    /** Every kind of tensor that there is: 4 → 3 → 2. */
    private static final NetworkSpec NETWORK = new NetworkSpec(List.of(
            LayerSpec.plain(new Legendre(2))
                    .with(Map.of(
                            LayerField.SCALING, InputScaling.RUNNING_MIN_MAX,
                            LayerField.BASE, Activation.SILU,
                            LayerField.NORMALIZATION, Normalization.BATCH,
                            LayerField.ACTIVATION, Activation.PRELU,
                            LayerField.DROPOUT, 0.1))
                    .withSizes(4, 3),
            new LayerSpec(
                    3,
                    2,
                    new BSpline(3, 2, -2, 2),
                    InputScaling.TANH,
                    Activation.ZERO,
                    ConstantTerm.PER_EDGE,
                    false,
                    Normalization.NONE,
                    Activation.IDENTITY,
                    0,
                    true,
                    Initialization.SPLINE_NOISE,
                    false)));

    private static final Map<String, int[]> SHAPES = new LinkedHashMap<>();

    static {
        SHAPES.put("layers.0.base_weight", new int[] {3, 4});
        SHAPES.put("layers.0.basis_weight", new int[] {3, 4, 2});
        SHAPES.put("layers.0.bias", new int[] {3});
        SHAPES.put("layers.0.norm.weight", new int[] {3});
        SHAPES.put("layers.0.norm.bias", new int[] {3});
        SHAPES.put("layers.0.prelu", new int[] {1});
        SHAPES.put("layers.0.norm.running_mean", new int[] {3});
        SHAPES.put("layers.0.norm.running_var", new int[] {3});
        SHAPES.put("layers.0.scaling.running_min", new int[] {1});
        SHAPES.put("layers.0.scaling.running_max", new int[] {1});
        SHAPES.put("layers.1.basis_weight", new int[] {2, 3, 5});
        SHAPES.put("layers.1.basis_scale", new int[] {2, 3});
    }

    private static Map<String, Tensor> tensors() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        SHAPES.forEach((name, shape) -> tensors.put(name, ramp(shape)));
        return tensors;
    }

    private static Tensor ramp(int... shape) {
        float[] values = new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < values.length; i++) {
            values[i] = i / 7f - 1;
        }
        return new Tensor(shape, values);
    }

    private static SavedModel saved(Map<String, Tensor> tensors) {
        return new SavedModel(
                new Model(NETWORK, tensors),
                "kal-net",
                Presets.ALL.getFirst().recipe(),
                Long.MIN_VALUE,
                "MNIST",
                new Target.Classes(List.of("cat \"c\"", "dög")),
                Optional.of(new ImageShape(1, 4)),
                Optional.of(new ColumnScaling(List.of(
                        new ColumnScaling.Column("a", 1.25, 2),
                        new ColumnScaling.Column("b", -3e9, 1e-3),
                        new ColumnScaling.Column("ü", 0, 1),
                        new ColumnScaling.Column("", 0.1, 1e30)))),
                OptionalDouble.of(0.9831),
                Optional.empty());
    }

    @Test
    void start_weights_of_a_long_name_are_kept() throws Exception {
        Path file = StartWeights.keep(saved(tensors()), folder, "a long name ".repeat(30));
        assertThat(StartWeights.sound(file)).isTrue();
        assertThat(StartWeights.name(file.toString())).startsWith("a-long-name-a-long-name");
    }

    @Test
    void what_was_written_is_read() throws Exception {
        SavedModel saved = saved(tensors());
        ModelFile.write(saved, file);
        assertThat(ModelFile.read(file)).isEqualTo(saved);
        assertThat(names()).containsExactly("model.kan");
    }

    @Test
    void a_model_of_numbers_keeps_their_names_units_and_error() throws Exception {
        SavedModel s = saved(tensors());
        Target.Numbers numbers = new Target.Numbers(new ColumnScaling(
                List.of(new ColumnScaling.Column("force [N]", 1e6, 0.1), new ColumnScaling.Column("", -3, 1e-9))));
        SavedModel saved = new SavedModel(
                s.model(),
                s.preset(),
                s.recipe().withLoss(Loss.MSE),
                s.seed(),
                s.dataset(),
                numbers,
                Optional.empty(),
                s.scaling(),
                OptionalDouble.of(12.5),
                Optional.empty());
        ModelFile.write(saved, file);
        assertThat(ModelFile.read(file)).isEqualTo(saved);
        rewrite(saved, entries -> {
            byte[] metrics = entries.get("metrics.json");
            entries.put(
                    "metrics.json",
                    new String(metrics, StandardCharsets.UTF_8)
                            .replaceFirst("\"testRmse\"\\s*:\\s*12.5", "\"testRmse\" : -1.0")
                            .getBytes(StandardCharsets.UTF_8));
            return entries;
        });
        assertRefused("testRmse is -1.0");
    }

    @Test
    void a_file_from_before_there_were_numbers_is_read() throws Exception {
        SavedModel saved = saved(tensors());
        ModelFile.write(saved, file);
        rewrite(entries -> {
            String metrics = new String(entries.get("metrics.json"), StandardCharsets.UTF_8);
            assertThat(metrics).contains("\"targets\" : [ ],");
            entries.put(
                    "metrics.json",
                    metrics.replaceAll("\"targets\" : \\[ ],\\s*", "").getBytes(StandardCharsets.UTF_8));
            return entries;
        });
        assertThat(ModelFile.read(file)).isEqualTo(saved);
    }

    @Test
    void a_model_that_was_never_scored_has_no_accuracy() throws Exception {
        SavedModel s = saved(tensors());
        SavedModel unscored = SavedModels.of(s.model(), s.preset(), s.seed(), s.dataset(), s.target());
        ModelFile.write(unscored, file);
        assertThat(ModelFile.read(file)).isEqualTo(unscored);
    }

    @Test
    void the_same_model_gives_the_same_bytes() throws Exception {
        ModelFile.write(saved(tensors()), file);
        byte[] first = Files.readAllBytes(file);
        ModelFile.write(saved(tensors()), file);
        assertThat(Files.readAllBytes(file)).isEqualTo(first);
    }

    @Test
    void the_file_is_a_zip_that_other_tools_can_use() throws Exception {
        ModelFile.write(saved(tensors()), file);
        try (ZipFile zip = new ZipFile(file.toFile())) {
            assertThat(zip.stream().map(ZipEntry::getName))
                    .containsExactly("spec.json", "recipe.json", "metrics.json", "weights.safetensors");
            String metrics =
                    new String(zip.getInputStream(zip.getEntry("metrics.json")).readAllBytes(), StandardCharsets.UTF_8);
            assertThat(metrics).contains("\"testAccuracy\" : 0.9831", "\"java\"", "\"os\"", "\"workbench\"");
        }
    }

    static List<Preset> presets() {
        return Presets.ALL;
    }

    @ParameterizedTest
    @MethodSource("presets")
    void every_preset_is_saved_and_opened(Preset preset) throws Exception {
        NetworkSpec network = preset.network(16, 3);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        TensorShapes.of(network).shapes().forEach((name, shape) -> tensors.put(name, ramp(shape)));
        SavedModel saved = SavedModels.of(
                new Model(network, tensors), preset.name(), 1, "d", new Target.Classes(List.of("a", "b", "c")));
        ModelFile.write(saved, file);
        assertThat(ModelFile.read(file)).isEqualTo(saved);
    }

    @ParameterizedTest
    @MethodSource("presets")
    void trained_tensors_have_as_many_values_as_the_network_has_parameters(Preset preset) {
        NetworkSpec network = preset.network(16, List.of(7, 5), 3);
        long trained = TensorShapes.of(network).shapes().entrySet().stream()
                .filter(e -> !e.getKey().contains("running"))
                .mapToLong(e -> Arrays.stream(e.getValue()).reduce(1, (a, b) -> a * b))
                .sum();
        assertThat(trained).isEqualTo(network.parameters());
    }

    @Test
    void truncated_files_are_refused_at_every_length() throws Exception {
        ModelFile.write(saved(tensors()), file);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length += 7) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertRefused();
        }
    }

    @Test
    void a_flipped_bit_anywhere_in_the_weights_is_noticed() throws Exception {
        ModelFile.write(saved(tensors()), file);
        byte[] whole = Files.readAllBytes(file);
        int name = new String(whole, StandardCharsets.ISO_8859_1).indexOf("weights.safetensors");
        int end = new String(whole, StandardCharsets.ISO_8859_1).indexOf("PK\1\2");
        // Past the entry's name and the first byte of its only block, where deflate has idle bits; before the
        // descriptor that
        // follows its data.
        for (int i = name + "weights.safetensors".length() + 1; i < end - 16; i += 5) {
            byte[] bad = whole.clone();
            bad[i] ^= 0x10;
            Files.write(file, bad);
            assertRefused();
        }
    }

    @Test
    void other_files_are_refused() throws Exception {
        Files.writeString(file, "not a zip at all, but long enough to look at");
        assertRefused("damaged or no .kan file");
        Files.delete(file);
        assertRefused("does not exist");
    }

    @Test
    void a_newer_format_is_refused_before_anything_else_is_looked_at() throws Exception {
        Files.write(file, Packed.zip(Map.of("spec.json", "{\"format\": 4, \"surprise\": true}".getBytes())));
        assertRefused(); // recipe is looked for later: the version speaks first
        assertRefused("newer workbench (format 4, this one reads up to 3)", "update");
    }

    @Test
    void missing_entries_are_named() throws Exception {
        for (String name : List.of("spec.json", "recipe.json", "metrics.json", "weights.safetensors")) {
            rewrite(entries -> {
                entries.remove(name);
                return entries;
            });
            assertRefused("lacks " + name);
        }
    }

    @Test
    void oversized_entries_are_refused_without_being_unpacked() throws Exception {
        for (String name : List.of("spec.json", "metrics.json", "weights.safetensors")) {
            rewrite(entries -> {
                entries.put(name, new byte[(1 << 24) + 4096]);
                return entries;
            });
            assertThat(Files.size(file)).isLessThan(100_000);
            assertRefused(name + " is larger than its network can need");
        }
    }

    @Test
    void impossible_networks_are_refused_by_field() throws Exception {
        rewrite(edit("spec.json", s -> s.replaceFirst("\"outputs\" : 3", "\"outputs\" : 5")));
        assertRefused("spec.json: network", "layer 2 takes 3 inputs but layer 1 gives 5");
        rewrite(edit("spec.json", s -> s.replaceFirst("\"inputs\" : 4", "\"inputs\" : 0")));
        assertRefused("spec.json: network.layers[0]", "inputs of a layer is 0");
    }

    @Test
    void tensors_that_do_not_fit_the_network_are_refused() throws Exception {
        Map<String, Tensor> missing = tensors();
        missing.remove("layers.0.bias");
        assertWeightsRefused(missing, "layers.0.bias is missing");

        Map<String, Tensor> extra = tensors();
        extra.put("layers.7.bias", ramp(3));
        assertWeightsRefused(extra, "layers.7.bias has no place");

        Map<String, Tensor> misshapen = tensors();
        misshapen.put("layers.0.base_weight", ramp(4, 3));
        assertWeightsRefused(misshapen, "layers.0.base_weight has shape [4, 3], not [3, 4]");
    }

    @Test
    void values_that_are_not_finite_are_refused() throws Exception {
        for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            Map<String, Tensor> bad = tensors();
            bad.put("layers.0.prelu", new Tensor(new int[] {1}, new float[] {value}));
            assertWeightsRefused(bad, "layers.0.prelu holds " + value);
        }
    }

    @Test
    void a_file_from_before_there_were_image_size_and_scaling_has_none() throws Exception {
        rewrite(edit("metrics.json", s -> s.replaceFirst("(?s)\"image\" :.*?(?=\"scores\")", "")));
        SavedModel read = ModelFile.read(file);
        assertThat(read.image()).isEmpty();
        assertThat(read.scaling()).isEmpty();
        assertThat(read.target().names()).isEqualTo(saved(tensors()).target().names());
    }

    @Test
    void image_size_and_scaling_must_fit_the_inputs() throws Exception {
        rewrite(edit("metrics.json", s -> s.replaceFirst("(?s)\"image\" : \\[[^]]*]", "\"image\" : [2, 3]")));
        assertRefused("metrics.json: image: [2, 3] is no height and width of 4 inputs");
        rewrite(edit("metrics.json", s -> s.replaceFirst("(?s)\"columns\" : \\[.*?}, ", "\"columns\" : [")));
        assertRefused("metrics.json: columns: there are 3 for 4 inputs");
        rewrite(edit("metrics.json", s -> s.replaceFirst("\"deviation\" : 2.0", "\"deviation\" : 0.0")));
        assertRefused("metrics.json: columns[0]: column a has mean 1.25 and deviation 0.0");
    }

    @Test
    void class_names_must_be_as_many_as_outputs() throws Exception {
        rewrite(edit("metrics.json", s -> s.replace("\"dög\"", "\"dög\", \"cow\"")));
        assertRefused("metrics.json: classes", "3 names for 2 outputs");
    }

    @Test
    void a_failed_save_leaves_the_old_model() throws Exception {
        ModelFile.write(saved(tensors()), file);
        Map<String, Tensor> broken = tensors();
        broken.put("layers.0.bias", null);
        assertThatThrownBy(() -> ModelFile.write(saved(broken), file)).isInstanceOf(RuntimeException.class);
        assertThat(ModelFile.read(file)).isEqualTo(saved(tensors()));
        assertThat(names()).containsExactly("model.kan");
    }

    private void assertWeightsRefused(Map<String, Tensor> tensors, String part) throws IOException {
        ModelFile.write(saved(tensors), file);
        assertRefused("weights.safetensors", part);
    }

    private void assertRefused(String... parts) {
        assertThatThrownBy(() -> ModelFile.read(file))
                .isInstanceOf(ModelFileException.class)
                .message()
                .startsWith(file.toString())
                .doesNotContain("\n")
                .satisfies(m -> assertThat(parts).allSatisfy(p -> assertThat(m).contains(p)));
    }

    private static UnaryOperator<Map<String, byte[]>> edit(String name, UnaryOperator<String> change) {
        return entries -> {
            String before = new String(entries.get(name), StandardCharsets.UTF_8);
            String after = change.apply(before);
            assertThat(after).isNotEqualTo(before);
            entries.put(name, after.getBytes(StandardCharsets.UTF_8));
            return entries;
        };
    }

    /** Saves a good model and zips it again with changed entries. */
    private void rewrite(UnaryOperator<Map<String, byte[]>> change) throws IOException {
        rewrite(saved(tensors()), change);
    }

    private void rewrite(SavedModel model, UnaryOperator<Map<String, byte[]>> change) throws IOException {
        ModelFile.write(model, file);
        Map<String, byte[]> entries = Packed.entries(Files.readAllBytes(file));
        Files.write(file, Packed.zip(change.apply(entries)));
    }

    private Stream<String> names() throws IOException {
        return Files.list(folder).map(p -> p.getFileName().toString());
    }
}

package org.kanworkbench.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kanworkbench.data.source.IdxFiles;
import org.kanworkbench.dl4j.NetworkFile;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.Packed;
import org.kanworkbench.files.peer.TorchFile;
import org.kanworkbench.fuzz.Readings.Format;
import org.kanworkbench.network.Presets;

/** Files made to fill the memory, to run without end, to break the screen's line, or to run code: under the same rules as damaged ones. */
class HostileFilesTest {

    private static final int NO_PRESET = Presets.ALL.size();
    private static final WatchingLoader LOADER = new WatchingLoader();

    @TempDir
    private Path folder;

    private final Map<Format, List<Seed>> seeds = new EnumMap<>(Format.class);

    private Seed seed(Format format, int number) throws IOException {
        if (!seeds.containsKey(format)) {
            seeds.put(format, new Seeds(Files.createTempDirectory(folder, "seeds")).of(format));
        }
        return seeds.get(format).get(number);
    }

    /** Reads a file in a seed's place and asserts that it is read or refused as files must be. */
    private void assertHarmless(Format format, Seed seed, byte[] content, int choice) throws Exception {
        FuzzReport report = new FuzzReport(format.name(), folder.resolve("kept"));
        Path outer = Files.createDirectories(folder.resolve("outer"));
        new FuzzRun(format, LOADER, (file, _) -> file, outer, report).trial(0, seed, content, choice);
        assertThat(report.findings()).as(report.toString()).isEmpty();
    }

    @Test
    void images_that_unpack_to_a_thousand_times_their_size() throws Exception {
        byte[] bomb = IdxFiles.of(0x803, new byte[100 << 20], 100, 1024, 1024);
        assertHarmless(Format.IDX, seed(Format.IDX, 4), Packed.gzip(bomb), 0);
    }

    @Test
    void labels_that_unpack_to_a_thousand_times_their_size() throws Exception {
        byte[] bomb = IdxFiles.of(0x801, new byte[20 << 20], 20 << 20);
        assertHarmless(Format.IDX, seed(Format.IDX, 5), Packed.gzip(bomb), 0);
    }

    private static byte[] rezipped(byte[] file, Consumer<Map<String, byte[]>> change) {
        Map<String, byte[]> entries = Packed.entries(file);
        change.accept(entries);
        return Packed.zip(entries);
    }

    private void assertHarmless(String entry, UnaryOperator<String> change) throws Exception {
        Seed seed = seed(Format.KAN, 0);
        byte[] file = rezipped(
                seed.content(),
                entries -> entries.computeIfPresent(
                        entry,
                        (_, content) -> change.apply(new String(content, UTF_8)).getBytes(UTF_8)));
        assertHarmless(Format.KAN, seed, file, 0);
    }

    @Test
    void a_model_file_with_weights_that_unpack_to_a_thousand_times_their_size() throws Exception {
        Seed seed = seed(Format.KAN, 3);
        byte[] file = rezipped(seed.content(), entries -> {
            String spec = new String(entries.get("spec.json"), UTF_8);
            entries.put(
                    "spec.json",
                    spec.replaceFirst("(inputs\" : )2", "$18192")
                            .replaceAll("(puts\" : )3", "$18192")
                            .getBytes(UTF_8));
            entries.put("weights.safetensors", new byte[40 << 20]);
        });
        assertHarmless(Format.KAN, seed, file, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[[],", "[{},", "{\"a\":"})
    void JSON_that_becomes_thirty_times_as_large_in_memory(String unit) throws Exception {
        String bomb = unit.charAt(0) + unit.substring(1).repeat(300_000);
        for (String entry : new String[] {"spec.json", "recipe.json", "metrics.json"}) {
            assertHarmless(entry, json -> json.replaceFirst("\\{", "{\"x\":" + bomb));
        }
        Seed configuration = seed(Format.CONFIGURATION, 0);
        assertHarmless(Format.CONFIGURATION, configuration, bomb.getBytes(UTF_8), 0);
        assertHarmless(Format.SAFETENSORS, seed(Format.SAFETENSORS, 0), header(bomb), NO_PRESET);
    }

    private static byte[] header(String json) {
        byte[] bytes = json.getBytes(UTF_8);
        return ByteBuffer.allocate(Long.BYTES + bytes.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(bytes.length)
                .put(bytes)
                .array();
    }

    @Test
    void JSON_nested_a_million_deep() throws Exception {
        String deep = "[".repeat(1_000_000);
        assertHarmless("metrics.json", _ -> deep);
        assertHarmless(Format.CONFIGURATION, seed(Format.CONFIGURATION, 0), deep.getBytes(UTF_8), 0);
        assertHarmless(Format.SAFETENSORS, seed(Format.SAFETENSORS, 0), header(deep), NO_PRESET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "\"NaN\"",
                "1e999",
                "-1",
                "[null,null]",
                "{\"testAccuracy\":null}",
                "{\"testAccuracy\":\"NaN\"}"
            })
    void nulls_and_numbers_that_are_none_in_every_list_and_map_of_a_model(String value) throws Exception {
        for (String field : new String[] {"classes", "image", "columns", "scores", "versions", "seed", "dataset"}) {
            assertHarmless(
                    "metrics.json",
                    json -> json.replaceFirst(
                            "(?s)\"" + field + "\" : (\\[.*?\\](?=,)|\\{.*?\\}|[^\\[{\\n]+?(?=,\n))",
                            "\"" + field + "\" : " + value));
        }
        assertHarmless("spec.json", json -> json.replaceFirst("(?s)\"layers\" : \\[", "\"layers\" : [null, "));
    }

    @Test
    void line_breaks_and_control_sequences_in_names() throws Exception {
        assertHarmless("spec.json", json -> json.replace("\"network\"", "\"a\\nb\\u001b[2J\\u202e\""));
        assertHarmless(
                Format.CSV,
                seed(Format.CSV, 0),
                ("a,\"b\nc\u001b[2J\u2028\",class\n" + "1,x,y\n".repeat(20)).getBytes(UTF_8),
                1);
        assertHarmless(
                Format.SAFETENSORS,
                seed(Format.SAFETENSORS, 0),
                header("{\"a\\nb\\u0007\":{\"dtype\":\"F32\\n\",\"shape\":[0],\"data_offsets\":[0,0]}}"),
                NO_PRESET);
    }

    @Test
    void a_message_about_a_megabyte_of_text_is_short() throws Exception {
        String text = "x".repeat(900_000);
        assertHarmless(
                Format.CONFIGURATION, seed(Format.CONFIGURATION, 0), ("{\"" + text + "\":1}").getBytes(UTF_8), 0);
        assertHarmless(
                Format.CSV, seed(Format.CSV, 0), (text + ",b,c\n" + (text + ",1,a\n").repeat(2)).getBytes(UTF_8), 1);
    }

    private static String tensor(String name, String shape) {
        return "\"" + name + "\":{\"dtype\":\"F32\",\"shape\":" + shape + ",\"data_offsets\":[0,0]}";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[0]", "[]", "[0,0]", "[0,2147483647]", "[0,65536,65536]", "[2147483647,0]", "[0,-1]", "[1e9,0]"
            })
    void tensors_of_impossible_shapes_where_sizes_are_looked_for(String shape) throws Exception {
        for (String name :
                new String[] {"layers.0.base_weight", "layers.0.basis_weight", "0.weight", "base_weights.0"}) {
            String json = "{" + tensor(name, shape) + "," + tensor("poly_weights.0", shape) + "}";
            for (int preset = 0; preset <= Presets.ALL.size(); preset++) {
                assertHarmless(Format.SAFETENSORS, seed(Format.SAFETENSORS, 0), header(json), preset);
            }
        }
    }

    @Test
    void tensor_names_of_a_hundred_thousand_parts() throws Exception {
        String name = "a.".repeat(100_000) + "0.weight";
        String json = "{" + tensor(name, "[0,0]") + "}";
        assertHarmless(Format.SAFETENSORS, seed(Format.SAFETENSORS, 0), header(json), NO_PRESET);
    }

    @Test
    void ten_thousand_layers() throws Exception {
        StringBuilder json = new StringBuilder("{\"__metadata__\":{}");
        for (int l = 0; l < 9000; l++) {
            json.append(',').append(tensor(l + ".weight", "[1,0]"));
        }
        assertHarmless(
                Format.SAFETENSORS,
                seed(Format.SAFETENSORS, 0),
                header(json.append('}').toString()),
                NO_PRESET);
    }

    @Test
    void many_tensors_over_one_storage_do_not_become_a_large_network() throws Exception {
        TorchFile file = new TorchFile().floats("0", new float[200 * 200]);
        for (int l = 0; l < 1000; l++) {
            file.view(l + ".weight", "FloatStorage", "0", 200 * 200, 0, new int[] {200, 200}, new int[] {200, 1});
            file.view(l + ".bias", "FloatStorage", "0", 200 * 200, 0, new int[] {200}, new int[] {1});
        }
        byte[] content = Files.readAllBytes(file.writePlain(folder.resolve("bomb.pth")));
        assertHarmless(Format.PTH, seed(Format.PTH, 0), content, NO_PRESET);
    }

    @Test
    void classes_and_functions_that_a_pickle_names_are_never_looked_for() throws Exception {
        for (String word : PickleWords.ALL) {
            byte[] content = rezipped(
                    seed(Format.PTH, 0).content(),
                    entries -> entries.put("net/data.pkl", ("\u0080\2" + word + ".").getBytes(ISO_8859_1)));
            assertHarmless(Format.PTH, seed(Format.PTH, 0), content, NO_PRESET);
        }
    }

    @Test
    void a_class_that_a_reader_asks_for_is_noticed() throws Exception {
        WatchingLoader loader = new WatchingLoader();
        Class.forName(Readings.class.getName(), true, loader);
        assertThat(loader.foreign()).isEmpty();
        Class.forName(Canary.class.getName(), true, loader);
        assertThat(loader.foreign()).containsExactly(Canary.class.getName());
    }

    /** What a file may say is to be made: it tells when it is. */
    public static final class Trap implements Serializable {

        private static final long serialVersionUID = 1;
        private static final AtomicInteger MADE = new AtomicInteger();

        private void readObject(ObjectInputStream in) throws IOException {
            MADE.incrementAndGet();
        }
    }

    @Test
    void a_network_of_Deeplearning4j_with_an_object_of_any_class_makes_none() throws Exception {
        ByteArrayOutputStream object = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(object)) {
            out.writeObject(new Trap());
        }
        byte[] file = rezipped(
                seed(Format.DL4J, 0).content(), entries -> entries.put("preprocessor.bin", object.toByteArray()));

        assertHarmless(Format.DL4J, seed(Format.DL4J, 0), file, 0);
        assertThat(Trap.MADE).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"org.kanworkbench.fuzz.Canary\"",
                "[\"java.lang.ProcessBuilder\",{}]",
                "{\"@class\":\"java.net.URLClassLoader\"}",
                "\"java.util.ArrayList<javax.script.ScriptEngineManager>\"",
                "\"org.deeplearning4j.nn.conf.layers.DenseLayer\""
            })
    void a_network_of_Deeplearning4j_that_names_other_classes_is_refused(String named) throws Exception {
        Seed seed = seed(Format.DL4J, 0);
        Path file = Files.write(folder.resolve("named.zip"), rezipped(seed.content(), entries -> {
            String json = new String(entries.get("configuration.json"), UTF_8);
            String changed = json.replaceFirst(
                    "\"@class\" : \"org.kanworkbench.dl4j.layers.KanLayer\"",
                    "\"@class\" : " + Matcher.quoteReplacement(named));
            assertThat(changed).isNotEqualTo(json);
            entries.put("configuration.json", changed.getBytes(UTF_8));
        }));

        assertThatThrownBy(() -> NetworkFile.read(file, Optional.empty()))
                .isInstanceOf(ModelFileException.class)
                .message()
                .hasLineCount(1);
    }

    @Test
    void weights_of_Deeplearning4j_that_claim_to_be_more_than_they_are() throws Exception {
        Seed seed = seed(Format.DL4J, 0);
        byte[] file = rezipped(seed.content(), entries -> {
            ByteBuffer weights = ByteBuffer.wrap(entries.get("coefficients.bin"));
            int type = new String(entries.get("coefficients.bin"), ISO_8859_1).indexOf("\0\5FLOAT");
            // Both lengths: in the shape, which begins after 32 bytes with the rank, and before the values.
            weights.putLong(type - 8, 1L << 40);
            weights.putLong(40, 1L << 40);
        });
        assertHarmless(Format.DL4J, seed, file, 0);
    }

    @Test
    void a_network_of_Deeplearning4j_that_unpacks_to_a_thousand_times_its_size() throws Exception {
        Seed seed = seed(Format.DL4J, 0);
        for (String entry : List.of("configuration.json", "coefficients.bin", "preprocessor.bin")) {
            byte[] file = rezipped(seed.content(), entries -> entries.put(entry, new byte[100 << 20]));
            assertHarmless(Format.DL4J, seed, file, 0);
        }
    }
}

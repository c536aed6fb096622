package org.kanworkbench.files.tensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.network.tensor.Tensor;

class SafetensorsTest {

    static Stream<Path> goldens() throws IOException {
        return Files.list(Path.of("src/test/resources/golden"))
                .filter(p -> p.toString().endsWith(".safetensors"));
    }

    /** Written by the format's own library from PyTorch. */
    @ParameterizedTest
    @MethodSource("goldens")
    void files_of_the_original_library_are_read(Path file) throws Exception {
        Safetensors golden = Safetensors.read(file);

        assertThat(golden.metadata()).containsKeys("model", "optimizer");
        assertThat(golden.entry("input").type()).isEqualTo(TensorType.F64);
        assertThat(golden.names()).anyMatch(n -> n.startsWith("param.")).anyMatch(n -> n.startsWith("after5."));
        for (String name : golden.names()) {
            double[] values = golden.doubles(name);
            assertThat(values).hasSize(golden.entry(name).size());
            assertThat(Arrays.stream(values).allMatch(v -> Double.isFinite(v) && Math.abs(v) < 1e3))
                    .isTrue();
        }
    }

    @Test
    void class_labels_are_read_as_whole_numbers() throws Exception {
        Safetensors golden = Safetensors.read(Path.of("src/test/resources/golden/torchkan_kal_order3.safetensors"));
        assertThat(golden.entry("target").type()).isEqualTo(TensorType.I64);
        assertThat(golden.entry("target").shape()).containsExactly(7);
        assertThat(Arrays.stream(golden.doubles("target")).boxed()).allMatch(v -> v == Math.rint(v) && v >= 0 && v < 3);
    }

    @Test
    void what_was_written_is_read() throws Exception {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        float[] many = new float[50_000];
        for (int i = 0; i < many.length; i++) {
            many[i] = (float) Math.sin(i) * 1e-20f;
        }
        tensors.put("b", new Tensor(new int[] {100, 500}, many));
        tensors.put("a", new Tensor(new int[] {2}, new float[] {Float.MIN_VALUE, -Float.MAX_VALUE}));
        tensors.put("scalar", new Tensor(new int[] {}, new float[] {3}));
        tensors.put("none", new Tensor(new int[] {0, 4}, new float[0]));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SafetensorsWriter.write(tensors, Map.of("who", "„ich“"), out);

        Safetensors read = Safetensors.parse("x", out.toByteArray());

        assertThat(read.names()).containsExactly("b", "a", "scalar", "none");
        assertThat(read.metadata()).containsExactly(Map.entry("who", "„ich“"));
        for (String name : tensors.keySet()) {
            assertThat(read.tensor(name)).isEqualTo(tensors.get(name));
        }
        long header = ByteBuffer.wrap(out.toByteArray())
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
        assertThat(header % 8).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "F64, 000000000000F8BF, -1.5",
        "F32, 0000C0BF, -1.5",
        "F16, 00BE, -1.5",
        "BF16, C0BF, -1.5",
        "I64, FEFFFFFFFFFFFFFF, -2",
        "I32, FEFFFFFF, -2",
        "I16, FEFF, -2",
        "I8, FE, -2",
        "U8, FE, 254",
        "BOOL, 01, 1"
    })
    void every_type_is_read(String dtype, String littleEndian, double value) throws Exception {
        byte[] bytes = HexFormat.of().parseHex(littleEndian);
        Safetensors read = Safetensors.parse(
                "x",
                file(
                        "{\"t\":{\"dtype\":\"%s\",\"shape\":[1],\"data_offsets\":[0,%d]}}"
                                .formatted(dtype, bytes.length),
                        bytes));
        assertThat(read.doubles("t")).containsExactly(value);
        assertThat(read.tensor("t").values()).containsExactly((float) value);
    }

    static List<String> badHeaders() {
        return List.of(
                "{\"t\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}",
                "{\"t\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
                "{\"t\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
                "{\"t\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}",
                "{\"t\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}}",
                "{\"t\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[-8,0]}}",
                "{\"t\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}",
                "{\"t\":{\"dtype\":\"F32\",\"shape\":[2.5],\"data_offsets\":[0,8]}}",
                "{\"t\":{\"dtype\":\"F32\",\"shape\":[2147483647,2147483647,2147483647],\"data_offsets\":[0,8]}}",
                "{\"t\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[18446744073709551616,8]}}",
                "{\"t\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0]}}",
                "{\"t\":{\"dtype\":\"F32\",\"shape\":[2]}}",
                "{\"t\":{\"shape\":[2],\"data_offsets\":[0,8]}}",
                "{\"t\":{\"dtype\":\"F9\",\"shape\":[2],\"data_offsets\":[0,8]}}",
                "{\"t\":[]}",
                "{\"t\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                        + "\"u\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
                "{\"t\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                        + "\"t\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}",
                "[1, 2]",
                "{ not json",
                "[".repeat(5000));
    }

    @ParameterizedTest
    @MethodSource("badHeaders")
    void headers_that_do_not_fit_the_file_are_refused(String header) {
        assertRefused(file(header, new byte[8]));
    }

    @Test
    void truncated_files_are_refused_at_every_length() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SafetensorsWriter.write(Map.of("t", new Tensor(new int[] {2}, new float[] {1, 2})), Map.of(), out);
        byte[] whole = out.toByteArray();
        for (int length = 0; length < whole.length; length++) {
            assertRefused(Arrays.copyOf(whole, length));
        }
        assertRefused(Arrays.copyOf(whole, whole.length + 1));
    }

    @Test
    void header_lengths_beyond_the_file_are_refused() {
        for (long length : new long[] {Long.MAX_VALUE, -1, Long.MIN_VALUE, 1L << 33, 0}) {
            assertRefused(ByteBuffer.allocate(64)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(length)
                    .array());
        }
    }

    @Test
    void a_missing_tensor_or_file_is_named(@TempDir Path folder) throws Exception {
        Safetensors empty = Safetensors.parse("x", file("{}", new byte[0]));
        assertThatThrownBy(() -> empty.doubles("w"))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining("tensor w");
        Path missing = folder.resolve("missing.safetensors");
        assertThatThrownBy(() -> Safetensors.read(missing))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContainingAll(missing.toString(), "no such file");
    }

    private static void assertRefused(byte[] content) {
        assertThatThrownBy(() -> Safetensors.parse("weights", content))
                .isInstanceOf(ModelFileException.class)
                .message()
                .startsWith("weights")
                .contains(": ")
                .doesNotContain("\n");
    }

    private static byte[] file(String header, byte[] data) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + json.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .put(data)
                .array();
    }
}

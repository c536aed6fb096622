package org.kanworkbench.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;

/** A file of golden tensors: float64 and int64 arrays as doubles, and what they were made from. */
public record GoldenFile(Map<String, String> metadata, Map<String, Array> arrays) {

    /** Of float32 arithmetic against float64, relative to the largest value of a tensor. */
    public static final double TOLERANCE = 1e-4;

    /** Of the steps that the files have. */
    public static final double RATE = 1e-3;

    /** Share of a step that is uncertain: Adam turns a gradient near its rounding error into a step of full length. */
    static final double UNCERTAIN_STEP = 1e-3;

    public record Array(List<Integer> shape, double[] values) {}

    public static GoldenFile read(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        byte[] header = new byte[Math.toIntExact(bytes.getLong())];
        bytes.get(header);
        int start = bytes.position();
        JsonNode json = new ObjectMapper().readTree(new String(header, StandardCharsets.UTF_8));
        Map<String, String> metadata = new LinkedHashMap<>();
        Map<String, Array> arrays = new LinkedHashMap<>();
        json.properties().forEach(entry -> {
            if (entry.getKey().equals("__metadata__")) {
                entry.getValue()
                        .properties()
                        .forEach(m -> metadata.put(m.getKey(), m.getValue().asText()));
            } else {
                arrays.put(entry.getKey(), array(entry.getValue(), bytes, start));
            }
        });
        return new GoldenFile(metadata, arrays);
    }

    private static Array array(JsonNode node, ByteBuffer bytes, int start) {
        List<Integer> shape = new ArrayList<>();
        node.get("shape").forEach(n -> shape.add(n.asInt()));
        double[] values = new double[shape.stream().reduce(1, (a, b) -> a * b)];
        int at = start + node.get("data_offsets").get(0).asInt();
        boolean integers = node.get("dtype").asText().equals("I64");
        for (int j = 0; j < values.length; j++) {
            values[j] = integers ? bytes.getLong(at + 8 * j) : bytes.getDouble(at + 8 * j);
        }
        return new Array(shape, values);
    }

    /** Whether the steps start from a network that has not seen the batch before. */
    public boolean startsAgain() {
        return metadata.getOrDefault("note", "").contains("The steps start from param.* again");
    }

    public Array array(String name) {
        Array array = arrays.get(name);
        if (array == null) {
            throw new IllegalArgumentException("no array " + name + ", but " + arrays.keySet());
        }
        return array;
    }

    /** The files of the folder in {@code golden.dir}, or the copies that come with the tests. */
    public static Stream<Path> all() throws IOException {
        return all("golden.dir", "/golden");
    }

    /** The files of the folder in {@code zoo.dir}, likewise. */
    public static Stream<Path> zoo() throws IOException {
        return all("zoo.dir", "/golden-zoo");
    }

    private static Stream<Path> all(String property, String resource) throws IOException {
        String named = System.getProperty(property);
        Path folder = named != null
                ? Path.of(named)
                : Path.of(URI.create(GoldenFile.class.getResource(resource).toString()));
        try (Stream<Path> list = Files.list(folder)) {
            return list.filter(f -> f.toString().endsWith(".safetensors")).sorted().toList().stream();
        }
    }

    /** The same with the first two axes of all arrays of three swapped whose names contain a word. */
    GoldenFile swapped(String word) {
        Map<String, Array> others = new LinkedHashMap<>();
        arrays.forEach((name, array) -> others.put(name, name.contains(word) ? swapped(array) : array));
        return new GoldenFile(metadata, others);
    }

    /** The same with the first axis of all arrays moved to the end whose names contain a word. */
    GoldenFile firstAxisLast(String word) {
        Map<String, Array> others = new LinkedHashMap<>();
        arrays.forEach((name, array) -> others.put(name, name.contains(word) ? firstAxisLast(array) : array));
        return new GoldenFile(metadata, others);
    }

    private static Array firstAxisLast(Array array) {
        List<Integer> shape = new ArrayList<>(array.shape);
        int first = shape.removeFirst();
        shape.add(first);
        int rest = array.values.length / first;
        double[] values = new double[array.values.length];
        for (int n = 0; n < values.length; n++) {
            values[n % rest * first + n / rest] = array.values[n];
        }
        return new Array(shape, values);
    }

    /** Adds the values of two arrays, one after the other, under every prefix that they have. */
    GoldenFile joined(String first, String second, String both) {
        Map<String, Array> others = new LinkedHashMap<>(arrays);
        arrays.forEach((name, array) -> {
            if (name.endsWith(first)) {
                String prefix = name.substring(0, name.length() - first.length());
                double[] values = DoubleStream.concat(
                                DoubleStream.of(array.values), DoubleStream.of(array(prefix + second).values))
                        .toArray();
                others.put(prefix + both, new Array(List.of(values.length), values));
            }
        });
        return new GoldenFile(metadata, others);
    }

    private static Array swapped(Array array) {
        int first = array.shape.get(0);
        int second = array.shape.get(1);
        int third = array.shape.get(2);
        double[] values = new double[array.values.length];
        for (int a = 0; a < first; a++) {
            for (int b = 0; b < second; b++) {
                System.arraycopy(array.values, (a * second + b) * third, values, (b * first + a) * third, third);
            }
        }
        return new Array(List.of(second, first, third), values);
    }

    public static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int j = 0; j < values.length; j++) {
            floats[j] = (float) values[j];
        }
        return floats;
    }

    /** Within {@link #TOLERANCE}. */
    public static void assertClose(String name, float[] actual, double[] expected) {
        assertClose(name, actual, expected, 0);
    }

    /** @param margin that the largest value has no part in */
    public static void assertClose(String name, float[] actual, double[] expected, double margin) {
        assertThat(actual).as(name).hasSameSizeAs(expected);
        double largest = 0;
        for (double e : expected) {
            largest = Math.max(largest, Math.abs(e));
        }
        for (int j = 0; j < expected.length; j++) {
            assertThat((double) actual[j])
                    .as("%s[%d]", name, j)
                    .isCloseTo(expected[j], Offset.offset(TOLERANCE * largest + margin + 1e-12));
        }
    }
}

package org.kanworkbench.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A file of golden tensors: float64 and int64 arrays as doubles, and what they were made from. */
record GoldenFile(Map<String, String> metadata, Map<String, Array> arrays) {

    record Array(List<Integer> shape, double[] values) {}

    static GoldenFile read(Path file) throws IOException {
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

    Array array(String name) {
        Array array = arrays.get(name);
        if (array == null) {
            throw new IllegalArgumentException("no array " + name + ", but " + arrays.keySet());
        }
        return array;
    }
}

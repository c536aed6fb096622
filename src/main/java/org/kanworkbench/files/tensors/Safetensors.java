package org.kanworkbench.files.tensors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.kanworkbench.data.FileErrors;
import org.kanworkbench.data.WholeFile;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.json.JsonFormat;
import org.kanworkbench.files.json.JsonSize;
import org.kanworkbench.network.tensor.Tensor;

/**
 * Named tensors in the safetensors format (huggingface.co/docs/safetensors): a little-endian 64-bit length, a JSON
 * header of that length, then every tensor's bytes without gaps. The bytes are held in memory and converted on request;
 * {@link SafetensorsWriter} writes such files.
 */
public final class Safetensors implements NamedTensors {

    static final int LENGTH_BYTES = Long.BYTES;
    static final int ALIGNMENT = 8;
    static final String METADATA = "__metadata__";

    private static final int MAX_HEADER = 100_000_000;

    /** Of data that are written: what is read, a header with it, is an array. */
    static final int MOST_BYTES = 2_000_000_000;

    private static final int MAX_NAME = 255;

    private final String name;
    private final Map<String, Entry> entries;
    private final Map<String, String> metadata;
    private final ByteBuffer data;

    /**
     * A tensor's entry in the header.
     *
     * @param begin offset of the first byte from the end of the header
     */
    public record Entry(TensorType type, List<Integer> shape, int begin, int end) {

        public int size() {
            return shape.stream().reduce(1, (a, b) -> a * b);
        }
    }

    private Safetensors(String name, Map<String, Entry> entries, Map<String, String> metadata, ByteBuffer data) {
        this.name = name;
        this.entries = entries;
        this.metadata = metadata;
        this.data = data;
    }

    public static Safetensors read(Path file) throws ModelFileException {
        return read(file, JsonSize.MOST_TOKENS);
    }

    /** @param mostTokens names and values that the header may have */
    public static Safetensors read(Path file, int mostTokens) throws ModelFileException {
        try {
            return parse(file.toString(), WholeFile.read(file, Integer.MAX_VALUE - ALIGNMENT), mostTokens);
        } catch (ModelFileException e) {
            throw e;
        } catch (IOException e) {
            throw new ModelFileException(
                    file + " cannot be read (" + FileErrors.reason(e) + "): check it, or choose another file", e);
        }
    }

    /** @param name of the content in messages */
    public static Safetensors parse(String name, byte[] content) throws ModelFileException {
        return parse(name, content, JsonSize.MOST_TOKENS);
    }

    private static Safetensors parse(String name, byte[] content, int mostTokens) throws ModelFileException {
        ByteBuffer buffer = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        if (content.length < LENGTH_BYTES) {
            throw damaged(name, "it ends before its header");
        }
        long header = buffer.getLong();
        if (header < 2 || header > Math.min(MAX_HEADER, buffer.remaining())) {
            throw damaged(name, "its header's length " + Long.toUnsignedString(header) + " is impossible");
        }
        JsonSize.checked(name, content, LENGTH_BYTES, (int) header, mostTokens);
        JsonNode root;
        try {
            root = JsonFormat.STRICT.readTree(new String(content, LENGTH_BYTES, (int) header, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new ModelFileException(
                    damaged(name, "its header is not valid JSON").getMessage(), e);
        }
        if (!root.isObject()) {
            throw damaged(name, "its header is no JSON object");
        }
        ByteBuffer data = buffer.position(LENGTH_BYTES + (int) header).slice().order(ByteOrder.LITTLE_ENDIAN);
        Map<String, Entry> entries = new LinkedHashMap<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : root.properties()) {
            if (field.getKey().equals(METADATA)) {
                field.getValue()
                        .properties()
                        .forEach(p -> metadata.put(p.getKey(), p.getValue().asText()));
            } else if (field.getKey().length() > MAX_NAME) {
                throw damaged(name, "a tensor has a name of " + field.getKey().length() + " characters");
            } else {
                entries.put(field.getKey(), entry(name, field.getKey(), field.getValue(), data.capacity()));
            }
        }
        checkNoGaps(name, entries, data.capacity());
        return new Safetensors(name, entries, metadata, data);
    }

    private static Entry entry(String file, String tensor, JsonNode node, int available) throws ModelFileException {
        JsonNode shape = node.path("shape");
        JsonNode offsets = node.path("data_offsets");
        if (!node.path("dtype").isTextual() || !shape.isArray() || !offsets.isArray() || offsets.size() != 2) {
            throw damaged(file, "tensor " + tensor + " lacks dtype, shape or data_offsets");
        }
        String dtype = node.path("dtype").asText();
        TensorType type = TensorType.named(dtype)
                .orElseThrow(() -> new ModelFileException(
                        file + ": tensor " + tensor + " has type " + dtype + ": convert it to F32, F16, BF16 or F64"));
        List<Integer> dimensions = new ArrayList<>();
        long size = 1;
        for (JsonNode dimension : shape) {
            if (!dimension.canConvertToInt() || !dimension.isIntegralNumber() || dimension.asInt() < 0) {
                throw damaged(file, "tensor " + tensor + " has an impossible shape " + shape);
            }
            dimensions.add(dimension.asInt());
            size *= dimension.asInt();
            if (size > available) {
                throw damaged(file, "tensor " + tensor + " of shape " + shape + " is larger than the file");
            }
        }
        JsonNode begin = offsets.get(0);
        JsonNode end = offsets.get(1);
        if (!begin.isIntegralNumber()
                || !begin.canConvertToInt()
                || !end.canConvertToInt()
                || !end.isIntegralNumber()
                || begin.asInt() < 0
                || end.asInt() < begin.asInt()
                || end.asInt() > available) {
            throw damaged(
                    file,
                    "tensor " + tensor + " lies at " + offsets + ", outside the file's " + available
                            + " bytes of data");
        }
        if (end.asInt() - begin.asInt() != size * type.bytes()) {
            throw damaged(
                    file,
                    "tensor " + tensor + " of shape " + shape + " needs " + size * type.bytes() + " bytes but has "
                            + (end.asInt() - begin.asInt()));
        }
        return new Entry(type, List.copyOf(dimensions), begin.asInt(), end.asInt());
    }

    private static void checkNoGaps(String name, Map<String, Entry> entries, int available) throws ModelFileException {
        List<Entry> inOrder = entries.values().stream()
                .sorted(Comparator.comparingInt(Entry::begin).thenComparingInt(Entry::end))
                .toList();
        int position = 0;
        for (Entry entry : inOrder) {
            if (entry.begin() != position) {
                throw damaged(name, "its tensors overlap or leave gaps");
            }
            position = entry.end();
        }
        if (position != available) {
            throw damaged(name, available - position + " bytes follow the last tensor");
        }
    }

    private static ModelFileException damaged(String name, String what) {
        return new ModelFileException(
                name + " is not a valid safetensors file (" + what + "): download or save it again");
    }

    /** Names in the header's order. */
    @Override
    public Set<String> names() {
        return entries.keySet();
    }

    public Map<String, String> metadata() {
        return metadata;
    }

    public Entry entry(String tensor) throws ModelFileException {
        Entry entry = entries.get(tensor);
        if (entry == null) {
            throw new ModelFileException(name + " has no tensor " + tensor + ": check what wrote the file");
        }
        return entry;
    }

    @Override
    public List<Integer> shape(String tensor) throws ModelFileException {
        return entry(tensor).shape();
    }

    /** Row-major values of a tensor of any type, converted to double. Integers beyond 2^53 are rounded. */
    @Override
    public double[] doubles(String tensor) throws ModelFileException {
        Entry entry = entry(tensor);
        double[] values = new double[entry.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = entry.type().get(data, entry.begin() + i * entry.type().bytes());
        }
        return values;
    }

    /** A tensor of any type, converted to float32. */
    @Override
    public Tensor tensor(String tensor) throws ModelFileException {
        Entry entry = entry(tensor);
        float[] values = new float[entry.size()];
        if (entry.type() == TensorType.F32) {
            data.duplicate()
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .position(entry.begin())
                    .asFloatBuffer()
                    .get(values);
        } else {
            for (int i = 0; i < values.length; i++) {
                values[i] = (float)
                        entry.type().get(data, entry.begin() + i * entry.type().bytes());
            }
        }
        return new Tensor(entry.shape().stream().mapToInt(Integer::intValue).toArray(), values);
    }
}

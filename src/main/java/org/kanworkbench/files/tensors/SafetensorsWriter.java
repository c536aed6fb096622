package org.kanworkbench.files.tensors;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.kanworkbench.files.AtomicFile;
import org.kanworkbench.files.json.JsonFormat;
import org.kanworkbench.network.tensor.HalfTensor;
import org.kanworkbench.network.tensor.Tensor;

/** Writes named arrays in the safetensors format, see {@link Safetensors}. Does not close streams. */
public final class SafetensorsWriter {

    private static final int CHUNK = 1 << 14;

    private SafetensorsWriter() {}

    /** A named array. */
    record Content(TensorType type, int[] shape, AtomicFile.Content body) {}

    static Content floats(Tensor tensor) {
        float[] values = tensor.values();
        return new Content(TensorType.F32, tensor.shape(), out -> {
            ByteBuffer bytes = buffer(Math.min(CHUNK, values.length) * Float.BYTES);
            for (int from = 0; from < values.length; from += CHUNK) {
                int count = Math.min(CHUNK, values.length - from);
                bytes.clear().asFloatBuffer().put(values, from, count);
                out.write(bytes.array(), 0, count * Float.BYTES);
            }
        });
    }

    static Content halves(HalfTensor tensor) {
        return new Content(TensorType.F16, tensor.shape(), out -> {
            ByteBuffer bytes = buffer(tensor.halves().length * Short.BYTES);
            bytes.asShortBuffer().put(tensor.halves());
            out.write(bytes.array());
        });
    }

    /** @param type {@link TensorType#I8} or {@link TensorType#U8} */
    static Content bytes(TensorType type, byte[] bytes) {
        return new Content(type, new int[] {bytes.length}, out -> out.write(bytes));
    }

    /** Whether a file of these tensors is small enough to be read again. */
    public static boolean fits(Collection<Tensor> tensors) {
        return tensors.stream().mapToLong(tensor -> tensor.values().length).sum() * Float.BYTES
                <= Safetensors.MOST_BYTES;
    }

    /** Writes float32 tensors in the map's order. */
    public static void write(Map<String, Tensor> tensors, Map<String, String> metadata, OutputStream out)
            throws IOException {
        Map<String, Content> contents = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> contents.put(name, floats(tensor)));
        writeContents(contents, metadata, out);
    }

    /** Writes arrays of any kind in the map's order. */
    public static void writeContents(Map<String, Content> contents, Map<String, String> metadata, OutputStream out)
            throws IOException {
        ObjectNode root = JsonFormat.STRICT.createObjectNode();
        if (!metadata.isEmpty()) {
            metadata.forEach(root.putObject(Safetensors.METADATA)::put);
        }
        long position = 0;
        for (Map.Entry<String, Content> entry : contents.entrySet()) {
            Content content = entry.getValue();
            ObjectNode node =
                    root.putObject(entry.getKey()).put("dtype", content.type().name());
            ArrayNode shape = node.putArray("shape");
            long size = 1;
            for (int dimension : content.shape()) {
                shape.add(dimension);
                size *= dimension;
            }
            long end = position + content.type().bytes() * size;
            node.putArray("data_offsets").add(position).add(end);
            position = end;
        }
        if (position > Safetensors.MOST_BYTES) {
            throw new IOException(
                    "it would have " + position / 1_000_000 + " MB, and no more than 2,000 MB can be read again");
        }
        byte[] header = padded(root.toString().getBytes(StandardCharsets.UTF_8));
        out.write(buffer(Safetensors.LENGTH_BYTES).putLong(header.length).array());
        out.write(header);
        for (Content content : contents.values()) {
            content.body().writeTo(out);
        }
    }

    /** Trailing spaces of the header align the data, as the format recommends. */
    private static byte[] padded(byte[] json) {
        int length = Math.ceilDiv(json.length, Safetensors.ALIGNMENT) * Safetensors.ALIGNMENT;
        byte[] header = Arrays.copyOf(json, length);
        Arrays.fill(header, json.length, length, (byte) ' ');
        return header;
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}

package org.kanworkbench.files.peer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.kanworkbench.engine.GoldenFile;
import org.kanworkbench.files.Packed;

/** Writes files as {@code torch.save} does, instruction by instruction of pickle's protocol 2. */
public final class TorchFile {

    private final ByteArrayOutputStream pickle = new ByteArrayOutputStream();
    private final Map<String, byte[]> entries = new LinkedHashMap<>();

    public TorchFile() {
        raw("\u0080\u0002").global("collections", "OrderedDict").raw(")R(");
    }

    /** The arrays whose names begin so, under names made from what follows. */
    public static TorchFile of(GoldenFile golden, String prefix, UnaryOperator<String> naming) {
        TorchFile file = new TorchFile();
        golden.arrays().forEach((name, array) -> {
            if (name.startsWith(prefix)) {
                file.tensor(
                        naming.apply(name.substring(prefix.length())),
                        array.shape().stream().mapToInt(Integer::intValue).toArray(),
                        GoldenFile.floats(array.values()));
            }
        });
        return file;
    }

    /** Each character is one byte. */
    public TorchFile raw(String bytes) {
        pickle.writeBytes(bytes.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    public TorchFile global(String module, String name) {
        return raw("c" + module + "\n" + name + "\n");
    }

    public TorchFile text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        raw("X").number(utf8.length);
        pickle.writeBytes(utf8);
        return this;
    }

    private TorchFile number(int value) {
        pickle.writeBytes(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array());
        return this;
    }

    public TorchFile whole(int value) {
        return raw("J").number(value);
    }

    private TorchFile wholes(int... values) {
        raw("(");
        for (int value : values) {
            whole(value);
        }
        return raw("t");
    }

    /** A name and its tensor, over a storage that is another entry. */
    public TorchFile view(String name, String type, String key, int size, int offset, int[] shape, int[] strides) {
        text(name).global("torch._utils", "_rebuild_tensor_v2").raw("((").text("storage");
        global("torch", type).text(key).text("cpu").whole(size).raw("tQ");
        return whole(offset)
                .wholes(shape)
                .wholes(strides)
                .raw("\u0089")
                .global("collections", "OrderedDict")
                .raw(")RtR");
    }

    public TorchFile floats(String key, float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return entry("data/" + key, bytes.array());
    }

    public TorchFile entry(String name, byte[] content) {
        entries.put(name, content);
        return this;
    }

    /** A contiguous float tensor with a storage of its own. */
    public TorchFile tensor(String name, int[] shape, float... values) {
        int[] strides = new int[shape.length];
        int stride = 1;
        for (int d = shape.length - 1; d >= 0; d--) {
            strides[d] = stride;
            stride *= shape[d];
        }
        String key = String.valueOf(entries.size());
        return view(name, "FloatStorage", key, values.length, 0, shape, strides).floats(key, values);
    }

    /** A tensor of that shape with the values 1, 2, 3, and so on. */
    public TorchFile counted(String name, int... shape) {
        int size = 1;
        for (int dimension : shape) {
            size *= dimension;
        }
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = i + 1;
        }
        return tensor(name, shape, values);
    }

    /** Ends the dictionary, with the version notes that PyTorch attaches, and writes the zip. */
    public Path write(Path file) throws IOException {
        raw("u}").text("_metadata").global("collections", "OrderedDict").raw(")R(");
        text("").raw("}").text("version").raw("K\u0001susb.");
        return zip(file, "net/data.pkl");
    }

    /** Ends the dictionary and writes the zip. */
    public Path writePlain(Path file) throws IOException {
        raw("u.");
        return zip(file, "net/data.pkl");
    }

    /** The zip as it is, with the pickle in that entry. */
    public Path zip(Path file, String pickleEntry) throws IOException {
        Map<String, byte[]> all = new LinkedHashMap<>();
        all.put(pickleEntry, pickle.toByteArray());
        entries.forEach((name, content) -> all.put("net/" + name, content));
        return Files.write(file, Packed.zip(all, 0));
    }
}

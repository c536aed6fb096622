package org.kanworkbench.files.tensors;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.network.tensor.HalfTensor;
import org.kanworkbench.network.tensor.QuantizedTensor;
import org.kanworkbench.network.tensor.QuantizedTensor.Block;
import org.kanworkbench.network.tensor.SplitTensor;
import org.kanworkbench.network.tensor.StoredTensor;
import org.kanworkbench.network.tensor.Tensor;

/**
 * Quantised tensors in a safetensors file. Float32 and complete float16 tensors are stored under their names; the
 * integers of tensor T, or of some of its terms, are stored as {@code T.codes} (U8, packed by {@link BitPacking}),
 * {@code T.scales} (F32, one per block) and, if they are not all 0, {@code T.zero_points} (I8). Part p of a tensor
 * whose terms have different formats is {@code T.part-p}. A list of {@link TensorStorage} describes the formats.
 */
public final class PackedTensors implements NamedTensors {

    private static final String CODES = ".codes";
    private static final String SCALES = ".scales";
    private static final String ZERO_POINTS = ".zero_points";
    private static final int HALF = 16;

    /**
     * The storage format of a tensor, or of some of its terms.
     *
     * @param terms indices in its last dimension; empty for the whole tensor
     * @param bits 2 to 8 for integers, 16 or 32 for floating point
     * @param block size of a block with one scale, in outputs, inputs and terms; empty for floating point
     */
    public record TensorStorage(String tensor, List<Integer> terms, int bits, List<Integer> block) {

        public TensorStorage {
            terms = List.copyOf(terms);
            block = List.copyOf(block);
            boolean integers = bits >= QuantizedTensor.FEWEST_BITS && bits <= QuantizedTensor.MOST_BITS;
            if (!integers && bits != HALF && bits != Float.SIZE) {
                throw new IllegalArgumentException("bits of " + tensor + " is " + bits + ": choose 2 to 8, 16 or 32");
            }
            if (block.size() != (integers ? 3 : 0)) {
                throw new IllegalArgumentException("block of " + tensor + " is " + block
                        + ": name outputs, inputs and terms for integers, nothing for floating point");
            }
        }

        boolean integers() {
            return bits <= QuantizedTensor.MOST_BITS;
        }
    }

    private final String file;
    private final Safetensors content;
    private final Map<String, int[]> shapes;
    private final Map<String, List<TensorStorage>> kept = new LinkedHashMap<>();
    private final Set<String> names = new LinkedHashSet<>();
    private final Map<String, StoredTensor> stored = new LinkedHashMap<>();

    /**
     * @param file what messages call the content
     * @param shapes required shapes of the network's tensors
     */
    public PackedTensors(String file, Safetensors content, TensorShapes shapes, List<TensorStorage> kept)
            throws ModelFileException {
        this.file = file;
        this.content = content;
        this.shapes = shapes.shapes();
        Set<String> pieces = new LinkedHashSet<>(content.names());
        for (TensorStorage part : kept) {
            if (!this.shapes.containsKey(part.tensor())) {
                throw damaged("tensor " + part.tensor() + " has no place in its network");
            }
            List<TensorStorage> parts = this.kept.computeIfAbsent(part.tensor(), _ -> new ArrayList<>());
            String name = name(part, parts.size());
            parts.add(part);
            if (part.integers()) {
                pieces.removeAll(List.of(name + CODES, name + SCALES, name + ZERO_POINTS));
            } else {
                pieces.remove(name);
            }
        }
        names.addAll(this.kept.keySet());
        names.addAll(pieces);
    }

    private static String name(TensorStorage part, int place) {
        return part.terms().isEmpty() ? part.tensor() : part.tensor() + ".part-" + place;
    }

    @Override
    public Set<String> names() {
        return names;
    }

    @Override
    public List<Integer> shape(String tensor) throws ModelFileException {
        return IntStream.of(tensor(tensor).shape()).boxed().toList();
    }

    @Override
    public Tensor tensor(String tensor) throws ModelFileException {
        return stored(tensor).float32();
    }

    private StoredTensor stored(String tensor) throws ModelFileException {
        StoredTensor known = stored.get(tensor);
        if (known == null) {
            known = read(tensor);
            stored.put(tensor, known);
        }
        return known;
    }

    /** All of the network's tensors, in its order, as stored in the file. */
    public Map<String, StoredTensor> all() throws ModelFileException {
        Map<String, StoredTensor> all = new LinkedHashMap<>();
        for (String tensor : shapes.keySet()) {
            all.put(tensor, stored(tensor));
        }
        return all;
    }

    private StoredTensor read(String tensor) throws ModelFileException {
        List<TensorStorage> parts = kept.get(tensor);
        if (parts == null) {
            return content.tensor(tensor);
        }
        int[] shape = shapes.get(tensor);
        try {
            if (parts.size() == 1 && parts.getFirst().terms().isEmpty()) {
                return part(parts.getFirst(), tensor, shape);
            }
            List<SplitTensor.Part> read = new ArrayList<>();
            for (int p = 0; p < parts.size(); p++) {
                TensorStorage part = parts.get(p);
                if (shape.length != 3 || part.terms().isEmpty() || part.terms().size() > shape[2]) {
                    throw damaged(tensor + " has no such terms as " + part.terms());
                }
                int[] some = {shape[0], shape[1], part.terms().size()};
                read.add(new SplitTensor.Part(part.terms(), part(part, name(part, p), some)));
            }
            return new SplitTensor(shape, read);
        } catch (IllegalArgumentException e) {
            throw damaged(tensor + ": " + e.getMessage());
        }
    }

    private StoredTensor part(TensorStorage part, String name, int[] shape) throws ModelFileException {
        if (!part.integers()) {
            Tensor values = content.tensor(name);
            return part.bits() == HALF ? half(new Tensor(shape, values.values())) : new Tensor(shape, values.values());
        }
        int size = IntStream.of(shape).reduce(1, (a, b) -> a * b);
        byte[] packed = bytes(name + CODES);
        if (packed.length != BitPacking.bytes(size, part.bits())) {
            throw damaged(
                    name + CODES + " has " + packed.length + " bytes, not " + BitPacking.bytes(size, part.bits()));
        }
        boolean affine = content.names().contains(name + ZERO_POINTS);
        Block block =
                new Block(part.block().get(0), part.block().get(1), part.block().get(2));
        return new QuantizedTensor(
                shape,
                part.bits(),
                block,
                BitPacking.unpack(packed, size, part.bits()),
                content.tensor(name + SCALES).values(),
                affine ? bytes(name + ZERO_POINTS) : new byte[0]);
    }

    private static HalfTensor half(Tensor tensor) {
        short[] halves = new short[tensor.values().length];
        for (int n = 0; n < halves.length; n++) {
            halves[n] = Float.floatToFloat16(tensor.values()[n]);
        }
        return new HalfTensor(tensor.shape(), halves);
    }

    private byte[] bytes(String name) throws ModelFileException {
        float[] values = content.tensor(name).values();
        byte[] bytes = new byte[values.length];
        for (int n = 0; n < bytes.length; n++) {
            bytes[n] = (byte) (int) values[n];
        }
        return bytes;
    }

    private ModelFileException damaged(String what) {
        return new ModelFileException(file + ": " + what + ": save or download the model again");
    }

    /** The storage formats of tensors; float32 ones are not listed. */
    public static List<TensorStorage> list(StoredWeights weights) {
        List<TensorStorage> list = new ArrayList<>();
        weights.tensors().forEach((name, tensor) -> {
            if (tensor instanceof SplitTensor split) {
                split.parts().forEach(part -> list.add(kept(name, part.terms(), part.values())));
            } else if (!(tensor instanceof Tensor)) {
                list.add(kept(name, List.of(), tensor));
            }
        });
        return list;
    }

    private static TensorStorage kept(String name, List<Integer> terms, StoredTensor tensor) {
        return switch (tensor) {
            case Tensor _ -> new TensorStorage(name, terms, Float.SIZE, List.of());
            case HalfTensor _ -> new TensorStorage(name, terms, HALF, List.of());
            case QuantizedTensor q -> {
                Block block = q.block();
                yield new TensorStorage(name, terms, q.bits(), List.of(block.outputs(), block.inputs(), block.terms()));
            }
            case SplitTensor _ -> throw new IllegalArgumentException(name + " is split twice");
        };
    }

    /** The arrays of the file, in order. */
    public static Map<String, SafetensorsWriter.Content> contents(StoredWeights weights) {
        Map<String, SafetensorsWriter.Content> contents = new LinkedHashMap<>();
        weights.tensors().forEach((name, tensor) -> {
            if (tensor instanceof SplitTensor split) {
                for (int p = 0; p < split.parts().size(); p++) {
                    SplitTensor.Part part = split.parts().get(p);
                    add(contents, name(kept(name, part.terms(), part.values()), p), part.values());
                }
            } else {
                add(contents, name, tensor);
            }
        });
        return contents;
    }

    private static void add(Map<String, SafetensorsWriter.Content> contents, String name, StoredTensor tensor) {
        switch (tensor) {
            case Tensor floats -> contents.put(name, SafetensorsWriter.floats(floats));
            case HalfTensor halves -> contents.put(name, SafetensorsWriter.halves(halves));
            case QuantizedTensor q -> {
                byte[] packed = BitPacking.pack(q.codes(), q.bits());
                contents.put(name + CODES, SafetensorsWriter.bytes(TensorType.U8, packed));
                Tensor scales = new Tensor(new int[] {q.scales().length}, q.scales());
                contents.put(name + SCALES, SafetensorsWriter.floats(scales));
                if (!q.symmetric()) {
                    contents.put(name + ZERO_POINTS, SafetensorsWriter.bytes(TensorType.I8, q.zeroPoints()));
                }
            }
            case SplitTensor _ -> throw new IllegalArgumentException(name + " is split twice");
        }
    }
}

package org.kanworkbench.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Damage of a header under its right length, of the numbers, and of the whole. */
final class SafetensorsMutator implements Mutator {

    private static final List<String> WORDS = List.of(
            "dtype",
            "\"F32\"",
            "\"F64\"",
            "\"BF16\"",
            "\"BOOL\"",
            "shape",
            "data_offsets",
            "__metadata__",
            "base_weight",
            "layers.0.",
            "layers.1.",
            "[0,0]",
            "[65536,65536]",
            "[4294967296,0]",
            "[0,2147483647,2147483647]");

    private final JsonMutator header = new JsonMutator(WORDS);
    private final ByteMutator bytes = new ByteMutator(WORDS);

    @Override
    public byte[] mutate(byte[] file, SplittableRandom random) {
        int length = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
        byte[] json = Arrays.copyOfRange(file, Long.BYTES, Long.BYTES + length);
        byte[] data = Arrays.copyOfRange(file, Long.BYTES + length, file.length);
        switch (random.nextInt(4)) {
            case 0 -> {
                return bytes.mutate(file, random);
            }
            case 1 -> data = bytes.mutate(data, random);
            default -> json = header.mutate(json, random);
        }
        return ByteBuffer.allocate(Long.BYTES + json.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .put(data)
                .array();
    }
}

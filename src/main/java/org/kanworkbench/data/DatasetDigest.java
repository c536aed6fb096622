package org.kanworkbench.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Identifies data sets by content: rows, labels or numbers, and names of the outputs, regardless of the name. */
public final class DatasetDigest {

    private static final int VALUES = 1 << 14;

    private final MessageDigest digest = Sha256.digest();
    private final ByteBuffer buffer = ByteBuffer.allocate(Float.BYTES * VALUES);

    private DatasetDigest() {}

    /** SHA-256 as 64 hexadecimal digits; reads the whole set. */
    public static String of(Dataset dataset) {
        DatasetDigest all = new DatasetDigest();
        all.add(dataset.train());
        Examples.Copies copies = dataset.train().copies();
        if (copies.rows() > 0) {
            // Validation samples are drawn from the others.
            all.add(copies.rows(), copies.of());
        }
        all.add(dataset.test());
        dataset.target().names().forEach(name -> all.add(name.getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(all.digest.digest());
    }

    private void add(Examples examples) {
        switch (examples.features()) {
            case ByteFeatures f -> {
                add(f.width(), f.rows());
                add(f.scale(), f.offset());
                digest.update(f.bytes());
            }
            case FloatFeatures f -> {
                add(f.width(), f.rows());
                add(f.values());
            }
        }
        add(examples.labels());
        add(examples.numbers());
    }

    /** With its length, so that concatenated names stay distinct. */
    private void add(byte[] bytes) {
        add(new int[] {bytes.length});
        digest.update(bytes);
    }

    private void add(int... values) {
        for (int value : values) {
            room();
            buffer.putInt(value);
        }
        flush();
    }

    private void add(float... values) {
        for (float value : values) {
            room();
            buffer.putFloat(value);
        }
        flush();
    }

    private void room() {
        if (!buffer.hasRemaining()) {
            flush();
        }
    }

    private void flush() {
        digest.update(buffer.flip());
        buffer.clear();
    }
}

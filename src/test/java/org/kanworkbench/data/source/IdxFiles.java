package org.kanworkbench.data.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files as MNIST has them. */
public final class IdxFiles {

    private IdxFiles() {}

    /** @param magic type and number of dimensions: 0x803 of pictures, 0x801 of classes */
    public static byte[] of(int magic, byte[] values, int... shape) {
        ByteBuffer buffer = ByteBuffer.allocate(4 + 4 * shape.length + values.length);
        buffer.putInt(magic);
        for (int dimension : shape) {
            buffer.putInt(dimension);
        }
        return buffer.put(values).array();
    }

    /**
     * Writes square pictures and their classes.
     *
     * @param part train or t10k
     */
    public static void write(Path folder, String part, byte[][] pictures, byte[] classes) throws IOException {
        ByteArrayOutputStream pixels = new ByteArrayOutputStream();
        for (byte[] picture : pictures) {
            pixels.write(picture);
        }
        int side = (int) Math.sqrt(pictures[0].length);
        Files.write(
                folder.resolve(part + "-images-idx3-ubyte"),
                of(0x803, pixels.toByteArray(), pictures.length, side, side));
        Files.write(folder.resolve(part + "-labels-idx1-ubyte"), of(0x801, classes, classes.length));
    }
}

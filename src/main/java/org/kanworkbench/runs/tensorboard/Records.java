package org.kanworkbench.runs.tensorboard;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * TensorFlow's framing of records (tensorflow/core/lib/io/record_writer.h), little-endian: length in 64 bits, its masked
 * checksum in 32, the bytes, their masked checksum.
 */
final class Records {

    private static final int HEADER = Long.BYTES + Integer.BYTES;
    private static final int FRAME = HEADER + Integer.BYTES;
    private static final int MASK_DELTA = 0xa282ead8;

    private Records() {}

    static void write(byte[] content, OutputStream out) throws IOException {
        ByteBuffer record = ByteBuffer.allocate(FRAME + content.length).order(ByteOrder.LITTLE_ENDIAN);
        record.putLong(content.length);
        record.putInt(masked(record.array(), 0, Long.BYTES));
        record.put(content);
        record.putInt(masked(content, 0, content.length));
        out.write(record.array());
    }

    /** So that checksums of data that holds checksums stay sound, the format turns them by 15 bits and adds a constant. */
    private static int masked(byte[] bytes, int from, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, from, length);
        return Integer.rotateRight((int) checksum.getValue(), 15) + MASK_DELTA;
    }

    /** A checksum that differs; the message says which, in words. */
    static final class DamageException extends IOException {

        private static final long serialVersionUID = 1;

        DamageException(String what) {
            super(what);
        }
    }

    /** Takes records off a stream, one after the other, up to the first that is not whole. */
    static final class Reader {

        private final InputStream in;
        private long rest;
        private boolean truncated;

        /** @param length bytes that the stream has, which bounds what a record may claim */
        Reader(InputStream in, long length) {
            this.in = in;
            this.rest = length;
        }

        /** The next record's bytes; empty at the end. */
        Optional<byte[]> next() throws IOException {
            byte[] header = in.readNBytes(HEADER);
            rest -= header.length;
            if (header.length < HEADER) {
                truncated = header.length > 0;
                return Optional.empty();
            }
            ByteBuffer fields = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
            long length = fields.getLong();
            if (fields.getInt() != masked(header, 0, Long.BYTES)) {
                throw new DamageException("the checksum of its length differs");
            }
            if (length < 0 || length > Math.min(rest, Integer.MAX_VALUE) - Integer.BYTES) {
                truncated = true;
                return Optional.empty();
            }
            byte[] content = in.readNBytes((int) length);
            byte[] checksum = in.readNBytes(Integer.BYTES);
            rest -= content.length + checksum.length;
            if (checksum.length < Integer.BYTES) {
                truncated = true;
                return Optional.empty();
            }
            if (ByteBuffer.wrap(checksum).order(ByteOrder.LITTLE_ENDIAN).getInt()
                    != masked(content, 0, content.length)) {
                throw new DamageException("the checksum of its content differs");
            }
            return Optional.of(content);
        }

        /** Whether the stream ended within a record. */
        boolean truncated() {
            return truncated;
        }
    }
}

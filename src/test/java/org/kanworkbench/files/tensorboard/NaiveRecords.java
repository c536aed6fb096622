package org.kanworkbench.files.tensorboard;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Records and protocol buffers, straight from their descriptions: bit by bit and byte by byte, without any library. */
public final class NaiveRecords {

    private static final int CASTAGNOLI_REVERSED = 0x82f63b78;

    private NaiveRecords() {}

    /**
     * A field of a message.
     *
     * @param value a whole number, or the bits of a floating-point number
     * @param bytes of a text or a nested message
     */
    record Field(int number, int wireType, long value, byte[] bytes) {}

    public static int maskedChecksum(byte[] bytes) {
        int crc = -1;
        for (byte b : bytes) {
            crc ^= b & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc >>> 1) ^ ((crc & 1) * CASTAGNOLI_REVERSED);
            }
        }
        crc = ~crc;
        return ((crc >>> 15) | (crc << 17)) + 0xa282ead8;
    }

    /** A record around some bytes. */
    public static byte[] frame(byte[] content) {
        byte[] length = little(content.length, Long.BYTES);
        return ByteBuffer.allocate(16 + content.length)
                .put(length)
                .put(little(maskedChecksum(length), Integer.BYTES))
                .put(content)
                .put(little(maskedChecksum(content), Integer.BYTES))
                .array();
    }

    private static byte[] little(long value, int bytes) {
        byte[] result = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            result[i] = (byte) (value >>> 8 * i);
        }
        return result;
    }

    /** The contents of all records of a file, whose checksums must be right. */
    public static List<byte[]> records(byte[] file) {
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        List<byte[]> records = new ArrayList<>();
        while (in.hasRemaining()) {
            int at = in.position();
            long length = in.getLong();
            check(in.getInt(), Arrays.copyOfRange(file, at, at + 8));
            byte[] content = new byte[Math.toIntExact(length)];
            in.get(content);
            check(in.getInt(), content);
            records.add(content);
        }
        return records;
    }

    private static void check(int found, byte[] bytes) {
        if (found != maskedChecksum(bytes)) {
            throw new AssertionError("checksum differs");
        }
    }

    static List<Field> fields(byte[] message) {
        ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        List<Field> fields = new ArrayList<>();
        while (in.hasRemaining()) {
            int key = (int) varint(in);
            byte[] bytes = {};
            long value = 0;
            switch (key & 7) {
                case 0 -> value = varint(in);
                case 1 -> value = in.getLong();
                case 2 -> {
                    bytes = new byte[(int) varint(in)];
                    in.get(bytes);
                }
                case 5 -> value = in.getInt();
                default -> throw new AssertionError("wire type " + (key & 7));
            }
            fields.add(new Field(key >>> 3, key & 7, value, bytes));
        }
        return fields;
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte b = in.get();
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
    }

    /** The first field of that number, however deep: one number a level. */
    static Field at(byte[] message, int... path) {
        Field found = null;
        byte[] level = message;
        for (int number : path) {
            found = fields(level).stream()
                    .filter(f -> f.number() == number)
                    .findFirst()
                    .orElseThrow();
            level = found.bytes();
        }
        return found;
    }
}

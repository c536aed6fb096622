package org.kanworkbench.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Damage that knows nothing of a format but a few of its words: flipped bits, cuts, copies, length fields, numbers. */
final class ByteMutator implements Mutator {

    private static final int MOST_CHANGES = 5;
    private static final long[] NUMBERS = {
        0,
        1,
        2,
        127,
        128,
        255,
        256,
        32767,
        65535,
        65536,
        1 << 20,
        Integer.MAX_VALUE,
        1L << 31,
        (1L << 32) - 1,
        1L << 32,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        -1,
        -2,
        -128
    };
    private static final List<String> DIGITS = List.of(
            "0",
            "-1",
            "1e999",
            "-1e-999",
            "NaN",
            "Infinity",
            "2147483648",
            "99999999999999999999",
            "1e308",
            "0x7f",
            "1d");

    private final List<byte[]> words;

    /** @param words of the format, each character a byte */
    ByteMutator(List<String> words) {
        this.words = words.stream().map(word -> word.getBytes(ISO_8859_1)).toList();
    }

    @Override
    public byte[] mutate(byte[] file, SplittableRandom random) {
        byte[] changed = file.clone();
        for (int left = 1 + random.nextInt(random.nextInt(1, MOST_CHANGES + 1)); left > 0; left--) {
            changed = change(changed, random);
        }
        return changed.length <= MOST_BYTES ? changed : Arrays.copyOf(changed, MOST_BYTES);
    }

    private byte[] change(byte[] file, SplittableRandom random) {
        if (file.length == 0) {
            return words.isEmpty() ? new byte[] {0} : words.get(random.nextInt(words.size()));
        }
        int at = random.nextInt(file.length);
        int length = Math.min(file.length - at, 1 << random.nextInt(12));
        return switch (random.nextInt(11)) {
            case 0 -> flipped(file, at, random);
            case 1 -> filled(file, at, Math.min(length, 8), random);
            case 2 -> numbered(file, at, random);
            case 3 -> Arrays.copyOf(file, at);
            case 4 -> replaced(file, at, at + length, new byte[0]);
            case 5 -> replaced(file, at, at, repeated(Arrays.copyOfRange(file, at, at + length), random));
            case 6 -> spliced(file, at, random);
            case 7 -> replaced(file, at, at, word(random));
            case 8 -> replaced(file, at, Math.min(file.length, at + 8), word(random));
            case 9 -> otherDigits(file, at, random);
            default -> flipped(file, at, random);
        };
    }

    private static byte[] flipped(byte[] file, int at, SplittableRandom random) {
        byte[] changed = file.clone();
        changed[at] ^= (byte) (1 << random.nextInt(8));
        return changed;
    }

    private static byte[] filled(byte[] file, int at, int length, SplittableRandom random) {
        byte[] changed = file.clone();
        for (int i = at; i < at + length; i++) {
            changed[i] = (byte) random.nextInt(256);
        }
        return changed;
    }

    /** Writes a number over what may be a length, in either byte order. */
    private static byte[] numbered(byte[] file, int at, SplittableRandom random) {
        byte[] changed = file.clone();
        long number = NUMBERS[random.nextInt(NUMBERS.length)];
        int bytes = 1 << random.nextInt(4);
        boolean little = random.nextBoolean();
        for (int i = 0; i < bytes && at + i < file.length; i++) {
            changed[at + i] = (byte) (number >>> 8 * (little ? i : bytes - 1 - i));
        }
        return changed;
    }

    private static byte[] repeated(byte[] chunk, SplittableRandom random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int times = 1 << random.nextInt(random.nextInt(1, 11)); times > 0 && out.size() < MOST_BYTES; times--) {
            out.writeBytes(chunk);
        }
        return out.toByteArray();
    }

    /** The beginning, then what stands elsewhere. */
    private static byte[] spliced(byte[] file, int at, SplittableRandom random) {
        return replaced(file, at, random.nextInt(file.length), new byte[0]);
    }

    private byte[] word(SplittableRandom random) {
        return words.isEmpty() ? new byte[] {(byte) random.nextInt(256)} : words.get(random.nextInt(words.size()));
    }

    /** Puts another number in the place of the next digits. */
    private static byte[] otherDigits(byte[] file, int at, SplittableRandom random) {
        int from = at;
        while (from < file.length && !Character.isDigit(file[from])) {
            from++;
        }
        int to = from;
        while (to < file.length && Character.isDigit(file[to])) {
            to++;
        }
        return replaced(
                file, from, to, DIGITS.get(random.nextInt(DIGITS.size())).getBytes(ISO_8859_1));
    }

    /** Puts other bytes in the place of those from one position up to another, which may lie before it. */
    private static byte[] replaced(byte[] file, int from, int to, byte[] by) {
        byte[] changed = Arrays.copyOf(file, from + by.length + file.length - to);
        System.arraycopy(by, 0, changed, from, by.length);
        System.arraycopy(file, to, changed, from + by.length, file.length - to);
        return changed;
    }
}

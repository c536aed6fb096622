package org.kanworkbench.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.kanworkbench.fuzz.Readings.Format;
import org.kanworkbench.runs.RunFiles;

/** Small files, or such that take no room, that ask for much: by width, depth, count, length, repetition, compression, or a lie. */
final class Bombs {

    private static final long SPARSE = 6L << 30;

    /** Bytes of what is large by itself, {@code -Dbombs=28} for a quarter of a gigabyte. */
    private static final int MUCH = 1 << Integer.getInteger("bombs", 24);

    private final Path folder;
    private final Map<Path, Format> all = new LinkedHashMap<>();

    private Bombs(Path folder) {
        this.folder = folder;
    }

    /** Writes all of them; which reader each is for. */
    static Map<Path, Format> write(Path folder) throws IOException {
        Bombs bombs = new Bombs(folder);
        bombs.tables();
        bombs.pictures();
        bombs.texts();
        bombs.tensors();
        bombs.zips();
        bombs.graphs();
        bombs.sparse();
        return bombs.all;
    }

    private interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    private void add(Format format, String name, Content content) throws IOException {
        Path file = Files.createDirectories(folder.resolve(String.valueOf(all.size())))
                .resolve(format == Format.FORMULAS ? RunFiles.RESULT : name);
        if (format == Format.IDX) {
            for (String part :
                    List.of("train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1")) {
                if (!name.startsWith(part)) {
                    Files.write(file.resolveSibling(part + "-ubyte"), idx(part.endsWith("3") ? 3 : 1, 0, 28, 28));
                }
            }
        }
        if (format == Format.CIFAR) {
            Files.write(file.resolveSibling("test_batch.bin"), new byte[3073]);
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            content.writeTo(out);
        }
        all.put(file, format);
    }

    private static void repeat(OutputStream out, String text, long bytes) throws IOException {
        byte[] part = text.repeat(Math.max(1, (1 << 16) / text.length())).getBytes(StandardCharsets.ISO_8859_1);
        for (long written = 0; written < bytes; written += part.length) {
            out.write(part);
        }
    }

    private static void line(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void tables() throws IOException {
        add(Format.CSV, "commas.csv", out -> repeat(out, ",", MUCH));
        add(Format.CSV, "value.csv", out -> repeat(out, "1", MUCH));
        add(Format.CSV, "quoted.csv", out -> {
            line(out, "a,b,c\n1,2,\"");
            repeat(out, "x\n", MUCH);
        });
        add(Format.CSV, "spaces.csv", out -> {
            line(out, "a,b,c\n1,2,");
            repeat(out, " ", MUCH);
        });
        add(Format.CSV, "empty-lines.csv", out -> repeat(out, "\n", MUCH));
        add(Format.CSV, "classes.csv", out -> {
            line(out, "a,c\n");
            for (int i = 0; i < 1 << 20; i++) {
                line(out, "1,c" + i + "\n");
            }
        });
        add(Format.CSV, "ragged.csv", out -> {
            line(out, "a,b,c\n");
            repeat(out, "1,2,3,4,5,6,7,8,9\n", MUCH >> 4);
        });
    }

    private void pictures() throws IOException {
        add(Format.IDX, "train-images-idx3-ubyte", out -> out.write(idx(3, Integer.MAX_VALUE, 28, 28)));
        add(Format.IDX, "train-images-idx3-ubyte", out -> out.write(idx(3, 1, Integer.MAX_VALUE, Integer.MAX_VALUE)));
        add(Format.IDX, "train-images-idx3-ubyte", out -> out.write(idx(255)));
        add(Format.CIFAR, "data_batch_1.bin", out -> repeat(out, "\0", MUCH));
        add(Format.CIFAR, "batches.meta.txt", out -> repeat(out, "a\n", MUCH));
        add(Format.PNG, "wide.png", out -> out.write(png(Integer.MAX_VALUE, Integer.MAX_VALUE, "IDAT", new byte[9])));
        add(Format.PNG, "long.png", out -> out.write(png(8192, 1, "IDAT", deflated(MUCH))));
        for (String chunk : List.of("IDAT", "zTXt", "iCCP")) {
            byte[] named = chunk.equals("IDAT") ? deflated(MUCH) : join(new byte[] {'a', 0, 0}, deflated(MUCH));
            add(Format.PNG, "packed.png", out -> out.write(png(5, 4, chunk, named)));
        }
        add(Format.DIGITS, "my-digits.idx", out -> out.write(idx(2, Integer.MAX_VALUE, 786)));
        add(Format.IDX, "train-images-idx3-ubyte.gz", out -> {
            try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
                zip.write(idx(3, 1_000_000, 28, 28));
                repeat(zip, "\0", MUCH);
            }
        });
    }

    /** A header, a chunk and an end. */
    private static byte[] png(int width, int height, String type, byte[] content) throws IOException {
        byte[] size = ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put(new byte[] {8, 2, 0, 0, 0})
                .array();
        byte[] signature = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
        return join(signature, chunk("IHDR", size), chunk(type, content), chunk("IEND", new byte[0]));
    }

    private static byte[] chunk(String type, byte[] content) {
        CRC32 crc = new CRC32();
        crc.update(type.getBytes(StandardCharsets.ISO_8859_1));
        crc.update(content);
        return ByteBuffer.allocate(12 + content.length)
                .putInt(content.length)
                .put(type.getBytes(StandardCharsets.ISO_8859_1))
                .put(content)
                .putInt((int) crc.getValue())
                .array();
    }

    private static byte[] deflated(int zeros) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
            repeat(out, "\0", zeros);
        }
        return bytes.toByteArray();
    }

    private static byte[] join(byte[]... parts) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.write(part);
        }
        return all.toByteArray();
    }

    private static byte[] idx(int dimensions, int... sizes) {
        ByteBuffer header = ByteBuffer.allocate(4 + 4 * sizes.length);
        header.put((byte) 0).put((byte) 0).put((byte) 8).put((byte) dimensions);
        for (int size : sizes) {
            header.putInt(size);
        }
        return header.array();
    }

    private void texts() throws IOException {
        for (Format format :
                new Format[] {Format.CONFIGURATION, Format.SWEEP, Format.SETTINGS, Format.SPACE, Format.FORMULAS}) {
            add(format, "deep.json", out -> repeat(out, "[", 1 << 21));
            add(format, "deep.json", out -> repeat(out, "{\"a\":", 1 << 21));
            add(format, "wide.json", out -> {
                line(out, "[1");
                repeat(out, ",1", 1 << 21);
            });
            add(format, "digits.json", out -> {
                line(out, "{\"format\":1,\"seed\":");
                repeat(out, "9", 1 << 21);
                line(out, "}");
            });
            add(format, "exponent.json", out -> line(out, "{\"format\":1,\"seed\":1e999999999}"));
            add(format, "large.json", out -> repeat(out, " ", MUCH));
        }
    }

    private void tensors() throws IOException {
        add(Format.SAFETENSORS, "length.safetensors", out -> out.write(longs(1L << 62)));
        add(Format.SAFETENSORS, "names.safetensors", out -> {
            StringBuilder header = new StringBuilder("{\"a\":{}");
            for (int i = 0; i < 1 << 19; i++) {
                header.append(",\"").append(i).append("\":{}");
            }
            out.write(longs(header.length() + 1L));
            line(out, header + "}");
        });
        add(Format.SAFETENSORS, "shape.safetensors", out -> {
            String header =
                    "{\"a\":{\"dtype\":\"F32\",\"shape\":[" + "65536,".repeat(4) + "65536],\"data_offsets\":[0,4]}}";
            out.write(longs(header.length()));
            line(out, header + "abcd");
        });
        add(Format.SAFETENSORS, "dimensions.safetensors", out -> {
            String header =
                    "{\"a\":{\"dtype\":\"F32\",\"shape\":[" + "1,".repeat(1 << 20) + "1],\"data_offsets\":[0,4]}}";
            out.write(longs(header.length()));
            line(out, header + "abcd");
        });
    }

    private static byte[] longs(long... values) {
        ByteBuffer buffer = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (long value : values) {
            buffer.putLong(value);
        }
        return buffer.array();
    }

    private void zips() throws IOException {
        for (String entry : new String[] {"spec.json", "weights.safetensors"}) {
            add(Format.KAN, "compressed.kan", out -> zip(out, 1, _ -> entry, MUCH));
        }
        add(Format.KAN, "many.kan", out -> zip(out, 60_000, i -> "e" + i, 1));
        add(Format.PTH, "compressed.pth", out -> zip(out, 1, _ -> "m/data.pkl", MUCH));
        add(Format.PTH, "many.pth", out -> zip(out, 60_000, i -> "m/data/" + i, 1));
        // Each list holds the one before twice.
        add(Format.PYKAN, Readings.PYKAN, out -> {
            line(out, "a0: &a0 [x]\n");
            for (int i = 1; i < 40; i++) {
                line(out, "a" + i + ": &a" + i + " [*a" + (i - 1) + ", *a" + (i - 1) + "]\n");
            }
        });
        add(Format.PYKAN, Readings.PYKAN, out -> repeat(out, "- ", 1 << 19));
        add(Format.PYKAN, Readings.PYKAN, out -> repeat(out, "[", 1 << 19));
        add(Format.PTH, "deep.pth", out -> {
            try (ZipOutputStream zip = new ZipOutputStream(out)) {
                zip.putNextEntry(new ZipEntry("m/data.pkl"));
                line(zip, "\u0080\2");
                // Each list holds the last one twice.
                line(zip, "]q\0");
                repeat(zip, "(h\0h\0e", 1 << 22);
                line(zip, ".");
            }
        });
        add(
                Format.DL4J,
                "compressed.zip",
                out -> zip(out, 2, i -> i == 0 ? "configuration.json" : "coefficients.bin", MUCH));
        add(Format.ARCHIVE, "compressed.zip", out -> zip(out, 1, _ -> "store.db", MUCH));
        add(Format.ARCHIVE, "many.zip", out -> zip(out, 60_000, i -> "runs/r" + i + "/run.json", 1));
    }

    private interface Name {
        String of(int entry);
    }

    private static void zip(OutputStream out, int entries, Name name, long bytes) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (int i = 0; i < entries; i++) {
                zip.putNextEntry(new ZipEntry(name.of(i)));
                if (bytes == 1) {
                    zip.write('x');
                } else {
                    repeat(zip, " ", bytes);
                }
            }
        }
    }

    /** Built by hand: the reader's own tests have those of its operators. */
    private void graphs() throws IOException {
        add(Format.ONNX_ANSWER, "nodes.onnx", out -> {
            line(out, ":\u00ff\u00ff\u00ff\u007f");
            repeat(out, "\n\0", MUCH);
        });
        add(Format.ONNX_ANSWER, "deep.onnx", out -> repeat(out, ":\u00ff\u00ff\u00ff\u007f", 1 << 24));
        add(Format.ONNX_ANSWER, "properties.onnx", out -> repeat(out, "r\0", MUCH));
    }

    private void sparse() throws IOException {
        for (Format format : Format.values()) {
            String name = switch (format) {
                case IDX -> "train-images-idx3-ubyte";
                case CIFAR -> "data_batch_1.bin";
                case PNG -> "sparse.png";
                case CSV -> "sparse.csv";
                case KAN -> "sparse.kan";
                case SAFETENSORS -> "sparse.safetensors";
                case PTH -> "sparse.pth";
                case ONNX, ONNX_ANSWER -> "sparse.onnx";
                case ARCHIVE, DL4J -> "sparse.zip";
                case PYKAN -> Readings.PYKAN;
                default -> "sparse";
            };
            add(format, name, _ -> {});
            Path file = all.keySet().stream().reduce((_, last) -> last).orElseThrow();
            try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
                sparse.setLength(SPARSE);
            }
        }
    }
}

package org.kanworkbench.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/** Reads a named file safely: a pipe could block, a device never ends, and a reported size may be wrong. */
public final class WholeFile {

    /** For files that the workbench adds lines to: more than it ever writes, in bytes. */
    public static final long MOST_OWN = 1 << 28;

    private WholeFile() {}

    /** Refuses anything but a regular file, without opening it. */
    public static InputStream open(Path file) throws IOException {
        check(file);
        return Files.newInputStream(file);
    }

    /** Fails for anything but a regular file, without opening it. */
    public static void check(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        if (!Files.isRegularFile(file)) {
            throw new FileSystemException(
                    file.toString(),
                    null,
                    Files.isDirectory(file) ? "it is a folder" : "it is no file but a pipe or device");
        }
    }

    /** @param most maximum size in bytes */
    public static byte[] read(Path file, long most) throws IOException {
        try (InputStream in = open(file)) {
            if (Files.size(file) > most) {
                throw tooLarge(file, most);
            }
            byte[] content = in.readNBytes((int) Math.min(most + 1, Integer.MAX_VALUE - 8));
            if (content.length > most) {
                throw tooLarge(file, most);
            }
            return content;
        }
    }

    /**
     * Text in UTF-8; fails with a CharacterCodingException where it is none.
     *
     * @param most maximum size in bytes
     */
    public static String text(Path file, long most) throws IOException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(read(file, most)))
                .toString();
    }

    private static FileSystemException tooLarge(Path file, long most) {
        return new FileSystemException(
                file.toString(),
                null,
                most < 10_000_000
                        ? String.format(Locale.ROOT, "it is too large: more than %,d kB", most / 1000)
                        : String.format(Locale.ROOT, "it is too large: more than %,d MB", most / 1_000_000));
    }
}

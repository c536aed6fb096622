package org.kanworkbench.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.kanworkbench.data.FileErrors;

/** Reads entries of an untrusted zip: each up to a size limit, and verified by its checksum. */
public final class ZipReader implements AutoCloseable {

    private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

    /**
     * Size allowed for an entry beyond {@link #MOST_INFLATION} times the file: as 2-bit codes, this becomes 32 MiB of
     * weights.
     */
    private static final int FREE_BYTES = 2 << 20;

    /** Weights hardly compress: a much larger ratio indicates a zip bomb. */
    private static final long MOST_INFLATION = 2;

    private final Path file;
    private final String extension;
    private final ZipFile zip;

    private ZipReader(Path file, String extension, ZipFile zip) {
        this.file = file;
        this.extension = extension;
        this.zip = zip;
    }

    /** @param extension expected file extension, for messages */
    public static ZipReader open(Path file, String extension) throws ModelFileException {
        if (!Files.isRegularFile(file)) {
            throw new ModelFileException(file + (Files.exists(file) ? " is no file" : " does not exist") + ": choose a "
                    + extension + " file");
        }
        try {
            return new ZipReader(file, extension, new ZipFile(file.toFile()));
        } catch (ZipException e) {
            throw damaged(file, extension, e.getMessage(), e);
        } catch (IOException e) {
            throw new ModelFileException(FileErrors.unreadable(file, e), e);
        }
    }

    public Set<String> names() {
        return zip.stream().map(ZipEntry::getName).collect(Collectors.toSet());
    }

    public byte[] read(String name, long most) throws ModelFileException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new ModelFileException(
                    file + " lacks " + name + ": it is not a model file or incomplete, save or download it again");
        }
        long bound = Math.min(Math.min(most, MAX_ARRAY), file.toFile().length() * MOST_INFLATION + FREE_BYTES);
        // The directory's size may be wrong: no more than the limit is allocated or read.
        if (entry.getSize() < 0 || entry.getSize() > bound) {
            throw new ModelFileException(
                    file + ": " + name + " is larger than its network can need: don't trust this file, choose another");
        }
        byte[] content = new byte[(int) entry.getSize()];
        try (InputStream in = zip.getInputStream(entry)) {
            if (in.readNBytes(content, 0, content.length) < content.length || in.read() >= 0) {
                throw damaged(file, extension, name + ": its size differs", null);
            }
        } catch (ModelFileException e) {
            throw e;
        } catch (IOException e) {
            throw damaged(file, extension, name + ": " + FileErrors.reason(e), e);
        }
        CRC32 checksum = new CRC32();
        checksum.update(content);
        if (checksum.getValue() != entry.getCrc()) {
            throw damaged(file, extension, name + ": checksum differs", null);
        }
        return content;
    }

    private static ModelFileException damaged(Path file, String extension, String what, Throwable cause) {
        return new ModelFileException(
                file + " is damaged or no " + extension + " file (" + what + "): save or download it again", cause);
    }

    @Override
    public void close() {
        try {
            zip.close();
        } catch (IOException _) {
            // The file was only read: nothing can be lost.
        }
    }
}

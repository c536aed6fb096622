package org.kanworkbench.files;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kanworkbench.data.FileErrors;

/** Writes files atomically: a reader sees the old content or the complete new one, whatever happens in between. */
public final class AtomicFile {

    /** Writes the content. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Name of a temporary file with its process id; earlier versions had none. */
    private static final Pattern TEMPORARY = Pattern.compile(
            "\\..+\\.(?:(?<process>\\d{1,18})-)?\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12}\\.tmp");

    /** Of a target's name in that of its temporary file. */
    private static final int MOST_NAME_BYTES = 150;

    /** What this process is writing just now; guards {@link #abandoned}. */
    private static final Set<Path> WRITING = new HashSet<>();

    private static boolean abandoned;

    private AtomicFile() {}

    /** Deletes what is being written just now, and lets nothing begin: for a process that ends without waiting for its threads. */
    public static void abandon() {
        synchronized (WRITING) {
            abandoned = true;
            Set.copyOf(WRITING).forEach(AtomicFile::discard);
        }
    }

    /**
     * Deletes incomplete files of processes that have ended.
     *
     * @param depth 1 for the folder's own files, 2 to include its subfolders
     */
    public static void clean(Path folder, int depth) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        for (Path file : FolderTree.all(folder, depth)) {
            if (isLeft(file)) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static boolean isLeft(Path file) {
        Matcher name = TEMPORARY.matcher(file.getFileName().toString());
        return name.matches()
                && (name.group("process") == null
                        || ProcessHandle.of(Long.parseLong(name.group("process")))
                                .isEmpty())
                && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Writes a temporary file beside the target, syncs it to the disk and renames it. A failure leaves no file behind.
     */
    public static void write(Path target, Content content) throws SaveException {
        if (isDevice(target)) {
            throw new SaveException("cannot write " + target + ": it is no file but a device or pipe, which would be"
                    + " replaced: choose another name");
        }
        Path temporary = null;
        try {
            // Resolves a symbolic link, which stays one.
            Path file = Files.exists(target) ? target.toRealPath() : target.toAbsolutePath();
            temporary = beside(file);
            writeAndSync(temporary, file, content);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new SaveException(
                    "cannot write " + target + " (" + FileErrors.reason(e)
                            + "): free some space or choose another folder; nothing was changed",
                    e);
        } finally {
            if (temporary != null) {
                discard(temporary);
            }
        }
    }

    /** The same of a text in UTF-8. */
    public static void write(Path target, String text) throws SaveException {
        write(target, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Whether something is there that is neither a file nor a folder, itself or behind a link. */
    public static boolean isDevice(Path file) {
        return Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file);
    }

    /** An empty file that is needed for a while, beside another, and is deleted if the process ends or has ended. */
    public static Path beside(Path file) throws IOException {
        Path temporary = file.toAbsolutePath()
                .resolveSibling("." + shortened(file.getFileName().toString()) + "."
                        + ProcessHandle.current().pid() + "-" + UUID.randomUUID() + ".tmp");
        synchronized (WRITING) {
            if (abandoned) {
                throw new IOException("the program is ending");
            }
            Files.createFile(temporary, DataFolder.rightsIn(temporary.getParent()));
            WRITING.add(temporary);
        }
        return temporary;
    }

    /** File systems take names of 255 bytes, and the target's may have as many. */
    private static String shortened(String name) {
        int end = name.length();
        while (name.substring(0, end).getBytes(StandardCharsets.UTF_8).length > MOST_NAME_BYTES) {
            end = name.offsetByCodePoints(end, -1);
        }
        return name.substring(0, end);
    }

    private static void writeAndSync(Path file, Path target, Content content) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            // Before anything is in it that others must not read, and after it is open: the target may be read-only.
            DataFolder.keepRights(target, file);
            // The stream is not closed separately: that would close the channel before it is synced.
            OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
            content.writeTo(out);
            out.flush();
            channel.force(true);
        }
    }

    /** Deletes it where it is still there: what was written became the target. */
    public static void discard(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException _) {
            // The exception that made the writing fail is already propagating and says more.
        }
        synchronized (WRITING) {
            WRITING.remove(temporary);
        }
    }
}

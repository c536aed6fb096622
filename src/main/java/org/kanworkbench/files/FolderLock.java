package org.kanworkbench.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.kanworkbench.data.WholeFile;

/** Who may write into a folder: one at a time, in all processes. The system releases it when a process ends in any way. */
public final class FolderLock implements AutoCloseable {

    /** The name for folders that work is resumed in. */
    public static final String OF_WORK = "work.lock";

    /**
     * Files that this process has locked: POSIX releases a process's lock as soon as that process closes the file
     * through any channel, so a locked file has no other use, and must not even be opened.
     */
    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private FolderLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Empty if the lock is taken, also by this process.
     *
     * @param file in an existing folder; made if there is none
     */
    public static Optional<FolderLock> take(Path file) throws IOException {
        Path real = file.toAbsolutePath().getParent().toRealPath().resolve(file.getFileName());
        if (!OURS.add(real)) {
            return Optional.empty();
        }
        FileChannel channel = null;
        try {
            if (Files.exists(real)) {
                WholeFile.check(real);
            }
            channel = FileChannel.open(
                    real,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                    DataFolder.rightsIn(real.getParent()));
            if (channel.tryLock() != null) {
                return Optional.of(new FolderLock(real, channel));
            }
            release(real, channel);
            return Optional.empty();
        } catch (IOException e) {
            release(real, channel);
            throw e;
        }
    }

    private static void release(Path file, FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException _) {
            // The lock is released with the process at the latest.
        }
        OURS.remove(file);
    }

    @Override
    public void close() {
        release(file, channel);
    }
}

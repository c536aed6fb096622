package org.kanworkbench.runs.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The write lock, held by one process at a time; the system releases it when that process ends in any way. */
final class StoreLock implements AutoCloseable {

    /**
     * Files that this process has locked: POSIX releases a process's lock as soon as that process closes the file
     * through any channel, so a locked file must not even be opened.
     */
    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private StoreLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Empty if the lock is taken, also by another store of this process.
     *
     * @param file in an existing folder
     */
    static Optional<StoreLock> take(Path file) throws IOException {
        Path real = file.toAbsolutePath().getParent().toRealPath().resolve(file.getFileName());
        if (!OURS.add(real)) {
            return Optional.empty();
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(real, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() != null) {
                return Optional.of(new StoreLock(real, channel));
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

package org.kanworkbench.runs.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The right to write, which one process at a time has; the system takes it back when that process ends, however it ends. */
final class StoreLock implements AutoCloseable {

    /**
     * Files that this process has locked: POSIX takes a process's lock of a file as soon as that process closes the file, by
     * whichever channel, so that one that is locked already must not even be opened.
     */
    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private StoreLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Empty when somebody else has it, another store of this process included.
     *
     * @param file in a folder that is there
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
            // The lock goes with the process at the latest.
        }
        OURS.remove(file);
    }

    @Override
    public void close() {
        release(file, channel);
    }
}

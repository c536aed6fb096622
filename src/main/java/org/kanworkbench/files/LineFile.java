package org.kanworkbench.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * A file that grows line by line, each of which is written at once, so that none is lost if the program is killed. A last
 * line that was cut off counts as none, and is removed when more are to come.
 */
public final class LineFile implements AutoCloseable {

    private final FileChannel channel;
    private final List<String> lines;

    private LineFile(FileChannel channel, byte[] bytes) throws IOException {
        this.channel = channel;
        lines = complete(bytes);
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        channel.truncate(end).position(end);
    }

    /** Opens a file for more lines, or makes it. */
    public static LineFile open(Path file) throws IOException {
        return of(channel(file));
    }

    private static FileChannel channel(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static LineFile of(FileChannel channel) throws IOException {
        try {
            // By the channel, as another one that is closed would end the lock.
            return new LineFile(channel, Channels.newInputStream(channel).readAllBytes());
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** The same for one process at a time; empty while another has it, or somebody else in this one. */
    public static Optional<LineFile> alone(Path file) throws IOException {
        Optional<FileChannel> locked = locked(channel(file));
        return locked.isEmpty() ? Optional.empty() : Optional.of(of(locked.get()));
    }

    /** Locks another file in place of this one, until the channel is closed; empty while somebody else has it. */
    public static Optional<FileChannel> locked(Path file) throws IOException {
        return locked(FileChannel.open(file, StandardOpenOption.WRITE));
    }

    private static Optional<FileChannel> locked(FileChannel channel) throws IOException {
        try {
            if (channel.tryLock() != null) {
                return Optional.of(channel);
            }
        } catch (OverlappingFileLockException _) {
            // By this very process.
        }
        channel.close();
        return Optional.empty();
    }

    /** The complete lines of a file; none where there is no file. */
    public static List<String> lines(Path file) throws IOException {
        return Files.exists(file) ? complete(Files.readAllBytes(file)) : List.of();
    }

    private static List<String> complete(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    /** The lines that were there when it was opened. */
    public List<String> lines() {
        return lines;
    }

    /** @param line with its line break */
    public void append(byte[] line) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(line);
        while (left.hasRemaining()) {
            channel.write(left);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

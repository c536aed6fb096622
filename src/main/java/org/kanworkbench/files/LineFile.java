package org.kanworkbench.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.kanworkbench.data.WholeFile;

/**
 * A file that grows line by line, each of which is written at once, so that none is lost if the program is killed. A last
 * line that was cut off counts as none, and is removed when more are to come.
 */
public final class LineFile implements AutoCloseable {

    private final FileChannel channel;

    private LineFile(FileChannel channel) {
        this.channel = channel;
    }

    /** Opens a file for more lines, or makes it, as accessible as its folder. */
    public static LineFile open(Path file) throws IOException {
        if (Files.notExists(file)) {
            Files.createFile(file, DataFolder.rightsIn(file.toAbsolutePath().getParent()));
        }
        byte[] bytes = WholeFile.read(file, WholeFile.MOST_OWN);
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        try {
            channel.truncate(end).position(end);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        return new LineFile(channel);
    }

    /** The complete lines of a file; none where there is no file. */
    public static List<String> lines(Path file) throws IOException {
        return Files.exists(file) ? complete(WholeFile.read(file, WholeFile.MOST_OWN)) : List.of();
    }

    private static List<String> complete(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    /**
     * Writes all of a line, or nothing where that fails: a later one would go on in the middle of it.
     *
     * @param line with its line break
     */
    public void append(byte[] line) throws IOException {
        long start = channel.position();
        ByteBuffer left = ByteBuffer.wrap(line);
        try {
            while (left.hasRemaining()) {
                channel.write(left);
            }
        } catch (IOException e) {
            try {
                channel.truncate(start);
            } catch (IOException also) {
                e.addSuppressed(also);
            }
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

package org.kanworkbench.runs;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.kanworkbench.data.FileErrors;

/** Writes files so that a reader meets the old content or the whole new one, whatever happens in between. */
public final class AtomicFile {

    /** What to write. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    private AtomicFile() {}

    /** Writes beside the target, brings it to the disk, then renames. Nothing is left behind on failure. */
    public static void write(Path target, Content content) throws SaveException {
        Path temporary = null;
        try {
            // Through a link, so that the link stays one.
            Path file = Files.exists(target) ? target.toRealPath() : target.toAbsolutePath();
            temporary = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
            writeAndSync(temporary, content);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new SaveException(
                    "cannot write " + target + " (" + FileErrors.reason(e)
                            + "): free some space or choose another folder; nothing was changed",
                    e);
        } finally {
            delete(temporary);
        }
    }

    private static void writeAndSync(Path file, Content content) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            // The stream is not closed by itself: that would close the channel before it was synchronised.
            OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
            content.writeTo(out);
            out.flush();
            channel.force(true);
        }
    }

    /** After a success there is none left: it became the target. */
    private static void delete(Path temporary) {
        if (temporary != null) {
            try {
                Files.deleteIfExists(temporary);
            } catch (IOException _) {
                // What made the writing fail is already on its way, and says more.
            }
        }
    }
}

package org.kanworkbench.app.shell.settings;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.kanworkbench.data.FileErrors;
import org.kanworkbench.files.AtomicFile;
import org.kanworkbench.files.DataFolder;

/** Writes a file repeatedly on a background thread, which exists only while writing. The last request wins. */
final class SettingsWriter implements AutoCloseable {

    private static final long LONGEST_SECONDS = 10;

    /** What the file is to hold. */
    interface Content {
        byte[] bytes() throws IOException;
    }

    private final Path file;
    private final Consumer<String> told;
    private final AtomicReference<Content> waiting = new AtomicReference<>();
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            0,
            1,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("settings").factory());

    /** @param told gets, on any thread, why the file could not be written, in one line, and nothing when it could again */
    SettingsWriter(Path file, Consumer<String> told) {
        this.file = file;
        this.told = told;
    }

    /** Returns at once. What is asked for after closing is not written. */
    void write(Content content) {
        if (!thread.isShutdown() && waiting.getAndSet(content) == null) {
            thread.execute(this::writeWaiting);
        }
    }

    private void writeWaiting() {
        Content content = waiting.getAndSet(null);
        try {
            DataFolder.make(file.toAbsolutePath().getParent());
            byte[] bytes = content.bytes();
            AtomicFile.write(file, out -> out.write(bytes));
            told.accept("");
        } catch (IOException e) {
            told.accept("settings are not kept: cannot write " + file + " (" + FileErrors.reason(e) + ")");
        }
    }

    /** Waits until everything is written. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            thread.awaitTermination(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

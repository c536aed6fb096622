package org.kanworkbench.app.randomuser;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Hears exceptions that nobody caught, on any thread, and what is written to standard error. */
final class Complaints implements AutoCloseable {

    /** Frames of a trace that say enough. */
    private static final int FRAMES = 25;

    /** What the toolkit and the virtual machine say by themselves. */
    private static final List<String> NOT_OURS = List.of(
            "Unsupported JavaFX configuration",
            // The press closed a list of choices, and the slider under it hears the drag alone.
            "\"this.dragStart\" is null",
            // Other colours for what pops up and is not up: it gets them when it is.
            "while resolving lookups for",
            "while converting value for",
            "not a color: <Value lookup",
            // The headless robot presses where no window is any more.
            "\"this.activeWindow\" is null",
            // What pops up reaches beyond the headless platform's frame buffer.
            "headless.HeadlessWindow.blit",
            "headless.HeadlessWindow.clearRect");

    private final Queue<String> heard = new ConcurrentLinkedQueue<>();
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream usual = System.err;
    private final Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    private final Thread.UncaughtExceptionHandler handler = (thread, e) -> heard.add(told(thread, e));

    /** The toolkit's log may have found standard error before it was replaced here. */
    private final Handler log = new Handler() {
        @Override
        public void publish(LogRecord message) {
            if (message.getLevel().intValue() >= Level.WARNING.intValue()) {
                heard.add("logged: " + message.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    Complaints() {
        Logger.getLogger("").addHandler(log);
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
        Thread.setDefaultUncaughtExceptionHandler(handler);
    }

    /** Call on the interface thread, which has a handler of its own. */
    void listenHere() {
        Thread.currentThread().setUncaughtExceptionHandler(handler);
    }

    private static String told(Thread thread, Throwable e) {
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        return "on thread " + thread.getName() + ": "
                + String.join("\n", trace.toString().lines().limit(FRAMES).toList());
    }

    /** What was heard since the last call. */
    List<String> take() {
        List<String> taken = new ArrayList<>();
        for (String next = heard.poll(); next != null; next = heard.poll()) {
            taken.add(next);
        }
        String text;
        synchronized (written) {
            text = written.toString(StandardCharsets.UTF_8);
            written.reset();
        }
        if (!text.isBlank()) {
            taken.add("on standard error: "
                    + String.join("\n", text.lines().limit(FRAMES).toList()));
        }
        taken.removeIf(complaint -> NOT_OURS.stream().anyMatch(complaint::contains));
        return taken;
    }

    @Override
    public void close() {
        Logger.getLogger("").removeHandler(log);
        System.setErr(usual);
        Thread.setDefaultUncaughtExceptionHandler(before);
    }
}

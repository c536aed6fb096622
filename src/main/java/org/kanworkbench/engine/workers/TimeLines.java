package org.kanworkbench.engine.workers;

import java.util.ArrayList;
import java.util.List;

/**
 * When each thread worked on tasks, for measurements; {@link Workers#record}. The caller works between tasks too: what
 * no other thread shares. Whatever else is not in a span is waiting. Each thread writes to its own line.
 */
public final class TimeLines {

    /**
     * A part of a task, or a whole task as its caller sees it, waiting included.
     *
     * @param task counted from the start of recording
     * @param part −1 for a whole task
     * @param from nanoseconds, as {@link System#nanoTime()}
     * @param to likewise
     */
    public record Span(int task, int part, long from, long to) {}

    private final List<List<Span>> threads = new ArrayList<>();
    private int task;

    /** @param threadCount the caller's line comes first */
    public TimeLines(int threadCount) {
        for (int t = 0; t < threadCount; t++) {
            threads.add(new ArrayList<>());
        }
    }

    void part(int thread, int part, long from) {
        threads.get(thread).add(new Span(task, part, from, System.nanoTime()));
    }

    void done(long from) {
        threads.getFirst().add(new Span(task++, -1, from, System.nanoTime()));
    }

    /** A thread's spans in the order of their ends. To be read when no task runs. */
    public List<Span> of(int thread) {
        return threads.get(thread);
    }
}

package org.kanworkbench.engine.workers;

import java.util.ArrayList;
import java.util.List;

/**
 * When each thread worked on tasks, for measurements; {@link Workers#record}. The caller works between tasks too: what
 * no other thread shares. Whatever else is not in a span is waiting. Each thread writes to its own line, and nothing is
 * allocated meanwhile: what comes after the capacity is not recorded.
 */
public final class TimeLines {

    /**
     * A part of a task, or a whole task as its caller sees it, waiting included.
     *
     * @param task counted from the start of recording; of a spare task, the one that it ran beside
     * @param part −1 for a whole task
     * @param from nanoseconds, as {@link System#nanoTime()}
     * @param to likewise
     */
    public record Span(int task, int part, long from, long to) {}

    private static final int FIELDS = 4;

    private final long[][] lines;
    private final int[] used;
    private volatile int task;

    /**
     * @param threads the caller's line comes first
     * @param capacity spans of one thread
     */
    public TimeLines(int threads, int capacity) {
        lines = new long[threads][FIELDS * capacity];
        used = new int[threads];
    }

    void part(int thread, int part, long from) {
        add(thread, part, from);
    }

    void done(long from) {
        add(0, -1, from);
        task++;
    }

    private void add(int thread, int part, long from) {
        long[] line = lines[thread];
        int at = used[thread];
        if (at < line.length) {
            line[at] = task;
            line[at + 1] = part;
            line[at + 2] = from;
            line[at + 3] = System.nanoTime();
            used[thread] = at + FIELDS;
        }
    }

    /** A thread's spans in the order of their ends. To be read when no task runs. */
    public List<Span> of(int thread) {
        List<Span> spans = new ArrayList<>();
        long[] line = lines[thread];
        for (int at = 0; at < used[thread]; at += FIELDS) {
            spans.add(new Span((int) line[at], (int) line[at + 1], line[at + 2], line[at + 3]));
        }
        return spans;
    }
}

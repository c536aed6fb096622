package org.kanworkbench.bench.engine;

import java.util.ArrayList;
import java.util.List;
import org.kanworkbench.engine.NonFiniteException;
import org.kanworkbench.engine.workers.TimeLines;
import org.kanworkbench.engine.workers.TimeLines.Span;
import org.kanworkbench.plot.Palette;
import org.kanworkbench.plot.StyleSheets;
import org.kanworkbench.plot.Surface.Anchor;
import org.kanworkbench.plot.SvgSurface;

/** Where the time of some steps goes, thread by thread. */
final class StepLines {

    private static final int SPANS_PER_STEP = 64;
    /** Recording compiles its own code first. */
    private static final int WARM_UP_STEPS = 3000;

    private static final int DRAWN_STEPS = 4;
    private static final double LABEL = 70;
    private static final double WIDTH = 1100;
    private static final double LINE = 26;
    private static final int COLOURS = 4;
    private static final double TICK_MICROS = 50;

    private final TimeLines lines;
    private final int threads;
    /** Begin of every step, and the last one's end [ns]. */
    private final long[] begins;
    /** Thread time in parts of shared tasks, and of the caller outside of them [ns]. */
    private double shared;

    private double alone;

    private StepLines(TimeLines lines, int threads, long[] begins) {
        this.lines = lines;
        this.threads = threads;
        this.begins = begins;
        double inTasks = 0;
        double beforeTasks = 0;
        List<Span> parts = new ArrayList<>();
        for (Span span : lines.of(0)) {
            if (span.part() >= 0) {
                parts.add(span);
                continue;
            }
            inTasks += nanos(span);
            beforeTasks += parts.stream()
                    .filter(part -> part.from() < span.from())
                    .mapToDouble(StepLines::nanos)
                    .sum();
            parts.clear();
        }
        for (int t = 0; t < threads; t++) {
            shared += lines.of(t).stream()
                    .filter(span -> span.part() >= 0)
                    .mapToDouble(StepLines::nanos)
                    .sum();
        }
        alone = total() - inTasks - beforeTasks;
    }

    private static double nanos(Span span) {
        return span.to() - span.from();
    }

    /** Records steps of a loop that has run before. */
    static StepLines of(StepLoop loop, int threads, int steps) throws NonFiniteException {
        record(loop, threads, WARM_UP_STEPS);
        return record(loop, threads, steps);
    }

    private static StepLines record(StepLoop loop, int threads, int steps) throws NonFiniteException {
        TimeLines lines = new TimeLines(threads, SPANS_PER_STEP * steps);
        long[] begins = new long[steps + 1];
        loop.record(lines);
        for (int s = 0; s < steps; s++) {
            begins[s] = System.nanoTime();
            loop.step();
        }
        begins[steps] = System.nanoTime();
        loop.record(null);
        return new StepLines(lines, threads, begins);
    }

    private double total() {
        return begins[begins.length - 1] - begins[0];
    }

    double handOffs() {
        return (double) lines.handOffs() / (begins.length - 1);
    }

    /** Share of all threads' time in which they work on shared tasks. */
    double shared() {
        return shared / (threads * total());
    }

    /** Share of all threads' time in which the caller works on what no other thread shares. */
    double alone() {
        return alone / (threads * total());
    }

    /** The rest. */
    double waiting() {
        return 1 - shared() - alone();
    }

    /** The last few steps as a picture: parts of tasks in the colour of their task, what the caller does alone pale. */
    String svg() {
        int first = Math.max(0, begins.length - 1 - DRAWN_STEPS);
        long from = begins[first];
        double perNano = WIDTH / (begins[begins.length - 1] - from);
        double foot = (threads + 1) * LINE;
        SvgSurface surface = new SvgSurface(LABEL + WIDTH, foot + LINE, 8);
        Palette palette = StyleSheets.light().palette();
        surface.fill(palette.paper(), -8, -8, LABEL + WIDTH + 16, foot + LINE + 16);
        surface.fill(palette.grid(), LABEL, LINE, WIDTH, LINE - 6);
        for (int t = 0; t < threads; t++) {
            double y = (t + 1) * LINE;
            surface.text("thread " + (t + 1), palette.text(), 0, y + LINE / 2 - 3, Anchor.START);
            List<Span> spans =
                    lines.of(t).stream().filter(span -> span.from() >= from).toList();
            for (boolean whole : new boolean[] {true, false}) {
                for (Span span : spans) {
                    if (span.part() < 0 == whole) {
                        surface.fill(
                                whole ? palette.paper() : palette.series().get(span.task() % COLOURS),
                                LABEL + (span.from() - from) * perNano,
                                y,
                                nanos(span) * perNano,
                                LINE - 6);
                    }
                }
            }
        }
        for (int s = first; s < begins.length; s++) {
            double x = LABEL + (begins[s] - from) * perNano;
            surface.line(palette.axis(), x, LINE - 6, x, foot);
        }
        for (double micros = 0; micros * 1e3 * perNano <= WIDTH; micros += TICK_MICROS) {
            double x = LABEL + micros * 1e3 * perNano;
            surface.line(palette.axis(), x, foot, x, foot + 4);
            surface.text(Math.round(micros) + " µs", palette.text(), x, foot + 14, Anchor.MIDDLE);
        }
        surface.text(
                "Steps between upright lines; colours are tasks that threads share, grey is what the first thread does"
                        + " alone, white is waiting",
                palette.text(),
                LABEL,
                8,
                Anchor.START);
        return surface.document();
    }
}

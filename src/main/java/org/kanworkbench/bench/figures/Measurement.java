package org.kanworkbench.bench.figures;

import java.util.function.Consumer;

/** One thing that the workbench measures of itself. */
public interface Measurement {

    /** The word that {@code bench --only} takes, for instance {@code epoch}. */
    String name();

    /**
     * Measures, and hands over every result as soon as there is one.
     *
     * @throws Exception whose message is one line; the other measurements go on
     */
    void measure(Consumer<Result> out) throws Exception;
}

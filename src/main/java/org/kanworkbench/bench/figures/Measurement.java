package org.kanworkbench.bench.figures;

import java.util.function.Consumer;

/** A measurement of the workbench. */
@FunctionalInterface
public interface Measurement {

    /**
     * Measures and reports every result immediately.
     *
     * @throws Exception with a one-line message; the other measurements continue
     */
    void measure(Consumer<Result> out) throws Exception;
}

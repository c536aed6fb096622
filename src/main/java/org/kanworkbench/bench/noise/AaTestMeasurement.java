package org.kanworkbench.bench.noise;

import java.util.function.Consumer;
import org.kanworkbench.bench.figures.BenchContext;
import org.kanworkbench.bench.figures.Measurement;
import org.kanworkbench.bench.figures.Result;
import org.kanworkbench.noise.statistics.AaTest;

/**
 * The A/A test: sweeps of one model under two names, and how many of a hundred end without a significant difference.
 */
public record AaTestMeasurement(BenchContext context) implements Measurement {

    private static final int SWEEPS = 100;

    @Override
    public String name() {
        return "planted";
    }

    @Override
    public void measure(Consumer<Result> out) throws Exception {
        int right = AaTest.noDifference(SWEEPS, context.seed(), context.threads());
        out.accept(new Result("planted sweeps without difference, of " + SWEEPS, right, "sweeps"));
    }
}

package org.kanworkbench.bench.noise;

import java.util.function.Consumer;
import org.kanworkbench.bench.figures.BenchContext;
import org.kanworkbench.bench.figures.Measurement;
import org.kanworkbench.bench.figures.Result;
import org.kanworkbench.engine.NonFiniteException;
import org.kanworkbench.noise.nkan.NkanExperiment;

/** Measures nKAN.py's experiment on two threads [s]: the first time in this process, and later. */
public record NkanMeasurement(BenchContext context) implements Measurement {

    private static final int TIMES = 5;

    @Override
    public void measure(Consumer<Result> out) throws NonFiniteException, InterruptedException {
        out.accept(new Result("nKAN.py's experiment, first", seconds(), "s"));
        double[] later = new double[context.quick() ? 1 : TIMES];
        for (int i = 0; i < later.length; i++) {
            later[i] = seconds();
        }
        out.accept(Result.median("nKAN.py's experiment, later", later, "s"));
    }

    private double seconds() throws NonFiniteException, InterruptedException {
        long start = System.nanoTime();
        NkanExperiment.run(context.seed());
        return (System.nanoTime() - start) / 1e9;
    }
}

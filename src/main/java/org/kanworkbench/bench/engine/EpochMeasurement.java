package org.kanworkbench.bench.engine;

import java.util.function.Consumer;
import org.kanworkbench.bench.figures.BenchContext;
import org.kanworkbench.bench.figures.Measurement;
import org.kanworkbench.bench.figures.Result;

/** Measures an epoch on MNIST [s]. */
public record EpochMeasurement(BenchContext context) implements Measurement {

    @Override
    public void measure(Consumer<Result> out) throws InterruptedException {
        for (String model : BenchContext.MODELS) {
            out.accept(Result.median("epoch " + model, Epochs.seconds(context, model, context.repetitions()), "s"));
        }
    }
}

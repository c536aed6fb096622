package org.kanworkbench.bench.engine;

import java.util.function.Consumer;
import org.kanworkbench.bench.figures.BenchContext;
import org.kanworkbench.bench.figures.Measurement;
import org.kanworkbench.bench.figures.Result;
import org.kanworkbench.engine.NonFiniteException;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engines;
import org.kanworkbench.training.loop.StepTimer;

/** Measures a training step [µs]: forward, backward, update. */
public record StepMeasurement(BenchContext context) implements Measurement {

    @Override
    public void measure(Consumer<Result> out) throws NonFiniteException {
        for (String model : BenchContext.MODELS) {
            Configuration configuration = context.configuration(model, 1);
            StepTimer.settle(Engines.VECTOR, configuration, context.dataset());
            double[] micros = new double[context.repetitions()];
            for (int i = 0; i < micros.length; i++) {
                micros[i] = 1e3 * StepTimer.millis(Engines.VECTOR, configuration, context.dataset());
            }
            out.accept(Result.median("step " + model, micros, "us"));
        }
    }
}

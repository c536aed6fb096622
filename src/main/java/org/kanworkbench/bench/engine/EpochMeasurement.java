package org.kanworkbench.bench.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.kanworkbench.bench.figures.BenchContext;
import org.kanworkbench.bench.figures.Measurement;
import org.kanworkbench.bench.figures.Result;
import org.kanworkbench.training.Run;
import org.kanworkbench.training.TrainingEvent;
import org.kanworkbench.training.loop.TrainingRun;

/** Measures an epoch on MNIST [s]. */
public record EpochMeasurement(BenchContext context) implements Measurement {

    @Override
    public void measure(Consumer<Result> out) throws InterruptedException {
        for (String model : BenchContext.MODELS) {
            out.accept(Result.median("epoch " + model, seconds(context, model, context.repetitions()), "s"));
        }
    }

    /**
     * Training time per epoch without evaluation [s], after a warm-up epoch.
     *
     * @throws IllegalStateException when the run fails
     */
    static double[] seconds(BenchContext context, String preset, int epochs) throws InterruptedException {
        List<Double> seconds = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        Run run = TrainingRun.start(context.configuration(preset, epochs + 1), context.dataset(), event -> {
            switch (event) {
                case TrainingEvent.Evaluated e when e.epochEnd() -> seconds.add(e.trainSeconds());
                case TrainingEvent.Failed failed -> failures.add(failed.message());
                default -> {}
            }
        });
        run.await();
        if (!failures.isEmpty()) {
            throw new IllegalStateException(preset + ": " + failures.getFirst());
        }
        return seconds.stream().skip(1).mapToDouble(Double::doubleValue).toArray();
    }
}

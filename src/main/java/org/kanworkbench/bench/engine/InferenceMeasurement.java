package org.kanworkbench.bench.engine;

import java.util.Arrays;
import java.util.function.Consumer;
import org.kanworkbench.bench.figures.BenchContext;
import org.kanworkbench.bench.figures.Measurement;
import org.kanworkbench.bench.figures.Result;
import org.kanworkbench.data.Features;
import org.kanworkbench.engine.Network;
import org.kanworkbench.engine.Predictor;
import org.kanworkbench.engine.workers.Workers;

/** Measures the inference of a batch of test images [µs]. */
public record InferenceMeasurement(BenchContext context) implements Measurement {

    private static final int[] BATCHES = {1, 64, 1000};
    private static final long WARM_UP_NANOS = 500_000_000;
    private static final int CALLS = 400;

    @Override
    public void measure(Consumer<Result> out) {
        for (String model : BenchContext.MODELS) {
            Network network = Network.initialize(context.configuration(model, 1).network(), context.seed());
            for (int batch : BATCHES) {
                double[] micros = time(network, batch, context.times(context.quick() ? CALLS / 4 : CALLS));
                out.accept(Result.quartiles("inference " + model + " batch " + batch, micros, "us"));
            }
        }
    }

    private double[] time(Network network, int batch, int calls) {
        Features images = context.dataset().test().features();
        float[] x = new float[batch * images.width()];
        for (int r = 0; r < batch; r++) {
            images.copyRow(r, x, r * images.width());
        }
        float[] logits = new float[batch * context.dataset().outputs()];
        try (Workers workers = new Workers(context.threads())) {
            Predictor predictor = new Predictor(network.snapshot(), batch, images.background(), workers);
            long warm = System.nanoTime();
            while (System.nanoTime() - warm < context.share() * WARM_UP_NANOS) {
                predictor.predict(x, batch, logits);
            }
            double[] micros = new double[calls];
            Arrays.setAll(micros, _ -> {
                long start = System.nanoTime();
                predictor.predict(x, batch, logits);
                return (System.nanoTime() - start) / 1e3;
            });
            return micros;
        }
    }
}

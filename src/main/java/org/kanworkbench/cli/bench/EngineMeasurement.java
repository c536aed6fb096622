package org.kanworkbench.cli.bench;

import java.util.List;
import java.util.function.Consumer;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engines;
import org.kanworkbench.training.StepTimer;

/** Milliseconds of a training step on another engine and on the vector engine, in turns, for small and large batches. */
public record EngineMeasurement(BenchContext context, Engines engines, String engine) implements Measurement {

    private static final List<String> MODELS = List.of("kal-net", "kanvolver");
    private static final List<Integer> BATCHES = List.of(64, 256, 4096);

    @Override
    public String name() {
        return "engine";
    }

    @Override
    public void measure(Consumer<Result> out) {
        for (String model : MODELS) {
            for (int batch : BATCHES) {
                compare(model, batch, out);
            }
        }
    }

    private void compare(String model, int batch, Consumer<Result> out) {
        String what = model + " batch " + batch;
        int times = context.repetitions();
        double[] vector = new double[times];
        double[] other = new double[times];
        double[] ratios = new double[times];
        for (int i = 0; i < times; i++) {
            vector[i] = time(model, batch, Configuration.VECTOR);
            other[i] = time(model, batch, engine);
            ratios[i] = other[i] / vector[i];
        }
        out.accept(Result.median("step " + Configuration.VECTOR + " " + what, vector, "ms"));
        if (!engine.equals(Configuration.VECTOR)) {
            out.accept(Result.median("step " + engine + " " + what, other, "ms"));
            out.accept(Result.median(engine + " / " + Configuration.VECTOR + " " + what, ratios, "x"));
        }
    }

    private double time(String model, int batch, String on) {
        Configuration usual = context.configuration(model, 1);
        Configuration configuration = new Configuration(
                usual.preset(),
                usual.data(),
                usual.network(),
                usual.recipe().withBatch(batch),
                usual.seed(),
                usual.threads(),
                on);
        return StepTimer.measure(engines, configuration, context.dataset(), () -> true)
                .orElseThrow()
                .msPerStep();
    }
}

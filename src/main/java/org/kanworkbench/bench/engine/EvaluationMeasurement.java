package org.kanworkbench.bench.engine;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.kanworkbench.bench.figures.BenchContext;
import org.kanworkbench.bench.figures.Measurement;
import org.kanworkbench.bench.figures.Result;
import org.kanworkbench.data.Examples;
import org.kanworkbench.engine.Network;
import org.kanworkbench.engine.Predictor;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Evaluator;

/** Measures the evaluation on the 10,000 test images [s]. {@code --only peer} pairs it with the peer's. */
public record EvaluationMeasurement(BenchContext context) implements Measurement {

    private static final List<String> MODELS = List.of("kal-net", "torchkan", "mlp");
    private static final int WARM_UP = 30;
    private static final int CALLS = 15;

    @Override
    public void measure(Consumer<Result> out) {
        for (String model : MODELS) {
            out.accept(Result.quartiles("evaluation of 10,000 images " + model, all(context, model), "s"));
        }
    }

    /** The median over some calls. */
    static double seconds(BenchContext context, String preset) {
        return Result.median("evaluation", all(context, preset), "s").value();
    }

    private static double[] all(BenchContext context, String preset) {
        Configuration configuration = context.configuration(preset, 1);
        Network network = Network.initialize(configuration.network(), context.seed());
        Examples test = context.dataset().test();
        int batch = configuration.evaluationBatch();
        Evaluator evaluator = new Evaluator(test, context.dataset().target(), batch);
        try (Workers workers = new Workers(context.threads())) {
            Predictor predictor =
                    new Predictor(network.snapshot(), batch, test.features().background(), workers);
            for (int i = 0; i < context.times(WARM_UP); i++) {
                evaluator.evaluate(predictor);
            }
            double[] seconds = new double[context.quick() ? CALLS / 3 : CALLS];
            Arrays.setAll(seconds, _ -> evaluator.evaluate(predictor).seconds());
            return seconds;
        }
    }
}

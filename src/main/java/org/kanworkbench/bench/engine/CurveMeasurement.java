package org.kanworkbench.bench.engine;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.kanworkbench.bench.figures.BenchContext;
import org.kanworkbench.bench.figures.Measurement;
import org.kanworkbench.bench.figures.Result;
import org.kanworkbench.engine.Network;
import org.kanworkbench.engine.NonFiniteException;
import org.kanworkbench.engine.TrainingStep;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.ConstantTerm;
import org.kanworkbench.network.InputScaling;
import org.kanworkbench.network.LayerField;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.basis.recurrence.Legendre;
import org.kanworkbench.network.recipe.Loss;
import org.kanworkbench.network.recipe.Optimizer;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.network.recipe.Schedule;

/**
 * Measures a step that fits sin 2πx at 100 points in one batch by squared error [µs]: [1, 8, 1] with Legendre
 * polynomials of order 3 and batch min-max, AdamW at 0.01. So small a network shows the overhead of a step.
 */
public record CurveMeasurement(BenchContext context) implements Measurement {

    private static final int POINTS = 100;
    private static final double LEARNING_RATE = 0.01;
    private static final int WARM_UP_STEPS = 40_000;
    private static final int STEPS_A_TIME = 500;
    private static final int TIMES = 41;

    @Override
    public void measure(Consumer<Result> out) throws NonFiniteException {
        out.accept(Result.quartiles("step of a curve fit", all(context), "us"));
    }

    /** The median of a few hundred steps' mean. */
    static double micros(BenchContext context) throws NonFiniteException {
        return Result.median("step of a curve fit", all(context), "us").value();
    }

    private static double[] all(BenchContext context) throws NonFiniteException {
        float[] x = new float[POINTS];
        float[] y = new float[POINTS];
        for (int i = 0; i < POINTS; i++) {
            x[i] = -1 + 2f * i / (POINTS - 1);
            y[i] = (float) Math.sin(2 * Math.PI * x[i]);
        }
        Network network = Network.initialize(new NetworkSpec(List.of(layer(1, 8), layer(8, 1))), context.seed());
        Recipe recipe =
                new Recipe(Loss.MSE, new Optimizer.AdamW(0.01), LEARNING_RATE, new Schedule.Constant(), POINTS, 1);
        try (Workers workers = new Workers(context.threads())) {
            TrainingStep step = new TrainingStep(network, recipe, OptionalDouble.empty(), workers, context.seed());
            run(step, x, y, context.times(WARM_UP_STEPS));
            double[] micros = new double[context.quick() ? TIMES / 4 : TIMES];
            for (int i = 0; i < micros.length; i++) {
                micros[i] = run(step, x, y, context.times(STEPS_A_TIME));
            }
            return micros;
        }
    }

    private static double run(TrainingStep step, float[] x, float[] y, int steps) throws NonFiniteException {
        long start = System.nanoTime();
        for (int i = 0; i < steps; i++) {
            step.step(x, null, y, POINTS, LEARNING_RATE);
        }
        return (System.nanoTime() - start) / 1e3 / steps;
    }

    private static LayerSpec layer(int inputs, int outputs) {
        return LayerSpec.plain(new Legendre(3))
                .with(Map.of(
                        LayerField.SCALING, InputScaling.BATCH_MIN_MAX,
                        LayerField.BASE, Activation.SILU,
                        LayerField.CONSTANT_TERM, ConstantTerm.PER_EDGE,
                        LayerField.BIAS, false))
                .withSizes(inputs, outputs);
    }
}

package org.kanworkbench.bench.engine;

import java.util.List;
import java.util.function.Consumer;
import org.kanworkbench.bench.figures.BenchContext;
import org.kanworkbench.bench.figures.MachineLoad;
import org.kanworkbench.bench.figures.Measurement;
import org.kanworkbench.bench.figures.Result;
import org.kanworkbench.engine.NonFiniteException;

/** Measures the speed-up of training on two cores over one, in turns of a fraction of a second. */
public record CoresMeasurement(BenchContext context) implements Measurement {

    private static final List<String> MODELS = List.of("kal-net", "kal-net-faithful", "torchkan", "mlp");
    private static final double WARM_UP_SECONDS = 2;
    private static final double TURN_SECONDS = 0.2;
    private static final int ROUNDS = 21;
    private static final int QUICK_ROUNDS = 7;

    @Override
    public void measure(Consumer<Result> out) throws NonFiniteException {
        if (Runtime.getRuntime().availableProcessors() < 2) {
            throw new IllegalStateException("this machine has one core: there is nothing to compare");
        }
        double[] ratios = new double[context.quick() ? QUICK_ROUNDS : ROUNDS];
        for (String model : MODELS) {
            try (StepLoop one = new StepLoop(context, model, 1);
                    StepLoop two = new StepLoop(context, model, 2)) {
                one.run(1, WARM_UP_SECONDS);
                two.run(1, WARM_UP_SECONDS);
                for (int round = 0; round < ratios.length; round++) {
                    ratios[round] = one.run(1, TURN_SECONDS) / two.run(1, TURN_SECONDS);
                }
            }
            out.accept(Result.quartiles("speedup of two cores over one, " + model, ratios, "x")
                    .withNote(MachineLoad.note(2)));
        }
    }
}

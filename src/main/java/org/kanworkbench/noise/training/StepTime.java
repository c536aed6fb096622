package org.kanworkbench.noise.training;

import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.kanworkbench.data.function.Points;
import org.kanworkbench.engine.NonFiniteException;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.cost.PredictionCost;

/** Microseconds of training steps on one core. */
public final class StepTime {

    private static final int WARM_UP_STEPS = 8000;
    private static final int STEPS = 100;
    private static final int TURNS = 7;
    /** Approximate fixed cost of a step, arithmetic rate in narrow layers, and its growth with the widest layer. */
    private static final double MICROS_A_LAYER = 2;

    private static final double FLOPS_A_MICRO = 5000;
    private static final double FLOPS_A_MICRO_AND_UNIT = 700;
    private static final double MOST_FLOPS_A_MICRO = 60_000;
    /** Forward, weight gradient, input gradient. */
    private static final int PASSES = 3;

    private StepTime() {}

    /**
     * Measures to a few percent: the fastest of some turns after a long warm-up.
     *
     * @param stop asked every hundred steps; then the measure is of no use
     */
    public static double micros(NetworkSpec network, int rows, Budget budget, BooleanSupplier stop) {
        SplittableRandom random = new SplittableRandom(1);
        double[] x = random.doubles((long) rows * network.inputs()).toArray();
        double[] y = random.doubles(rows).toArray();
        Budget enough = new Budget(WARM_UP_STEPS + TURNS * STEPS, budget.batch());
        try (Workers alone = new Workers(1)) {
            return measured(
                    new NetworkTraining(
                            new NetworkTask(
                                    network,
                                    new Points(network.inputs(), x, y),
                                    enough,
                                    new Setting.Optimisation(1e-3, 0),
                                    0),
                            alone),
                    stop);
        } catch (NonFiniteException e) {
            throw new IllegalArgumentException(
                    "a network of " + network.shape() + " cannot be timed: " + e.getMessage(), e);
        }
    }

    /**
     * Estimates from the number of operations, to compare networks: accurate to a factor of about two, apart from a
     * factor for the machine.
     */
    public static double expectedMicros(NetworkSpec network, int rows, Budget budget) {
        int widest =
                network.layers().stream().mapToInt(LayerSpec::outputs).max().orElse(1);
        double rate = Math.min(MOST_FLOPS_A_MICRO, FLOPS_A_MICRO + FLOPS_A_MICRO_AND_UNIT * (widest - 1));
        double flops = (double) PASSES * Math.min(rows, budget.batch()) * PredictionCost.flops(network);
        return MICROS_A_LAYER * network.layers().size() + flops / rate;
    }

    private static double measured(NetworkTraining training, BooleanSupplier stop) throws NonFiniteException {
        for (int warm = 0; warm < WARM_UP_STEPS && !stop.getAsBoolean(); warm += STEPS) {
            training.advance(STEPS);
        }
        double least = Double.POSITIVE_INFINITY;
        for (int turn = 0; turn < TURNS && !stop.getAsBoolean(); turn++) {
            long start = System.nanoTime();
            training.advance(STEPS);
            least = Math.min(least, (System.nanoTime() - start) / 1e3 / STEPS);
        }
        return least;
    }
}

package org.kanworkbench.noise.fit;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.kanworkbench.engine.NonFiniteException;
import org.kanworkbench.engine.Workers;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.noise.target.Points;

/** Measures training steps, to make one network as slow as another. */
public final class TimeMatch {

    private static final int WARM_UP_STEPS = 2000;
    private static final int STEPS = 100;
    private static final int TURNS = 7;

    private TimeMatch() {}

    /** Sizes for all contenders that match another's time. Takes about a second for each. */
    public static List<TimedSize> measure(List<Contender> contenders, int inputs, int rows, Budget budget) {
        List<TimedSize> sizes = new ArrayList<>();
        for (Contender contender : contenders) {
            if (contender instanceof Contender.Trained trained
                    && trained.match().measure() == Match.Measure.TIME) {
                double wanted = stepMicros(Sizing.reference(trained, contenders).network(inputs), rows, budget);
                sizes.add(new TimedSize(contender.name(), inputs, units(trained, wanted, inputs, rows, budget)));
            }
        }
        return sizes;
    }

    /** By bisection: a wider network takes longer. */
    private static int units(Contender.Trained contender, double wanted, int inputs, int rows, Budget budget) {
        int below = 1;
        int above = Sizing.MOST_UNITS;
        while (above - below > Math.max(1, below / 16)) {
            int middle = (below + above) / 2;
            if (stepMicros(contender.withWidth(middle).network(inputs), rows, budget) > wanted) {
                above = middle;
            } else {
                below = middle;
            }
        }
        return below;
    }

    /** Microseconds of a training step on one core, the fastest of some turns. */
    public static double stepMicros(NetworkSpec network, int rows, Budget budget) {
        SplittableRandom random = new SplittableRandom(1);
        int inputs = network.inputs();
        double[] x = random.doubles((long) rows * inputs).toArray();
        double[] y = random.doubles(rows).toArray();
        Budget measured = new Budget(WARM_UP_STEPS + TURNS * STEPS, budget.batch());
        try (Workers alone = new Workers(1)) {
            NetworkTraining training = new NetworkTraining(
                    network, new Points(inputs, x, y), measured, new Setting.Optimisation(1e-3, 0), 0, alone);
            training.advance(WARM_UP_STEPS);
            double least = Double.POSITIVE_INFINITY;
            for (int turn = 0; turn < TURNS; turn++) {
                long start = System.nanoTime();
                training.advance(STEPS);
                least = Math.min(least, (System.nanoTime() - start) / 1e3 / STEPS);
            }
            return least;
        } catch (NonFiniteException e) {
            throw new IllegalArgumentException(
                    "a network of " + network.shape() + " cannot be timed: " + e.getMessage(), e);
        }
    }
}

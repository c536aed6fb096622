package org.kanworkbench.training.loop;

import java.util.Arrays;
import java.util.Optional;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.ShuffledBatches;
import org.kanworkbench.engine.Network;
import org.kanworkbench.engine.NonFiniteException;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engines;
import org.kanworkbench.training.Stepper;
import org.kanworkbench.training.Task;

/** Measures the step time of a configuration on a throw-away network. */
public final class StepTimer {

    private static final int WARM_UP_STEPS = 150;
    private static final long WARM_UP_NANOS = 400_000_000;
    private static final int MEASURED_STEPS = 60;
    private static final long MEASURED_NANOS = 200_000_000;

    /** Steps that are timed together where an engine does not wait for each. */
    private static final int AHEAD = 16;

    private static final int STEADY_ATTEMPTS = 3;
    private static final double CLEARLY_FASTER = 0.9;
    private static final long SETTLING_NANOS = 10_000_000_000L;

    private StepTimer() {}

    /**
     * The median time per step [ms]. Takes up to a second on the calling thread, or one step if that is longer.
     *
     * @throws IllegalArgumentException with a one-line message if data and network do not match
     */
    public static double millis(Engines engines, Configuration configuration, Dataset dataset)
            throws NonFiniteException {
        return with(engines, configuration, dataset, steps -> {
            steps.run(WARM_UP_STEPS, WARM_UP_NANOS);
            double[] nanos = steps.run(MEASURED_STEPS, MEASURED_NANOS);
            Arrays.sort(nanos);
            return nanos[nanos.length / 2] / 1e6;
        });
    }

    /** What one step within an epoch sends to the engine's device; empty without one. */
    public static Optional<Stepper.Traffic> traffic(Engines engines, Configuration configuration, Dataset dataset)
            throws NonFiniteException {
        return with(engines, configuration, dataset, steps -> {
            steps.next();
            Optional<Stepper.Traffic> before = steps.step.traffic();
            steps.next();
            return steps.step.traffic().map(after -> after.minus(before.orElseThrow()));
        });
    }

    private interface Use<T> {
        T of(Steps steps) throws NonFiniteException;
    }

    private static <T> T with(Engines engines, Configuration configuration, Dataset dataset, Use<T> use)
            throws NonFiniteException {
        TrainingRun.check(engines, configuration, dataset);
        try (Workers workers = new Workers(configuration.threads());
                Stepper step = Steps.stepper(engines, configuration, dataset, workers)) {
            return use.of(new Steps(step, configuration, dataset, workers));
        }
    }

    /**
     * Repeats measurements until they no longer become clearly faster, because code has been compiled; for some ten
     * seconds at most.
     */
    public static void settle(Engines engines, Configuration configuration, Dataset dataset) throws NonFiniteException {
        double least = Double.POSITIVE_INFINITY;
        int steady = 0;
        long end = System.nanoTime() + SETTLING_NANOS;
        do {
            double now = millis(engines, configuration, dataset);
            steady = now > CLEARLY_FASTER * least ? steady + 1 : 0;
            least = Math.min(least, now);
        } while (steady < STEADY_ATTEMPTS && System.nanoTime() < end);
    }

    /** The steps of a configuration, one after the other through the epochs. */
    public static final class Steps {
        private final Stepper step;
        private final ShuffledBatches batches;
        private final TrainingBatch batch;
        private final double learningRate;
        private final int together;
        private int epoch;

        private Steps(Stepper step, Configuration configuration, Dataset dataset, Workers workers) {
            Recipe recipe = configuration.recipe();
            this.step = step;
            batches = ShuffledBatches.of(
                    dataset, recipe, Seeds.of(configuration.seed()).batches());
            batch = new TrainingBatch(batches, recipe.batch(), dataset, workers);
            learningRate = recipe.learningRate();
            together = batch.hold(step) ? AHEAD : 1;
            batches.startEpoch(epoch);
        }

        /** On the vector engine, where nothing need be freed but the workers. */
        public static Steps of(Configuration configuration, Dataset dataset, Workers workers) {
            Stepper step = stepper(Engines.VECTOR, configuration, dataset, workers);
            return new Steps(step, configuration, dataset, workers);
        }

        private static Stepper stepper(Engines engines, Configuration configuration, Dataset dataset, Workers workers) {
            if (configuration.recipe().optimizer().kind().fullBatch()) {
                throw new IllegalArgumentException("L-BFGS has no steps on batches to time: choose another optimiser");
            }
            Seeds seeds = Seeds.of(configuration.seed());
            Model model =
                    Network.initialize(configuration.network(), seeds.weights()).snapshot();
            return engines.named(configuration.engine())
                    .begin(Task.of(configuration, model, seeds.dropout(), Optional.empty(), dataset, workers));
        }

        /** Takes a step. */
        public void next() throws NonFiniteException {
            if (batch.step(step, learningRate) == 0) {
                batches.startEpoch(++epoch);
                batch.step(step, learningRate);
            }
        }

        /** Nanoseconds of each step, within both limits. */
        public double[] run(int most, long limitNanos) throws NonFiniteException {
            double[] nanos = new double[most];
            int count = 0;
            long total = 0;
            while (count < most && total < limitNanos) {
                long start = System.nanoTime();
                int taken = Math.min(together, most - count);
                for (int n = 0; n < taken; n++) {
                    next();
                }
                step.settle();
                double all = System.nanoTime() - start;
                Arrays.fill(nanos, count, count + taken, all / taken);
                count += taken;
                total += (long) all;
            }
            return Arrays.copyOf(nanos, count);
        }
    }
}

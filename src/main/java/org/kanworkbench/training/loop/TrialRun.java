package org.kanworkbench.training.loop;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Examples;
import org.kanworkbench.network.recipe.Optimizer;
import org.kanworkbench.network.recipe.RecipeField;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engines;
import org.kanworkbench.training.Run;
import org.kanworkbench.training.Start;
import org.kanworkbench.training.TrainingEvent;

/**
 * Measures the cost of a run by training a throw-away network in the same way for some seconds. This also compiles the
 * code that the run needs.
 */
public final class TrialRun {

    /** Progress events, about 30 per second, whose median is one measurement. */
    private static final int WINDOW = 6;

    /**
     * Number of measurements not clearly faster than the one before and without compiler activity, after which the code
     * counts as compiled.
     */
    private static final int STEADY = 4;

    private static final double CLEARLY_FASTER = 0.9;

    /** Share of the time; code other than the run's is compiled, too. */
    private static final double RESTS = 0.1;

    private static final long LONG_NANOS = 8_000_000_000L;

    /** Time limit for a busy machine or long steps, when nothing has been measured before. */
    private static final long LONGEST_NANOS = 30_000_000_000L;

    /** Cost of evaluating an example relative to training on it, until measured. */
    private static final double FORWARD_SHARE = 0.35;

    /**
     * Copies of the weights that a run holds besides its engine's: evaluated, shown, in a checkpoint with two moments,
     * and written.
     */
    private static final int COPIES = 6;

    /** The same for L-BFGS: its history in float64 and, in a checkpoint, in float32, and the line search's places. */
    private static final int FULL_BATCH_COPIES = COPIES + 72;

    /** Evaluations of the whole training set in a step of L-BFGS, until measured. */
    private static final double EVALUATIONS = 1.3;

    /**
     * @param evaluationSeconds of one evaluation on the test set
     * @param bytes of memory that the run uses, including optimiser state, buffers and checkpoints
     * @param steady whether measurements agreed at the end: on a busy machine the code may not have been compiled in time
     */
    public record Cost(
            double msPerStep,
            long stepsPerEpoch,
            double evaluationSeconds,
            int evaluationsPerEpoch,
            long bytes,
            boolean steady) {

        /** The total, including evaluations. */
        public double secondsPerEpoch() {
            return msPerStep * stepsPerEpoch / 1e3 + evaluationsPerEpoch * evaluationSeconds;
        }

        /** The same estimate for a machine slower by the given factor. */
        public Cost slowed(double by) {
            return new Cost(msPerStep * by, stepsPerEpoch, evaluationSeconds * by, evaluationsPerEpoch, bytes, steady);
        }
    }

    private final Configuration configuration;
    private final Dataset dataset;
    private final BooleanSupplier proceed;
    /** Known once it is started, which its first events may be ahead of. */
    private final CompletableFuture<Run> run = new CompletableFuture<>();

    private final List<Double> windows = new ArrayList<>();
    private final long begun = System.nanoTime();
    private double evaluationSeconds = Double.NaN;
    private double last = Double.NaN;
    private int steady;
    private long windowBegun = begun;
    private long compiled = compiledMillis();
    private long held;
    private boolean failed;

    private TrialRun(Configuration configuration, Dataset dataset, BooleanSupplier proceed) {
        this.configuration = configuration;
        this.dataset = dataset;
        this.proceed = proceed;
    }

    /**
     * Runs the trial and waits for its end.
     *
     * @param proceed checked at every event; false cancels
     * @return empty if cancelled, or if such a network cannot be trained
     * @throws IllegalArgumentException with a one-line message if data and network do not match
     */
    public static Optional<Cost> of(
            Engines engines, Configuration configuration, Dataset dataset, BooleanSupplier proceed)
            throws InterruptedException {
        TrialRun trial = new TrialRun(configuration, dataset, proceed);
        Start start =
                new Start(byBatches(configuration).withStart(""), Optional.empty(), Optional.empty(), Optional.empty());
        Run run = TrainingRun.start(engines, start, dataset, trial.listener());
        trial.run.complete(run);
        try {
            run.await();
        } finally {
            // Whoever does not wait any longer leaves no training behind.
            run.stop();
        }
        return trial.cost();
    }

    /** The same work in steps that can be measured, and cancelled, one by one. */
    private static Configuration byBatches(Configuration configuration) {
        return fullBatch(configuration)
                ? configuration.withRecipe(configuration.recipe().with(RecipeField.OPTIMIZER, Optimizer.Kind.SGD))
                : configuration;
    }

    private static boolean fullBatch(Configuration configuration) {
        return configuration.recipe().optimizer().kind().fullBatch();
    }

    private static int copies(Configuration configuration) {
        return fullBatch(configuration) ? FULL_BATCH_COPIES : COPIES;
    }

    /** Minimum memory of such a run: weights, gradient, two moments and copies. */
    public static long leastBytes(Configuration configuration) {
        return (4L + copies(configuration)) * configuration.network().bytes();
    }

    /** Evaluations per epoch after the first. */
    public static int evaluationsPerEpoch(Configuration configuration, Dataset dataset) {
        return plan(configuration, dataset).within() ? 2 : 1;
    }

    private static EvaluationPlan plan(Configuration configuration, Dataset dataset) {
        int rows = trained(configuration, dataset);
        return EvaluationPlan.of(
                fullBatch(configuration)
                        ? 1
                        : Math.ceilDiv(rows, configuration.recipe().batch()),
                rows,
                tested(configuration, dataset));
    }

    /** Rows that scores are reported on: those of the test set, or of the validation set if there is none. */
    private static int tested(Configuration configuration, Dataset dataset) {
        int rows = dataset.test().size();
        return rows > 0 ? rows : configuration.recipe().selection().validationRows();
    }

    /** Rows of an epoch: copies of what is held out are not trained on either, on average as many of each. */
    static int trained(Configuration configuration, Dataset dataset) {
        Examples train = dataset.train();
        long held = configuration.recipe().selection().validationRows();
        return (int) (train.size() - held - held * train.copies().rows() / train.distinct());
    }

    private Consumer<TrainingEvent> listener() {
        return event -> {
            switch (event) {
                case TrainingEvent.Started _ -> held = allocated();
                case TrainingEvent.Progress p -> add(p.msPerStep());
                case TrainingEvent.Evaluated e -> evaluationSeconds = e.seconds();
                case TrainingEvent.Failed _ -> failed = true;
                default -> {}
            }
            boolean known = steady >= STEADY && !Double.isNaN(evaluationSeconds);
            long longest = Double.isNaN(last) ? LONGEST_NANOS : LONG_NANOS;
            boolean over = System.nanoTime() - begun > longest;
            if (known || over || !proceed.getAsBoolean()) {
                run.join().stop();
            }
        };
    }

    /** Bytes allocated by the run's own thread, which created its network. */
    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    /** Compilation time of the virtual machine, which is updated after each method. */
    private static long compiledMillis() {
        return ManagementFactory.getCompilationMXBean().getTotalCompilationTime();
    }

    private void add(double msPerStep) {
        windows.add(msPerStep);
        if (windows.size() == WINDOW) {
            double now = median();
            long nanos = System.nanoTime();
            long millis = compiledMillis();
            boolean rested = millis - compiled < RESTS * (nanos - windowBegun) / 1e6;
            steady = rested && now > CLEARLY_FASTER * last ? steady + 1 : 0;
            last = Double.isNaN(last) ? now : Math.min(last, now);
            windowBegun = nanos;
            compiled = millis;
            windows.clear();
        }
    }

    private double median() {
        List<Double> sorted = windows.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    private Optional<Cost> cost() {
        if (failed || !proceed.getAsBoolean() || Double.isNaN(last) && windows.isEmpty()) {
            return Optional.empty();
        }
        // The fastest of a few steps: the others include compilation or other programs.
        double ms = Double.isNaN(last) ? Collections.min(windows) : last;
        double batchesPerStep = fullBatch(configuration)
                ? EVALUATIONS
                        * Math.ceilDiv(
                                trained(configuration, dataset),
                                configuration.recipe().batch())
                : 1;
        double perExample = ms / 1e3 / configuration.recipe().batch();
        double evaluation = Double.isNaN(evaluationSeconds)
                ? FORWARD_SHARE * tested(configuration, dataset) * perExample
                : evaluationSeconds;
        return Optional.of(new Cost(
                ms * batchesPerStep,
                plan(configuration, dataset).stepsPerEpoch(),
                evaluation,
                evaluationsPerEpoch(configuration, dataset),
                held + copies(configuration) * configuration.network().bytes(),
                steady >= STEADY));
    }
}

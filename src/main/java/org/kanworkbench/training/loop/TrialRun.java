package org.kanworkbench.training.loop;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engines;
import org.kanworkbench.training.Evaluation;
import org.kanworkbench.training.Run;
import org.kanworkbench.training.Start;
import org.kanworkbench.training.TrainingEvent;

/**
 * Finds out what a run will cost, by training a throw-away network for some seconds exactly as that run would. The code that a run
 * needs is compiled then, too: whoever starts one afterwards need not wait for it.
 */
public final class TrialRun {

    /** Progress events, some 30 a second, whose median is one measurement. */
    private static final int WINDOW = 6;

    /** Measurements that are not clearly faster than the one before, and that the compiler rested in, until all counts as compiled. */
    private static final int STEADY = 4;

    private static final double CLEARLY_FASTER = 0.9;

    /** Of the time; other code than the run's is compiled, too. */
    private static final double RESTS = 0.1;

    private static final long LONG_NANOS = 8_000_000_000L;

    /** Where the machine is busy or a step takes long, so that nothing has been measured by then. */
    private static final long LONGEST_NANOS = 30_000_000_000L;

    /** What an example costs to be scored, as a share of a training example, until it has been measured. */
    private static final double FORWARD_SHARE = 0.35;

    /** Copies of the weights that a run holds beside what its engine does: scored, shown, in a checkpoint with two moments, and written. */
    private static final int COPIES = 6;

    /**
     * @param evaluationSeconds of the test set, once
     * @param bytes that the run holds in memory, the optimiser's state, buffers and checkpoints included
     */
    public record Cost(
            double msPerStep, long stepsPerEpoch, double evaluationSeconds, int evaluationsPerEpoch, long bytes) {

        /** Evaluations included. */
        public double secondsPerEpoch() {
            return msPerStep * stepsPerEpoch / 1e3 + evaluationsPerEpoch * evaluationSeconds;
        }

        /** The same where everything takes so many times as long. */
        public Cost slowed(double by) {
            return new Cost(msPerStep * by, stepsPerEpoch, evaluationSeconds * by, evaluationsPerEpoch, bytes);
        }
    }

    private final Configuration configuration;
    private final Dataset dataset;
    private final BooleanSupplier goOn;
    private final AtomicReference<Run> run = new AtomicReference<>();
    private final List<Double> windows = new ArrayList<>();
    private final long begun = System.nanoTime();
    private double evaluationSeconds = Double.NaN;
    private double last = Double.NaN;
    private int steady;
    private long windowBegun = begun;
    private long compiled = compiledMillis();
    private long held;
    private boolean failed;

    private TrialRun(Configuration configuration, Dataset dataset, BooleanSupplier goOn) {
        this.configuration = configuration;
        this.dataset = dataset;
        this.goOn = goOn;
    }

    /**
     * Waits for the trial's end.
     *
     * @param goOn asked at every event
     * @return nothing when told not to go on, or when such a network cannot be trained
     * @throws IllegalArgumentException of one line, when data and network don't fit
     */
    public static Optional<Cost> of(Engines engines, Configuration configuration, Dataset dataset, BooleanSupplier goOn)
            throws InterruptedException {
        TrialRun trial = new TrialRun(configuration, dataset, goOn);
        Start start = new Start(configuration.withStart(""), Optional.empty(), Optional.empty(), Optional.empty());
        Run run = TrainingRun.start(engines, start, dataset, trial.listener());
        trial.run.set(run);
        run.await();
        return trial.cost();
    }

    /** What such a run holds at the least: weights, gradient, two moments and copies. */
    public static long leastBytes(NetworkSpec network) {
        return (4L + COPIES) * network.bytes();
    }

    /** How often the test set is scored in an epoch after the first. */
    public static int evaluationsPerEpoch(Configuration configuration, Dataset dataset) {
        return plan(configuration, dataset).within() ? 2 : 1;
    }

    private static EvaluationPlan plan(Configuration configuration, Dataset dataset) {
        int rows = trained(configuration, dataset);
        return EvaluationPlan.of(
                Math.ceilDiv(rows, configuration.recipe().batch()),
                rows,
                dataset.test().size());
    }

    private static int trained(Configuration configuration, Dataset dataset) {
        return dataset.train().size() - configuration.recipe().selection().validationRows();
    }

    private Consumer<TrainingEvent> listener() {
        return event -> {
            switch (event) {
                case TrainingEvent.Started _ -> held = allocated();
                case TrainingEvent.Progress p -> add(p.msPerStep());
                case TrainingEvent.Evaluated e ->
                    evaluationSeconds = e.test().seconds()
                            + e.validation().map(Evaluation::seconds).orElse(0.0);
                case TrainingEvent.Failed _ -> failed = true;
                default -> {}
            }
            boolean known = steady >= STEADY && !Double.isNaN(evaluationSeconds);
            long longest = Double.isNaN(last) ? LONGEST_NANOS : LONG_NANOS;
            boolean over = System.nanoTime() - begun > longest;
            if ((known || over || !goOn.getAsBoolean()) && run.get() != null) {
                run.get().stop();
            }
        };
    }

    /** Of the run's own thread, on which its network was made. */
    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    /** By the virtual machine's compiler, told when it is done with a method. */
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
        if (failed || !goOn.getAsBoolean() || Double.isNaN(last) && windows.isEmpty()) {
            return Optional.empty();
        }
        // Of a few steps the quickest: the others were compiled, or waited for other programs.
        double ms = Double.isNaN(last) ? Collections.min(windows) : last;
        EvaluationPlan plan = plan(configuration, dataset);
        double perExample = ms / 1e3 / configuration.recipe().batch();
        double evaluation = Double.isNaN(evaluationSeconds)
                ? FORWARD_SHARE * dataset.test().size() * perExample
                : evaluationSeconds;
        return Optional.of(new Cost(
                ms,
                plan.stepsPerEpoch(),
                evaluation,
                evaluationsPerEpoch(configuration, dataset),
                held + COPIES * configuration.network().bytes()));
    }
}

package org.kanworkbench.app.train.settings;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.value.ObservableValue;
import org.kanworkbench.app.start.StartupReport;
import org.kanworkbench.app.train.Wording;
import org.kanworkbench.app.train.run.Pace;
import org.kanworkbench.app.train.surface.SurfaceViewModel;
import org.kanworkbench.app.work.Memory;
import org.kanworkbench.app.work.Threads;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.cost.Expectation;
import org.kanworkbench.network.recipe.Augmentation;
import org.kanworkbench.network.recipe.Optimizer;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engines;
import org.kanworkbench.training.TrainingEvent;
import org.kanworkbench.training.loop.TrialRun;
import org.kanworkbench.training.loop.TrialRun.Cost;

/** Estimates time and memory of a run by a trial in the background while nothing is training. */
public final class EpochEstimate {

    private static final long CALM_MILLIS = 350;

    /** Before a machine that was busy is measured again, and how often. */
    private static final long BUSY_MILLIS = 15_000;

    private static final int REPEATS = 4;

    /** How much longer a step takes while the run is drawn on the cores that it trains on; measured on two. */
    private static final double DRAWN = 1.35;

    /** How much of an epoch's time goes into what the next ones are taken to need. */
    private static final double NEWEST = 0.3;

    /** Epochs within which what lies between them is measured: of long ones it is nothing. */
    private static final int MANY_EPOCHS = 20;

    /** What was measured while other programs took the cores is this many times off at the most once an epoch is known. */
    private static final double FAR = 2;

    /** What the costs depend on. */
    private record Workload(
            NetworkSpec network,
            int batch,
            Optimizer.Kind optimizer,
            Augmentation augmentation,
            boolean sparsity,
            int threads,
            String engine,
            String data) {
        static Workload of(Configuration c, Dataset d) {
            return new Workload(
                    c.network(),
                    c.recipe().batch(),
                    c.recipe().optimizer().kind(),
                    c.recipe().augmentation(),
                    c.recipe().sparsity().active(),
                    c.threads(),
                    c.engine(),
                    d.name() + (d.train().size() - c.recipe().selection().validationRows()));
        }
    }

    private final Engines engines;
    private final ObservableValue<Pace> pace;
    private final Threads threads;
    private final BooleanSupplier measures;
    private final ReadOnlyStringWrapper text = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper warning = new ReadOnlyStringWrapper("");
    private final AtomicInteger wanted = new AtomicInteger();
    private Workload measured;
    /** Of {@link #measured}; null while it is not known. */
    private Cost cost;

    /** Whose costs {@link #text} tells, or will once they are known; null before the first. */
    private Configuration told;

    /** Whether its runs are watched, frame by frame. */
    private boolean watched;

    private double slower = 1;

    /** When {@link #between} was measured last; null before. */
    private TrainingEvent.Progress last;

    /** Seconds of an epoch that are none of its steps' and evaluations'. */
    private double between;

    /**
     * @param pace of runs that are watched
     * @param measures whether anything is measured; one that is going on ends where nothing is
     */
    public EpochEstimate(Engines engines, ObservableValue<Pace> pace, Threads threads, BooleanSupplier measures) {
        this.engines = engines;
        this.measures = measures;
        this.pace = pace;
        pace.addListener(_ -> {
            if (told != null) {
                tell(told);
            }
        });
        this.threads = threads;
    }

    /** For instance {@code 0.6 s per epoch, 9.0 s in all · 12 MB in memory}; empty while it is not known. */
    public ReadOnlyStringProperty textProperty() {
        return text.getReadOnlyProperty();
    }

    /** That there is not enough memory, and what to do; empty where there is. */
    ReadOnlyStringProperty warningProperty() {
        return warning.getReadOnlyProperty();
    }

    /** Measures unless the same work was measured last. */
    public void measure(Configuration configuration, Dataset dataset) {
        Workload workload = Workload.of(configuration, dataset);
        watched = SurfaceViewModel.isWatched(dataset);
        told = configuration;
        if (workload.equals(measured) && (cost != null || warning.get().isEmpty())) {
            tell(configuration);
            return;
        }
        measured = workload;
        cost = null;
        text.set("");
        int turn = wanted.incrementAndGet();
        long least = TrialRun.leastBytes(configuration);
        warn(least);
        // A class archive made of a trial that was cut off would hold half a profile of the kernels.
        if (warning.get().isEmpty() && !StartupReport.exits()) {
            later(CALM_MILLIS, () -> run(configuration, dataset, turn, REPEATS));
        }
    }

    private void warn(long bytes) {
        long free = Memory.free();
        warning.set(
                bytes <= free
                        ? ""
                        : "Needs about " + Wording.bytes(bytes) + " of memory, " + Wording.bytes(free)
                                + " are free: choose smaller layers, or close open runs");
    }

    /**
     * Takes what an epoch of a run really took.
     *
     * @param progress the newest of the run; null before one
     */
    public void observe(
            Configuration configuration,
            Dataset dataset,
            TrainingEvent.Evaluated epoch,
            TrainingEvent.Progress progress) {
        wanted.incrementAndGet();
        Workload workload = Workload.of(configuration, dataset);
        watched = SurfaceViewModel.isWatched(dataset);
        boolean known = workload.equals(measured) && cost != null;
        long bytes = known ? cost.bytes() : 0;
        measured = workload;
        long steps = Math.max(1, Math.round(epoch.step() / epoch.epoch()));
        double evaluation = epoch.seconds();
        double ms = 1e3 * epoch.trainSeconds() / steps;
        int evaluations = TrialRun.evaluationsPerEpoch(configuration, dataset);
        between(known, progress, ms * steps / 1e3 + evaluations * evaluation);
        cost = new Cost(
                known ? Math.clamp(cost.msPerStep() + NEWEST * (ms - cost.msPerStep()), ms / FAR, ms * FAR) : ms,
                steps,
                evaluation + between / evaluations,
                evaluations,
                bytes,
                true);
        tell(configuration);
    }

    /**
     * Measures what a short epoch takes besides its steps and evaluations, such as being told of.
     *
     * @param same whether the work is that of the epoch before
     * @param epoch seconds of its steps and evaluations
     */
    private void between(boolean same, TrainingEvent.Progress progress, double epoch) {
        if (!same || progress == null || last == null || progress.epoch() < last.epoch()) {
            last = progress;
            between = 0;
        } else if (progress.epoch() - last.epoch() >= MANY_EPOCHS) {
            double elapsed = progress.elapsed().minus(last.elapsed()).toNanos() / 1e9;
            between = Math.max(0, elapsed / (progress.epoch() - last.epoch()) - epoch);
            last = progress;
        }
    }

    private void tell(Configuration configuration) {
        if (cost != null) {
            int epochs = configuration.recipe().epochs();
            told = configuration;
            text.set(Wording.costs(cost, epochs, watched ? pace.getValue() : Pace.FULL));
            warn(cost.bytes());
            compare(configuration, epochs * cost.secondsPerEpoch());
        }
    }

    /** With the machine on which what a preset takes was measured. */
    private void compare(Configuration configuration, double seconds) {
        NetworkSpec network = configuration.network();
        Preset.named(configuration.preset())
                .filter(preset -> configuration.data() instanceof DataSource.Mnist
                        && preset.recipe().equals(configuration.recipe())
                        && preset.network(network.inputs(), network.outputs()).equals(network))
                .flatMap(Expectation::onMnist)
                .ifPresent(known -> slower = seconds / known.seconds());
    }

    /** What a run of a preset would come to here on the data; null where nothing is known. */
    Expectation expectation(Preset preset, DataSource source) {
        return source instanceof DataSource.Mnist
                ? Expectation.onMnist(preset).map(known -> known.scaled(slower)).orElse(null)
                : null;
    }

    /** Makes way for a run: a measurement that is going on ends. */
    public void cancel() {
        wanted.incrementAndGet();
        if (cost == null) {
            measured = null;
        }
    }

    private void later(long millis, Runnable measurement) {
        CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS, threads.background())
                .execute(measurement);
    }

    /** @param repeats how often it is measured again where other programs have the cores */
    private void run(Configuration configuration, Dataset dataset, int turn, int repeats) {
        if (!goesOn(turn)) {
            return;
        }
        Optional<Cost> found = trial(configuration, dataset, turn);
        threads.ui().execute(() -> {
            if (wanted.get() == turn && found.isPresent()) {
                boolean spare = configuration.threads() < Runtime.getRuntime().availableProcessors();
                cost = found.get().slowed(spare ? 1 : DRAWN);
                // With as many epochs as are asked for meanwhile.
                tell(told);
                if (!cost.steady() && repeats > 0) {
                    later(BUSY_MILLIS, () -> run(configuration, dataset, turn, repeats - 1));
                }
            }
        });
    }

    private boolean goesOn(int turn) {
        return wanted.get() == turn && measures.getAsBoolean();
    }

    private Optional<Cost> trial(Configuration configuration, Dataset dataset, int turn) {
        try {
            return TrialRun.of(engines, configuration, dataset, () -> goesOn(turn));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}

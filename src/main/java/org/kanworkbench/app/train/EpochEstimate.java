package org.kanworkbench.app.train;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.network.Augmentation;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engines;
import org.kanworkbench.training.StepTimer;

/** How long an epoch would take, from steps measured in the background while nothing trains. */
final class EpochEstimate {

    private static final long CALM_MILLIS = 350;
    private static final int MOST_ATTEMPTS = 16;
    private static final int STEADY_ATTEMPTS = 3;
    private static final double CLEARLY_FASTER = 0.9;

    /** What the duration depends on. */
    private record Workload(
            NetworkSpec network,
            int batch,
            String optimizer,
            Augmentation augmentation,
            int threads,
            String engine,
            String data) {
        static Workload of(Configuration c, Dataset d) {
            return new Workload(
                    c.network(),
                    c.recipe().batch(),
                    c.recipe().optimizer().label(),
                    c.recipe().augmentation(),
                    c.threads(),
                    c.engine(),
                    d.name() + (d.train().size() - c.recipe().selection().validationRows()));
        }
    }

    private final Engines engines;
    private final Executor background;
    private final Executor ui;
    private final ReadOnlyStringWrapper text = new ReadOnlyStringWrapper("");
    private final AtomicInteger wanted = new AtomicInteger();
    private Workload measured;

    EpochEstimate(Engines engines, Executor background, Executor ui) {
        this.engines = engines;
        this.background = background;
        this.ui = ui;
    }

    /** For instance {@code about 0.6 s an epoch}; empty while it is not known. */
    ReadOnlyStringProperty textProperty() {
        return text.getReadOnlyProperty();
    }

    /** Measures unless the same work was measured last. */
    void measure(Configuration configuration, Dataset dataset) {
        Workload workload = Workload.of(configuration, dataset);
        if (workload.equals(measured)) {
            return;
        }
        measured = workload;
        text.set("");
        int turn = wanted.incrementAndGet();
        CompletableFuture.delayedExecutor(CALM_MILLIS, TimeUnit.MILLISECONDS, background)
                .execute(() -> run(configuration, dataset, turn));
    }

    /** Takes what an epoch of a run really took. */
    void observe(Configuration configuration, Dataset dataset, double seconds) {
        wanted.incrementAndGet();
        measured = Workload.of(configuration, dataset);
        tell(seconds);
    }

    private void tell(double seconds) {
        text.set("about " + Wording.seconds(seconds) + " an epoch");
    }

    /** Makes way for a run: a measurement that is going on ends. */
    void cancel() {
        wanted.incrementAndGet();
        if (text.get().isEmpty()) {
            measured = null;
        }
    }

    private void run(Configuration configuration, Dataset dataset, int turn) {
        if (wanted.get() != turn) {
            return;
        }
        OptionalDouble seconds = settled(configuration, dataset, turn);
        ui.execute(() -> {
            if (wanted.get() == turn) {
                seconds.ifPresent(this::tell);
            }
        });
    }

    /** Measures until the code is compiled: as long as repetitions are clearly faster than those before. */
    private OptionalDouble settled(Configuration configuration, Dataset dataset, int turn) {
        double least = Double.POSITIVE_INFINITY;
        int steady = 0;
        for (int attempt = 0; attempt < MOST_ATTEMPTS && steady < STEADY_ATTEMPTS; attempt++) {
            Optional<StepTimer.Timing> timing =
                    StepTimer.measure(engines, configuration, dataset, () -> wanted.get() == turn);
            if (timing.isEmpty()) {
                return OptionalDouble.empty();
            }
            double seconds = timing.get().secondsPerEpoch();
            steady = seconds > CLEARLY_FASTER * least ? steady + 1 : 0;
            least = Math.min(least, seconds);
        }
        return OptionalDouble.of(least);
    }
}

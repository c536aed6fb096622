package org.kanworkbench.app.train;

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

    /** Nothing where such steps cannot be taken, which a run would tell. */
    private OptionalDouble settled(Configuration configuration, Dataset dataset, int turn) {
        try {
            return StepTimer.settled(engines, configuration, dataset, () -> wanted.get() == turn)
                    .map(timing -> OptionalDouble.of(timing.secondsPerEpoch()))
                    .orElseGet(OptionalDouble::empty);
        } catch (IllegalStateException _) {
            return OptionalDouble.empty();
        }
    }
}

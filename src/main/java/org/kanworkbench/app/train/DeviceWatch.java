package org.kanworkbench.app.train;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.kanworkbench.app.train.run.LiveRun.Phase;
import org.kanworkbench.app.work.Threads;
import org.kanworkbench.training.device.DeviceLoad;
import org.kanworkbench.training.device.DeviceMonitor;

/** Monitors a device's load while a run is running: queried in the background, one second after each result. */
final class DeviceWatch {

    private static final long MILLIS = 1_000;

    private final Function<String, Optional<DeviceMonitor>> monitors;
    private final Threads threads;
    private final ReadOnlyObjectWrapper<DeviceLoad> load = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyBooleanWrapper known = new ReadOnlyBooleanWrapper();
    /** Grows with every run that begins or ends: answers to earlier questions are for nobody. */
    private int turn;

    /** @param monitors by the name of the run's engine; empty where its device does not tell */
    DeviceWatch(TrainViewModel viewModel, Function<String, Optional<DeviceMonitor>> monitors, Threads threads) {
        this.monitors = monitors;
        this.threads = threads;
        viewModel.live.phaseProperty().addListener((_, before, now) -> {
            if (before == Phase.IDLE) {
                begin(viewModel.shown.runProperty().get().configuration.engine());
            } else if (now == Phase.IDLE) {
                end();
            }
        });
    }

    private void begin(String engine) {
        int asked = ++turn;
        monitors.apply(engine).ifPresent(monitor -> threads.background().execute(() -> ask(monitor, asked)));
    }

    private void ask(DeviceMonitor monitor, int asked) {
        Optional<DeviceLoad> now = monitor.load();
        threads.ui().execute(() -> {
            if (asked == turn) {
                load.set(now.orElse(null));
                known.set(known.get() || now.isPresent());
                CompletableFuture.delayedExecutor(MILLIS, TimeUnit.MILLISECONDS, threads.background())
                        .execute(() -> ask(monitor, asked));
            }
        });
    }

    private void end() {
        turn++;
        known.set(false);
        load.set(null);
    }

    /** Whether the device has reported its load. */
    ReadOnlyBooleanProperty knownProperty() {
        return known.getReadOnlyProperty();
    }

    /** The newest result; null for none. */
    ReadOnlyObjectProperty<DeviceLoad> loadProperty() {
        return load.getReadOnlyProperty();
    }
}

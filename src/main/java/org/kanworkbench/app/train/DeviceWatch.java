package org.kanworkbench.app.train;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.kanworkbench.app.train.LiveRun.Phase;
import org.kanworkbench.training.DeviceLoad;
import org.kanworkbench.training.DeviceMonitor;
import org.kanworkbench.training.Engine;
import org.kanworkbench.training.Engines;

/**
 * How busy a run's device is, while the run goes on: asked for in the background, a second after each answer. Of devices that
 * tell it alone, which are GPUs.
 */
final class DeviceWatch {

    private static final long MILLIS = 1_000;

    private final Engines engines;
    private final Executor background;
    private final Executor ui;
    private final ReadOnlyObjectWrapper<DeviceLoad> load = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyBooleanWrapper known = new ReadOnlyBooleanWrapper();
    /** Grows with every run that begins or ends: answers to earlier questions are for nobody. */
    private int turn;

    DeviceWatch(TrainViewModel viewModel, Engines engines, Executor background, Executor ui) {
        this.engines = engines;
        this.background = background;
        this.ui = ui;
        viewModel.phaseProperty().addListener((_, before, now) -> {
            if (before == Phase.IDLE) {
                begin(viewModel.currentProperty().get().configuration().engine());
            } else if (now == Phase.IDLE) {
                end();
            }
        });
    }

    private void begin(String engine) {
        int asked = ++turn;
        engines.all().stream()
                .filter(any -> any.name().equals(engine))
                .findFirst()
                .flatMap(Engine::monitor)
                .ifPresent(monitor -> background.execute(() -> ask(monitor, asked)));
    }

    private void ask(DeviceMonitor monitor, int asked) {
        Optional<DeviceLoad> now = monitor.load();
        ui.execute(() -> {
            if (asked == turn) {
                load.set(now.orElse(null));
                known.set(known.get() || now.isPresent());
                CompletableFuture.delayedExecutor(MILLIS, TimeUnit.MILLISECONDS, background)
                        .execute(() -> ask(monitor, asked));
            }
        });
    }

    private void end() {
        turn++;
        known.set(false);
        load.set(null);
    }

    /** Whether the run's device has told how busy it is. */
    ReadOnlyBooleanProperty knownProperty() {
        return known.getReadOnlyProperty();
    }

    /** The newest answer; null where there was none. */
    ReadOnlyObjectProperty<DeviceLoad> loadProperty() {
        return load.getReadOnlyProperty();
    }
}

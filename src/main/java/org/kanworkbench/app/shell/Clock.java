package org.kanworkbench.app.shell;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.stage.Window;

/** Does something now and then while a window is shown. Unlike an animation it asks for no frames, so that an idle window rests. */
final class Clock {

    private static final long SECONDS = 2;

    private final Runnable tick;
    private ScheduledExecutorService timer;

    private Clock(Runnable tick) {
        this.tick = tick;
    }

    /**
     * Nothing holds the clock but the scene: a window that is given another scene lets go of it.
     *
     * @param tick happens on the interface thread
     */
    static void whileShown(Scene scene, Runnable tick) {
        Clock clock = new Clock(tick);
        scene.windowProperty().flatMap(Window::showingProperty).orElse(false).subscribe(shown -> {
            if (shown) {
                clock.start();
            } else {
                clock.stop();
            }
        });
    }

    private void start() {
        stop();
        timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("clock").factory());
        timer.scheduleAtFixedRate(() -> Platform.runLater(tick), SECONDS, SECONDS, TimeUnit.SECONDS);
    }

    private void stop() {
        if (timer != null) {
            timer.shutdownNow();
            timer = null;
        }
    }
}

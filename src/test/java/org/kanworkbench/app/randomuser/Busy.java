package org.kanworkbench.app.randomuser;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javafx.scene.control.Labeled;

/** Watches the job that the status line tells of: it ends, or goes on. */
final class Busy {

    private static final long LONGEST = TimeUnit.SECONDS.toNanos(60);

    private String last = "";
    private long since = System.nanoTime();

    boolean shown(WalkWindow window) throws InterruptedException {
        return !text(window).isEmpty();
    }

    private static String text(WalkWindow window) throws InterruptedException {
        return WalkWindow.call(() ->
                window.scene().lookup("#status-job") instanceof Labeled job && job.isVisible() ? job.getText() : "");
    }

    /** What has told nothing new for a minute, unless a person holds it. */
    Optional<String> stuck(WalkWindow window) throws InterruptedException {
        String now = text(window);
        if (!now.equals(last) || now.isEmpty() || now.contains("aused")) {
            last = now;
            since = System.nanoTime();
            return Optional.empty();
        }
        return System.nanoTime() - since > LONGEST
                ? Optional.of("the status line has said \"" + now + "\" for a minute")
                : Optional.empty();
    }
}

package org.kanworkbench.app.randomuser;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javafx.scene.control.Labeled;
import org.kanworkbench.app.shell.PaneWalk;

/** Watches the job that the status line tells of: it ends, or goes on. */
final class Busy {

    private static final long LONGEST = TimeUnit.SECONDS.toNanos(60);

    private String last = "";
    private long since = System.nanoTime();

    boolean shown() {
        return !last.isEmpty();
    }

    /** Reads what is told now; on the interface thread. */
    void look(WalkWindow window) {
        String now = PaneWalk.visible(window.scene().getRoot())
                .filter(node -> "status-job".equals(node.getId()))
                .map(node -> ((Labeled) node).getText())
                .findFirst()
                .orElse("");
        if (!now.equals(last) || now.isEmpty() || now.contains("aused")) {
            last = now;
            since = System.nanoTime();
        }
    }

    /** What has told nothing new for a minute, unless a person holds it. */
    Optional<String> stuck() {
        return System.nanoTime() - since > LONGEST && !last.isEmpty()
                ? Optional.of("the status line has said \"" + last + "\" for a minute")
                : Optional.empty();
    }
}

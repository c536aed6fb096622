package org.kanworkbench.app.train.run;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.kanworkbench.training.Run;

/** Paces a run by its frames: every frame allows a few more epochs. The run waits for frames, not for a clock. */
public final class Pacer {

    public final ObjectProperty<Pace> pace = new SimpleObjectProperty<>(Pace.ONE);
    private Run run;
    private long allowed;

    Pacer() {
        pace.addListener((_, _, now) -> {
            if (run != null && now == Pace.FULL) {
                run.waitAfter(Long.MAX_VALUE);
            }
        });
    }

    /** Holds a run that has just begun before its first step, unless it may go at full speed. */
    void begin(Run started) {
        run = started;
        allowed = 0;
        if (pace.get() != Pace.FULL) {
            run.waitAfter(0);
        }
    }

    /** @param done steps that the run is known to have done */
    void frame(long done, long stepsPerEpoch) {
        if (!isPacing()) {
            return;
        }
        long more = stepsPerEpoch * pace.get().epochsPerFrame();
        // A run slower than that is never more than two frames' worth behind what it may do.
        allowed = Math.clamp(allowed, done, done + more) + more;
        run.waitAfter(allowed);
    }

    /** Whether there is a run, and it waits for frames. */
    public boolean isPacing() {
        return run != null && pace.get() != Pace.FULL;
    }

    void end() {
        run = null;
    }
}

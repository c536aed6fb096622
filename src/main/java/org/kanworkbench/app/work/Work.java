package org.kanworkbench.app.work;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.kanworkbench.training.trials.WorkControl;

/** What one tab does when the header's buttons are pressed. On the interface thread. */
public abstract class Work {

    protected final ObjectProperty<Phase> phase = new SimpleObjectProperty<>(Phase.IDLE);

    /** Null while there is none. */
    protected final ObjectProperty<Job> job = new SimpleObjectProperty<>();

    /** A one-line reason why it cannot be started; empty if it can. */
    protected final StringProperty obstacle = new SimpleStringProperty("");

    /** Of what goes on; null before the first. */
    protected WorkControl control;

    public final ReadOnlyObjectProperty<Phase> phaseProperty() {
        return phase;
    }

    /** A one-line reason why it cannot be started; empty if it can. */
    public final ReadOnlyStringProperty obstacleProperty() {
        return obstacle;
    }

    public final ReadOnlyObjectProperty<Job> jobProperty() {
        return job;
    }

    public abstract void start();

    /** Whether it can be started, paused or resumed now. */
    public final boolean ready() {
        return switch (phase.get()) {
            case IDLE -> obstacle.get().isEmpty();
            case ASKING, RUNNING, PAUSED -> true;
            case PREPARING, ENDING -> false;
        };
    }

    /** What the button that starts it does: starts, pauses or resumes it. */
    public final void press() {
        if (ready()) {
            switch (phase.get()) {
                case RUNNING -> pause();
                case PAUSED -> resume();
                default -> start();
            }
        }
    }

    /** Pauses it, if running. */
    public final void pause() {
        if (phase.get() == Phase.RUNNING) {
            control.pause();
            phase.set(Phase.PAUSED);
            showJob();
        }
    }

    /** Resumes it, if paused. */
    public final void resume() {
        if (phase.get() == Phase.PAUSED) {
            control.resume();
            phase.set(Phase.RUNNING);
            showJob();
        }
    }

    /** Tells how far it is. */
    protected abstract void showJob();

    /** Stops it; completed parts are stored. */
    public void stop() {
        if (phase.get() == Phase.RUNNING || phase.get() == Phase.PAUSED) {
            phase.set(Phase.ENDING);
            control.cancel();
        }
    }

    protected final void idle() {
        phase.set(Phase.IDLE);
        job.set(null);
    }

    /** Processes new events; called once per frame while not idle. */
    public abstract void drain();

    /** Has new events processed from now on. */
    public final void drainEveryFrame() {
        Frames.whenever(phase, now -> now != Phase.IDLE, _ -> drain());
    }
}

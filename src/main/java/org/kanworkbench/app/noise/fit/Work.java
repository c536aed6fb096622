package org.kanworkbench.app.noise.fit;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.kanworkbench.app.work.Job;

/** What one tab does when the header's buttons are pressed. On the interface thread. */
public abstract class Work {

    protected final ObjectProperty<Phase> phase = new SimpleObjectProperty<>(Phase.IDLE);

    /** Null while there is none. */
    protected final ObjectProperty<Job> job = new SimpleObjectProperty<>();

    /** Why it can't be started, in one line; empty where it can. */
    protected final StringProperty obstacle = new SimpleStringProperty("");

    public final ReadOnlyObjectProperty<Phase> phaseProperty() {
        return phase;
    }

    /** Why it can't be started, in one line; empty where it can. */
    public final ReadOnlyStringProperty obstacleProperty() {
        return obstacle;
    }

    public final ReadOnlyObjectProperty<Job> jobProperty() {
        return job;
    }

    public abstract void start();

    public abstract void pause();

    public abstract void resume();

    /** Ends it, and keeps what is done. */
    public abstract void stop();

    /** Takes in what was told since; called once a frame while it is not idle. */
    public abstract void drain();
}

package org.kanworkbench.app.noise.fit;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.value.ObservableValue;
import org.kanworkbench.app.work.Job;

/** What one tab does when the header's buttons are pressed. On the interface thread. */
public interface Work {

    ReadOnlyObjectProperty<Phase> phaseProperty();

    /** Why it can't be started, in one line; empty where it can. */
    ObservableValue<String> obstacleProperty();

    ReadOnlyObjectProperty<Job> jobProperty();

    void start();

    void pause();

    void resume();

    /** Ends it, and keeps what is done. */
    void stop();

    /** Takes in what was told since; called once a frame while it is not idle. */
    void drain();
}

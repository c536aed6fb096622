package org.kanworkbench.app.session;

import java.util.Optional;
import javafx.beans.value.ObservableValue;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.training.Configuration;

/** What the Train pane does for other panes. On the interface thread only. */
public interface Trainer {

    /** Whether a run goes on; one at a time does. */
    ObservableValue<Boolean> busy();

    /** The data of that source, if it is at hand: chosen, or what an open run was trained on. */
    Optional<Dataset> loaded(DataSource source);

    /**
     * Shows a configuration, to be changed and started.
     *
     * @throws IllegalArgumentException of one line, when it cannot be shown now
     */
    void edit(Configuration configuration);

    /**
     * Trains, whatever the pane's settings are.
     *
     * @throws IllegalArgumentException of one line, when that cannot be trained now
     */
    void train(Configuration configuration, Dataset dataset);

    /**
     * Goes on with a training where it was interrupted, or begins it anew where it left no checkpoint.
     *
     * @throws IllegalArgumentException of one line, when that is not possible now
     */
    void resume(StoredTraining training);

    /** Brings a training's model, moments and curves back. */
    void open(StoredTraining training);

    /** Opens a model of which no more is known than its file tells. */
    void open(SavedModel model, String name);

    /** Ends the run that goes on. */
    void stop();
}

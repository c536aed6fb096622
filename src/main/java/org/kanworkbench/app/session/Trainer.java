package org.kanworkbench.app.session;

import java.util.Optional;
import javafx.beans.value.ObservableValue;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.training.Configuration;

/** The Train pane's services for other panes. Use on the interface thread only. */
public interface Trainer {

    /** Whether a run is running; there is one at a time. */
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
     * Trains a configuration, regardless of the pane's settings.
     *
     * @param dataset as the weights know it that it begins with
     * @param chosen the same as other runs see it
     * @return its number in the store; 0 if it is not kept
     * @throws IllegalArgumentException of one line, when that cannot be trained now
     */
    long train(Configuration configuration, Dataset dataset, Dataset chosen);

    /**
     * Resumes an interrupted training run, or restarts it if it has no checkpoint.
     *
     * @throws IllegalArgumentException of one line, when that is not possible now
     */
    void resume(StoredTraining training);

    /** Opens a stored training run with model, snapshots and curves. */
    void open(StoredTraining training);

    /** As {@link #open(StoredTraining)}, but leaves the chosen data. */
    void reopen(StoredTraining training);

    /** Opens a model of which no more is known than its file tells. */
    void open(SavedModel model, String name);
}

package org.kanworkbench.app.runs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.value.ObservableValue;
import org.kanworkbench.app.session.StoredTraining;
import org.kanworkbench.app.session.Trainer;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.training.Configuration;

/** Writes down what it is asked for; whether it trains is set by hand. */
final class HandTrainer implements Trainer {

    final BooleanProperty busy = new SimpleBooleanProperty();
    final List<Configuration> trained = new ArrayList<>();
    final List<Configuration> edited = new ArrayList<>();
    final List<StoredTraining> resumed = new ArrayList<>();
    final List<StoredTraining> opened = new ArrayList<>();
    final List<String> models = new ArrayList<>();
    int stopped;

    @Override
    public ObservableValue<Boolean> busy() {
        return busy;
    }

    @Override
    public Optional<Dataset> loaded(DataSource source) {
        return Optional.empty();
    }

    @Override
    public void edit(Configuration configuration) {
        edited.add(configuration);
    }

    @Override
    public long train(Configuration configuration, Dataset dataset, Dataset chosen) {
        trained.add(configuration);
        busy.set(true);
        return 0;
    }

    @Override
    public void resume(StoredTraining training) {
        resumed.add(training);
    }

    @Override
    public void open(StoredTraining training) {
        opened.add(training);
    }

    @Override
    public void reopen(StoredTraining training) {
        opened.add(training);
    }

    @Override
    public void open(SavedModel model, String name) {
        models.add(name);
    }
}

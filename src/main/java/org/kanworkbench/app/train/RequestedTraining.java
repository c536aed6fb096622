package org.kanworkbench.app.train;

import java.util.Optional;
import javafx.beans.value.ObservableValue;
import org.kanworkbench.app.session.StoredTraining;
import org.kanworkbench.app.session.Trainer;
import org.kanworkbench.app.train.opened.OpenedModels;
import org.kanworkbench.app.train.run.LiveRun.Phase;
import org.kanworkbench.app.train.run.RunTrace;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.training.Configuration;

/** Handles requests of other panes in the Train pane. */
record RequestedTraining(TrainViewModel viewModel, OpenedModels opened) implements Trainer {

    @Override
    public ObservableValue<Boolean> busy() {
        return viewModel.phaseProperty().map(phase -> phase != Phase.IDLE);
    }

    @Override
    public Optional<Dataset> loaded(DataSource source) {
        // One data set for all: read again, each run would hold its own.
        return source.equals(viewModel.editor().sourceProperty().get())
                ? Optional.ofNullable(viewModel.editor().datasetProperty().get())
                : source.mayChange()
                        ? Optional.empty()
                        : viewModel.runs().stream()
                                .filter(run -> run.configuration().data().equals(source))
                                .map(RunTrace::dataset)
                                .findFirst();
    }

    @Override
    public void edit(Configuration configuration) {
        viewModel.show(configuration);
    }

    @Override
    public long train(Configuration configuration, Dataset dataset) {
        return viewModel.train(configuration, dataset);
    }

    @Override
    public void resume(StoredTraining training) {
        viewModel.resume(training);
    }

    @Override
    public void open(StoredTraining training) {
        viewModel.open(training);
    }

    @Override
    public void reopen(StoredTraining training) {
        viewModel.reopen(training);
    }

    @Override
    public void open(SavedModel model, String name) {
        opened.add(model, name, Optional.empty());
    }
}

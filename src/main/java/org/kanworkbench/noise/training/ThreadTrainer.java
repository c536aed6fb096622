package org.kanworkbench.noise.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kanworkbench.engine.NonFiniteException;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.training.trials.WorkControl;

/** Trains the networks of one fit on the vector engine, one after the other on the calling thread. */
public final class ThreadTrainer implements Trainer {

    private final Workers workers = new Workers(1);

    @Override
    public List<Optional<Fitted>> train(List<NetworkTask> tasks, WorkControl control) {
        List<Optional<Fitted>> fitted = new ArrayList<>();
        for (NetworkTask task : tasks) {
            NetworkTraining training = new NetworkTraining(task, workers);
            try {
                if (!training.finish(() -> !control.mayContinue())) {
                    return List.of();
                }
                fitted.add(Optional.of(training.fitted()));
            } catch (NonFiniteException _) {
                fitted.add(Optional.empty());
            }
        }
        return fitted;
    }

    @Override
    public void close() {
        workers.close();
    }
}

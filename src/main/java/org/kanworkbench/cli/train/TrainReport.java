package org.kanworkbench.cli.train;

import java.util.Optional;
import java.util.function.Consumer;
import org.kanworkbench.cli.command.ProgressLine;
import org.kanworkbench.cli.command.Rows;
import org.kanworkbench.cli.command.Rows.Column;
import org.kanworkbench.training.TrainingEvent;

/** Prints a run's epochs and remembers how it ended. Called from the run's thread; read when the run has ended. */
final class TrainReport implements Consumer<TrainingEvent> {

    private final Rows rows;
    private final ProgressLine progress;
    private final int epochs;
    private TrainingEvent.Evaluated newest;
    private TrainingEvent last;

    static Column[] columns() {
        return new Column[] {
            Column.number("epoch", 0),
            Column.number("train_s", 3),
            Column.number("eval_s", 3),
            Column.number("train_loss", 5),
            Column.number("train_acc", 5),
            Column.number("test_loss", 5),
            Column.number("test_acc", 5),
            Column.number("lr", 8),
            Column.number("ms_per_step", 4)
        };
    }

    TrainReport(Rows rows, ProgressLine progress, int epochs) {
        this.rows = rows;
        this.progress = progress;
        this.epochs = epochs;
    }

    @Override
    public void accept(TrainingEvent event) {
        switch (event) {
            case TrainingEvent.Progress p -> progress.show(p, epochs);
            case TrainingEvent.Evaluated e -> {
                newest = e;
                if (e.epochEnd()) {
                    progress.clear();
                    print(e);
                }
            }
            case TrainingEvent.Finished _, TrainingEvent.Failed _ -> {
                progress.clear();
                last = event;
            }
            case TrainingEvent.Started _, TrainingEvent.Paused _, TrainingEvent.Resumed _ -> {}
            case TrainingEvent.LearningRateChanged _, TrainingEvent.Snapshot _, TrainingEvent.Checkpointed _ -> {}
        }
    }

    private void print(TrainingEvent.Evaluated e) {
        rows.print(
                Math.round(e.epoch()),
                e.trainSeconds(),
                e.test().seconds(),
                e.trainLoss(),
                e.trainAccuracy(),
                e.test().loss(),
                e.test().accuracy(),
                e.learningRate(),
                e.msPerStep());
    }

    /** Finished or Failed. */
    TrainingEvent last() {
        return last;
    }

    Optional<TrainingEvent.Evaluated> newest() {
        return Optional.ofNullable(newest);
    }
}

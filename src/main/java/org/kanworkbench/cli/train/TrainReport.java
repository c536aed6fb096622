package org.kanworkbench.cli.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.kanworkbench.cli.command.CommonOptions;
import org.kanworkbench.cli.command.ProgressLine;
import org.kanworkbench.cli.command.Rows;
import org.kanworkbench.cli.command.Rows.Column;
import org.kanworkbench.cli.command.TargetScores;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.training.Evaluation;
import org.kanworkbench.training.Measure;
import org.kanworkbench.training.TrainingEvent;

/** Prints a run's epochs and stores how it ended. Called on the run's thread; read after the run has ended. */
final class TrainReport implements Consumer<TrainingEvent> {

    private final Consumer<TrainingEvent.Evaluated> rows;
    private final ProgressLine progress;
    private final int epochs;
    private TrainingEvent.Evaluated newest;
    private TrainingEvent last;

    /** @param dataset as the run sees it: without test samples, scores are of validation samples */
    static Rows<TrainingEvent.Evaluated> rows(CommonOptions common, Dataset dataset) {
        return new Rows<>(common, columns(dataset));
    }

    /** The fields of an epoch's row. */
    static List<Column<TrainingEvent.Evaluated>> columns(Dataset dataset) {
        List<Column<TrainingEvent.Evaluated>> columns = new ArrayList<>(List.of(
                Column.number("epoch", 0, e -> Math.round(e.epoch())),
                Column.number("train_s", 3, TrainingEvent.Evaluated::trainSeconds),
                Column.number("eval_s", 3, e -> e.test().seconds())));
        Measure measure = Measure.of(dataset.target().loss());
        columns.add(Column.measured("train_loss", measure, TrainingEvent.Evaluated::trainLoss));
        columns.add(Column.score("train", measure, TrainingEvent.Evaluated::trainScore));
        if (measure == Measure.RMSE) {
            columns.add(Column.hidden(
                    "validation_rmse",
                    e -> e.validation().map(Evaluation::score).orElse(null)));
        }
        columns.add(Column.measured("test_loss", measure, e -> e.test().loss()));
        columns.add(Column.score("test", measure, e -> e.test().score()));
        if (measure == Measure.RMSE) {
            columns.add(Column.number("test_r2", 6, e -> ((Evaluation.Regression) e.test()).r2()));
            columns.add(Column.hidden("targets", e -> TargetScores.of((Evaluation.Regression) e.test())));
        }
        columns.add(Column.significant("lr", TrainingEvent.Evaluated::learningRate));
        columns.add(Column.number("ms_per_step", 4, TrainingEvent.Evaluated::msPerStep));
        columns.add(Column.hidden("scored_on", _ -> dataset.test().size() == 0 ? "validation" : null));
        return columns;
    }

    /** @param rows prints an epoch */
    TrainReport(Consumer<TrainingEvent.Evaluated> rows, ProgressLine progress, int epochs) {
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
                    rows.accept(e);
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

    /** Finished or Failed. */
    TrainingEvent last() {
        return last;
    }

    Optional<TrainingEvent.Evaluated> newest() {
        return Optional.ofNullable(newest);
    }
}

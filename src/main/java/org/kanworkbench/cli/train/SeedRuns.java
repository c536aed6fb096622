package org.kanworkbench.cli.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.kanworkbench.cli.command.CommandFailure;
import org.kanworkbench.cli.command.CommandRecords;
import org.kanworkbench.cli.command.CommonOptions;
import org.kanworkbench.cli.command.Interruption;
import org.kanworkbench.cli.command.ProgressLine;
import org.kanworkbench.cli.command.Rows;
import org.kanworkbench.cli.command.Rows.Column;
import org.kanworkbench.data.Target;
import org.kanworkbench.files.model.StartWeights;
import org.kanworkbench.runs.recording.RunRecorder;
import org.kanworkbench.statistics.Interval;
import org.kanworkbench.statistics.StudentInterval;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engine;
import org.kanworkbench.training.Engines;
import org.kanworkbench.training.Run;
import org.kanworkbench.training.TrainingEvent;
import org.kanworkbench.training.loop.TrainingRun;

/** Runs of one configuration with several seeds, side by side on one device. */
final class SeedRuns {

    private static final double CONFIDENCE = 0.95;

    /** An epoch of one of them. */
    private record Epoch(long seed, TrainingEvent.Evaluated evaluated) {}

    private final TrainOptions.Work work;
    private final Engines together;
    private final int seeds;
    private final Rows<Epoch> rows;

    /**
     * Refuses an engine that does not train side by side, and a configuration that it does not so.
     *
     * @param engine of the device
     */
    SeedRuns(TrainOptions.Work work, Engine engine, int seeds, CommonOptions common) throws CommandFailure {
        this.work = work;
        this.seeds = seeds;
        together = new Engines(List.of(engine.sideBySide(seeds)
                .orElseThrow(() -> CommandFailure.badInput("--seeds trains side by side, which " + engine.name()
                        + " does not: add --engine " + Configuration.OPENCL + ", or leave --seeds out"))));
        TrainingRun.check(together, work.configuration(), work.dataset());
        List<Column<Epoch>> columns = new ArrayList<>();
        columns.add(Column.number("seed", 0, Epoch::seed));
        for (Column<TrainingEvent.Evaluated> column : TrainReport.columns(work.dataset())) {
            columns.add(new Column<>(
                    column.name(),
                    column.decimals(),
                    column.width(),
                    epoch -> column.value().apply(epoch.evaluated())));
        }
        rows = new Rows<>(common, columns);
    }

    /** In words, for instance {@code seeds 0 to 9}. */
    static String words(long first, int seeds) {
        return seeds == 1 ? "seed " + first : "seeds " + first + " to " + (first + seeds - 1);
    }

    /** Trains them all, and prints a line for every epoch of each. */
    void train(ProgressLine progress, Interruption.Work training, CommandRecords records)
            throws CommandFailure, InterruptedException {
        long first = work.configuration().seed();
        List<TrainReport> reports = new ArrayList<>();
        List<Run> runs = new ArrayList<>();
        for (int n = 0; n < seeds; n++) {
            long seed = first + n;
            Configuration configuration = work.configuration().withSeed(seed);
            TrainReport report = new TrainReport(
                    evaluated -> rows.print(new Epoch(seed, evaluated)),
                    progress,
                    configuration.recipe().epochs());
            reports.add(report);
            runs.add(TrainingRun.start(
                    together,
                    configuration,
                    work.dataset(),
                    StartWeights::read,
                    RunRecorder.CHECKPOINTS,
                    oneByOne(report)
                            .andThen(records.records().training(OptionalLong.empty(), configuration, work.dataset()))));
        }
        training.stopsBy(() -> runs.forEach(Run::stop));
        for (Run run : runs) {
            run.await();
        }
        end(first, reports, records);
    }

    /** Each run tells from its own thread. */
    private Consumer<TrainingEvent> oneByOne(TrainReport report) {
        return event -> {
            synchronized (rows) {
                report.accept(event);
            }
        };
    }

    private void end(long first, List<TrainReport> reports, CommandRecords records) throws CommandFailure {
        double[] scores = new double[seeds];
        for (int n = 0; n < seeds; n++) {
            switch (reports.get(n).last()) {
                case TrainingEvent.Failed failed ->
                    throw CommandFailure.failed("seed " + (first + n) + ": " + failed.message());
                case TrainingEvent.Finished finished
                when finished.stopped() ->
                    throw CommandFailure.interrupted("interrupted" + TrainingEnd.hint(records, Optional.empty()));
                case TrainingEvent.Finished finished ->
                    scores[n] = finished.test().orElseThrow().score();
                case null, default -> throw CommandFailure.failed("training ended without saying why");
            }
        }
        boolean classes = work.dataset().target() instanceof Target.Classes;
        String what = classes ? "test_acc" : "test_rmse";
        Interval interval = StudentInterval.mean(scores, CONFIDENCE).within(0, classes ? 1 : Double.POSITIVE_INFINITY);
        double mean = Arrays.stream(scores).average().orElseThrow();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("done", true);
        fields.put("parameters", work.configuration().network().parameters());
        fields.put("model", null);
        fields.put("seeds", seeds);
        fields.put(what + "_mean", mean);
        fields.put(what + "_lo", interval.low());
        fields.put(what + "_hi", interval.high());
        boolean heldOut = work.dataset().test().size() == 0;
        fields.put("scored_on", heldOut ? "validation" : "");
        rows.printOther(
                fields,
                String.format(
                        Locale.ROOT,
                        "done, %s, %s %.5f on average, with 95 %% confidence %.5f to %.5f",
                        words(first, seeds),
                        what + (heldOut ? " of validation samples" : ""),
                        mean,
                        interval.low(),
                        interval.high()));
    }
}

package org.kanworkbench.app.train;

import java.util.Locale;
import java.util.OptionalDouble;
import org.kanworkbench.app.train.run.Pace;
import org.kanworkbench.app.train.run.RunTrace;
import org.kanworkbench.app.train.run.WilsonInterval;
import org.kanworkbench.app.work.Job;
import org.kanworkbench.data.Counted;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.training.ClockTime;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Evaluation;
import org.kanworkbench.training.Evaluation.Classification;
import org.kanworkbench.training.Evaluation.Regression;
import org.kanworkbench.training.Measure;
import org.kanworkbench.training.ScoreText;
import org.kanworkbench.training.TrainingEvent;
import org.kanworkbench.training.TrainingEvent.Progress;
import org.kanworkbench.training.loop.TrialRun;

/** Texts of choices and quantities for the pane. */
public final class Wording {

    private Wording() {}

    public static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    public static String seconds(double seconds) {
        return seconds < 0.1
                ? String.format(Locale.ROOT, "%.1f ms", 1e3 * seconds)
                : seconds < 10
                        ? String.format(Locale.ROOT, "%.1f s", seconds)
                        : seconds < 90
                                ? String.format(Locale.ROOT, "%.0f s", seconds)
                                : String.format(Locale.ROOT, "%.0f min", seconds / 60);
    }

    public static String bytes(long bytes) {
        return bytes < 100_000
                ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
                : bytes < 1_000_000_000
                        ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
                        : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }

    /**
     * For instance {@code Test accuracy 98.31 % (9,831 of 10,000), 95 % CI 98.04 to 98.54 %}, or {@code Test RMSE
     * 0.01234, R² 0.9987 (300 samples)}.
     */
    public static String score(Evaluation test) {
        return switch (test) {
            case Classification c -> {
                WilsonInterval interval = WilsonInterval.of(c.correct(), c.total());
                yield "Test accuracy " + percent(c.accuracy()) + " (" + count(c.correct()) + " of " + count(c.total())
                        + "), 95 % CI "
                        + percent(interval.low()).replace(" %", "") + " to " + percent(interval.high());
            }
            case Regression r ->
                (r.targets().size() == 1
                                ? "Test RMSE "
                                : "Test RMSE, mean of " + r.targets().size() + " targets, ")
                        + ScoreText.of(Measure.RMSE, r.rmse()) + ", R² " + r2(r.r2()) + " (" + count(r.total())
                        + " samples)";
        };
    }

    /** A coefficient of determination. */
    public static String r2(double value) {
        return String.format(Locale.ROOT, value > 0.9999 && value < 1 ? "%.6f" : "%.4f", value)
                .replace('-', '−');
    }

    public static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }

    /** Three significant digits, for quantities that move; two and a power of ten for the smallest and largest. */
    public static String brief(double value) {
        return ScoreText.significant(value, 3);
    }

    /**
     * The outcome of a run.
     *
     * @param epoch when it was evaluated
     */
    public static String result(Evaluation test, double epoch, TrainingEvent.Finished finished) {
        return score(test)
                + (finished.test().isEmpty() ? String.format(Locale.ROOT, " at epoch %.1f", epoch) : "")
                + (finished.stopped() ? ", stopped by hand" : "")
                + finished.selected().map(s -> "; " + s.sentence()).orElse("");
    }

    /**
     * Where a run was left, to end a sentence.
     *
     * @param scored the epoch of the weights that have the score, if they are older
     */
    public static String stopped(StoredRun run, OptionalDouble scored) {
        String weights = scored.isEmpty()
                ? ""
                : String.format(Locale.ROOT, " with the weights of epoch %,.1f", scored.getAsDouble());
        return weights
                + String.format(
                        Locale.ROOT,
                        scored.isEmpty() ? ", stopped at epoch %,.0f of %,d" : ", interrupted at epoch %,.0f of %,d",
                        Math.floor(run.epochs()),
                        run.description().plannedEpochs());
    }

    /** @param costs what a run is expected to cost; empty while that is not known */
    public static String summary(NetworkSpec network, String costs) {
        return network.shape() + " · " + network.layers().getFirst().basis().label() + " · "
                + count(network.parameters()) + " parameters" + (costs.isEmpty() ? "" : " · " + costs);
    }

    /** For instance {@code 0.6 s per epoch, 9.0 s in all · 12.3 MB in memory}. */
    public static String costs(TrialRun.Cost cost, int epochs, Pace pace) {
        double epoch = Math.max(cost.secondsPerEpoch(), pace.secondsPerEpoch());
        return "about " + seconds(epoch) + " per epoch, " + seconds(epochs * epoch) + " in all"
                + (cost.bytes() == 0 ? "" : " · " + bytes(cost.bytes()) + " in memory");
    }

    /** For instance {@code vector · 2 threads}. */
    public static String engine(Configuration configuration) {
        return configuration.engine() + " · " + Counted.of(configuration.threads(), "thread");
    }

    /** What the header names, for instance {@code MNIST · kal-net #3 · seed 0}. */
    public static String context(Dataset dataset, String network, Configuration configuration) {
        return dataset.name() + " · " + network + " · seed " + configuration.seed();
    }

    /** How the queue names a training, for instance {@code MNIST · kal-net · 15 epochs · seed 0}. */
    static String waiting(Dataset dataset, Configuration configuration) {
        return dataset.name() + " · " + configuration.preset() + " · "
                + Counted.of(configuration.recipe().epochs(), "epoch") + " · seed " + configuration.seed();
    }

    /** The time that a run still takes. One that has just been resumed does not know it yet. */
    static String left(Progress newest, int epochs) {
        return newest.remaining().isZero() && newest.epoch() < epochs
                ? "starting"
                : ClockTime.of(newest.remaining()) + " left";
    }

    /** The status line of a running run. */
    public static Job job(RunTrace trace, boolean paused) {
        int epochs = trace.configuration.recipe().epochs();
        Progress p = trace.progressProperty().get();
        double done = p == null ? 0 : p.epoch();
        String left = paused ? "paused" : p == null ? "starting" : left(p, epochs);
        long epoch = Math.min(epochs, (long) Math.floor(done) + 1);
        return new Job(
                trace.model.name() + " · epoch " + count(epoch) + " / " + count(epochs) + " · " + left, done / epochs);
    }
}

package org.kanworkbench.compare;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.kanworkbench.compare.SizedComparison.Cell;
import org.kanworkbench.data.SeedMixer;
import org.kanworkbench.files.SaveException;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.tensor.Tensor;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engines;
import org.kanworkbench.training.Evaluator;
import org.kanworkbench.training.Measure;
import org.kanworkbench.training.TrainingEvent;
import org.kanworkbench.training.trials.Training;
import org.kanworkbench.training.trials.Trial;
import org.kanworkbench.training.trials.TrialListener;
import org.kanworkbench.training.trials.TrialProgress;
import org.kanworkbench.training.trials.Trials;
import org.kanworkbench.training.trials.WorkControl;

/**
 * A comparison at work, a training per core. Trainings that try learning rates come first; then every preset is trained
 * with its best one, seed by seed, and sees the test samples once, when it has ended.
 */
public final class ComparisonRun implements TrialListener<Score> {

    /** Tuning has a seed of its own, so that no seed of the table has been seen before. */
    private static final int TUNING_STREAM = 0x7e5;

    private final PreparedComparison prepared;
    private final SizedComparison sized;
    private final Comparison comparison;
    private final ComparisonFolder folder;
    private final Consumer<ComparisonEvent> listener;
    private final int threads;

    /** By number of the training; null until it ended. Guarded by this. */
    private final Score[] scores;
    /** Per group: opened when all its learning rates were tried, or the comparison was cancelled. */
    private final CountDownLatch[] tuned;

    private Trials<Score> trials;

    private ComparisonRun(
            PreparedComparison prepared, ComparisonFolder folder, int threads, Consumer<ComparisonEvent> listener) {
        this.prepared = prepared;
        this.folder = folder;
        this.listener = listener;
        this.threads = threads;
        sized = prepared.sized();
        comparison = sized.comparison();
        scores = new Score[comparison.trainings()];
        for (Score score : folder.known()) {
            int preset = comparison.presets().indexOf(score.preset());
            scores[sized.index(new Cell(score.data(), preset, score.tuning(), score.turn()))] = score;
        }
        int rates = comparison.learningRates().size();
        tuned = IntStream.range(0, comparison.groups())
                .mapToObj(g -> new CountDownLatch((int) IntStream.range(g * rates, (g + 1) * rates)
                        .filter(i -> scores[i] == null)
                        .count()))
                .toArray(CountDownLatch[]::new);
    }

    /**
     * Starts the trainings that are not in the folder yet.
     *
     * @param folder closed by the caller, after the last event
     * @param threads number of concurrent trainings; does not affect scores
     * @param listener called from the comparison's threads, by one at a time
     */
    public static ComparisonRun start(
            PreparedComparison prepared, ComparisonFolder folder, int threads, Consumer<ComparisonEvent> listener) {
        ComparisonRun run = new ComparisonRun(prepared, folder, threads, listener);
        BitSet known = new BitSet();
        IntStream.range(0, run.scores.length).filter(i -> run.scores[i] != null).forEach(known::set);
        run.trials = Trials.start(run.scores.length, known, threads, run::train, run);
        return run;
    }

    /** Pauses, resumes and cancels it. */
    public WorkControl control() {
        return trials.control();
    }

    public void await() throws InterruptedException {
        trials.await();
    }

    public SizedComparison sized() {
        return sized;
    }

    /** All scores so far. */
    public synchronized List<Score> scores() {
        return Arrays.stream(scores).filter(Objects::nonNull).toList();
    }

    private Optional<Score> train(int index, int worker, WorkControl control) throws InterruptedException {
        Cell cell = sized.cell(index);
        if (!cell.tuning()) {
            tuned[sized.group(cell)].await();
            return control.cancelled() ? Optional.empty() : train(cell, rate(cell), control);
        }
        try {
            Optional<Score> score = train(cell, comparison.learningRates().get(cell.turn()), control);
            synchronized (this) {
                scores[index] = score.orElse(null);
            }
            return score;
        } finally {
            tuned[sized.group(cell)].countDown();
        }
    }

    /** The tried learning rate with the best validation score; the smaller one of a tie. 0 if all failed. */
    private synchronized double rate(Cell cell) {
        Measure measure = sized.data().get(cell.data()).measure();
        Score best = null;
        for (int r = 0; r < comparison.learningRates().size(); r++) {
            Score score = scores[sized.index(new Cell(cell.data(), cell.preset(), true, r))];
            if (!score.failed()
                    && (best == null
                            || measure.better(score.validation(), best.validation())
                            || score.validation() == best.validation() && score.learningRate() < best.learningRate())) {
                best = score;
            }
        }
        return best == null ? 0 : best.learningRate();
    }

    private Optional<Score> train(Cell cell, double rate, WorkControl control) throws InterruptedException {
        SizedData on = sized.data().get(cell.data());
        SizedPreset preset = on.presets().get(cell.preset());
        if (rate == 0) {
            return Optional.of(score(cell, rate, 0, 0, 0, "", "failed with every learning rate that was tried"));
        }
        LoadedData data = prepared.data(cell.data());
        Configuration configuration = data.configuration(
                preset.preset(),
                preset.hidden(),
                cell.tuning() ? on.tuningEpochs() : on.epochs(),
                rate,
                cell.tuning()
                        ? SeedMixer.mix(comparison.firstSeed(), TUNING_STREAM)
                        : comparison.firstSeed() + cell.turn());
        Optional<TrainingEvent.Finished> end;
        try {
            end = Training.run(Engines.VECTOR, configuration, data.fitting(), control, _ -> true);
        } catch (IllegalStateException e) {
            // It diverged, which is a result.
            return Optional.of(score(cell, rate, 0, 0, 0, "", e.getMessage()));
        }
        if (end.isEmpty()) {
            return Optional.empty();
        }
        Model model = end.get().model();
        double validation = end.get().test().orElseThrow().score();
        double test = cell.tuning()
                ? 0
                : Evaluator.ofTest(model, data.whole(), configuration.recipe().batch(), 1)
                        .score();
        double seconds = end.get().elapsed().toNanos() / 1e9;
        String failure = Double.isFinite(validation) && Double.isFinite(test) ? "" : "its outputs are not finite";
        return Optional.of(
                failure.isEmpty()
                        ? score(cell, rate, validation, test, seconds, checksum(model), "")
                        : score(cell, rate, 0, 0, seconds, checksum(model), failure));
    }

    private Score score(
            Cell cell, double rate, double validation, double test, double seconds, String weights, String failure) {
        return new Score(
                cell.data(),
                comparison.presets().get(cell.preset()),
                cell.tuning(),
                cell.turn(),
                rate,
                validation,
                test,
                seconds,
                weights,
                failure);
    }

    private static String checksum(Model model) {
        CRC32 checksum = new CRC32();
        for (Tensor tensor : model.tensors().values()) {
            ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * tensor.values().length);
            bytes.asFloatBuffer().put(tensor.values());
            checksum.update(bytes);
        }
        return HexFormat.of().toHexDigits((int) checksum.getValue());
    }

    @Override
    public void ended(Trial<Score> trial, TrialProgress progress) throws SaveException {
        // Too little memory, or a fault of the program: not a result, so that another start tries it again.
        Score score = trial.result().orElseThrow(() -> new IllegalStateException(trial.failure()));
        folder.append(score);
        synchronized (this) {
            scores[trial.index()] = score;
        }
        listener.accept(new ComparisonEvent.Advanced(progress.done(), progress.total(), remaining()));
    }

    /** By the time that an epoch of each preset took, or of the others where none has ended yet. */
    private synchronized Duration remaining() {
        double[] seconds = new double[comparison.groups()];
        double[] epochs = new double[comparison.groups()];
        double[] left = new double[comparison.groups()];
        for (int i = 0; i < scores.length; i++) {
            Cell cell = sized.cell(i);
            int group = sized.group(cell);
            SizedData on = sized.data().get(cell.data());
            int cost = cell.tuning() ? on.tuningEpochs() : on.epochs();
            if (scores[i] == null) {
                left[group] += cost;
            } else {
                seconds[group] += scores[i].seconds();
                epochs[group] += cost;
            }
        }
        double usual = Arrays.stream(seconds).sum() / Arrays.stream(epochs).sum();
        double all = 0;
        for (int g = 0; g < left.length; g++) {
            all += left[g] * (epochs[g] > 0 ? seconds[g] / epochs[g] : usual);
        }
        return Duration.ofMillis(Math.round(1e3 * all / threads));
    }

    @Override
    public void finished(Optional<String> failure) {
        List<Score> ended = new ArrayList<>(scores());
        listener.accept(new ComparisonEvent.Ended(ended.size(), scores.length, failure.orElse("")));
    }
}

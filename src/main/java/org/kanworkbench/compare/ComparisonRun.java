package org.kanworkbench.compare;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.kanworkbench.compare.SizedComparison.Cell;
import org.kanworkbench.files.SaveException;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Measure;
import org.kanworkbench.training.trials.Cluster;
import org.kanworkbench.training.trials.ClusterException;
import org.kanworkbench.training.trials.Trial;
import org.kanworkbench.training.trials.TrialListener;
import org.kanworkbench.training.trials.TrialPlace;
import org.kanworkbench.training.trials.TrialProgress;
import org.kanworkbench.training.trials.Trials;
import org.kanworkbench.training.trials.TrialsEvent;
import org.kanworkbench.training.trials.WorkControl;

/**
 * A comparison at work, a training per core. Trainings that try learning rates come first; then every preset is trained
 * with its best one, seed by seed, and sees the test samples once, when it has ended.
 */
public final class ComparisonRun implements TrialListener<Score> {

    private final SizedComparison sized;
    private final Comparison comparison;
    private final ComparisonFolder folder;
    private final Consumer<TrialsEvent<Score>> listener;
    private final int threads;

    /** By number of the training; null until it ended. Guarded by this. */
    private final Score[] scores;
    /** Per group: opened when all its learning rates were tried, or the comparison was cancelled. */
    private final CountDownLatch[] tuned;

    private Trials<Score> trials;

    private ComparisonRun(
            SizedComparison sized, ComparisonFolder folder, int threads, Consumer<TrialsEvent<Score>> listener) {
        this.sized = sized;
        this.folder = folder;
        this.listener = listener;
        this.threads = threads;
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
     * @param place does not affect scores
     * @param listener called from the comparison's threads, by one at a time
     * @throws IOException if the data cannot be sent to a cluster
     */
    public static ComparisonRun start(
            PreparedComparison prepared,
            ComparisonFolder folder,
            TrialPlace place,
            Consumer<TrialsEvent<Score>> listener)
            throws IOException {
        ComparisonRun run = new ComparisonRun(prepared.sized(), folder, place.threads(), listener);
        Trained training = new CellTraining(prepared)::score;
        if (place.cluster().isPresent()) {
            if (!run.comparison.engine().equals(Configuration.VECTOR)) {
                throw new IOException("clusters train with the engine " + Configuration.VECTOR
                        + " alone: run this comparison on this computer");
            }
            Cluster.Sent sent =
                    RemoteTrainings.send(prepared.sized(), place.cluster().get());
            training = (number, rate, control) -> RemoteTrainings.score(sent, number, rate, control);
        }
        Trained trained = training;
        run.trials = Trials.start(
                run.scores.length,
                index -> run.scores[index] != null,
                _ -> 0,
                place,
                (index, _, control) -> run.train(index, trained, control),
                run);
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

    /** A training by its number and learning rate, wherever it runs. */
    private interface Trained {
        Optional<Score> score(int index, double rate, WorkControl control)
                throws ClusterException, InterruptedException;
    }

    private Optional<Score> train(int index, Trained training, WorkControl control)
            throws ClusterException, InterruptedException {
        Cell cell = sized.cell(index);
        if (!cell.tuning()) {
            tuned[sized.group(cell)].await();
            OptionalDouble rate = rate(cell);
            return control.cancelled() || rate.isEmpty()
                    ? Optional.empty()
                    : training.score(index, rate.getAsDouble(), control);
        }
        try {
            Optional<Score> score =
                    training.score(index, comparison.learningRates().get(cell.turn()), control);
            synchronized (this) {
                scores[index] = score.orElse(null);
            }
            return score;
        } finally {
            tuned[sized.group(cell)].countDown();
        }
    }

    /**
     * The tried learning rate with the best validation score; the smaller one of a tie. 0 if all failed; empty if one was
     * not tried to its end, which ends the comparison.
     */
    private synchronized OptionalDouble rate(Cell cell) {
        Measure measure = sized.data().get(cell.data()).measure();
        Score best = null;
        for (int r = 0; r < comparison.learningRates().size(); r++) {
            Score score = scores[sized.index(new Cell(cell.data(), cell.preset(), true, r))];
            if (score == null) {
                return OptionalDouble.empty();
            }
            if (!score.failed()
                    && (best == null
                            || measure.better(score.validation(), best.validation())
                            || score.validation() == best.validation() && score.learningRate() < best.learningRate())) {
                best = score;
            }
        }
        return OptionalDouble.of(best == null ? 0 : best.learningRate());
    }

    @Override
    public void ended(Trial<Score> trial, TrialProgress progress) throws SaveException {
        // Too little memory, or a fault of the program: not a result, so that another start tries it again.
        Score score = trial.result().orElseThrow(() -> new IllegalStateException(trial.failure()));
        folder.append(score);
        synchronized (this) {
            scores[trial.index()] = score;
        }
        listener.accept(
                new TrialsEvent.Advanced<>(score, new TrialProgress(progress.done(), progress.total(), remaining())));
    }

    /**
     * By the time that an epoch of each preset took, or of the others where none has ended yet, and how many trainings can
     * run at once.
     */
    private synchronized Duration remaining() {
        double[] seconds = new double[comparison.groups()];
        double[] epochs = new double[comparison.groups()];
        double[] left = new double[comparison.groups()];
        int most = 0;
        for (int i = 0; i < scores.length; i++) {
            Cell cell = sized.cell(i);
            int group = sized.group(cell);
            SizedData on = sized.data().get(cell.data());
            int cost = cell.tuning() ? on.tuningEpochs() : on.epochs();
            if (scores[i] == null) {
                left[group] += cost;
                most = Math.min(threads, most + 1);
            } else if (scores[i].seconds() > 0) {
                // One that diverged tells nothing of how long others take.
                seconds[group] += scores[i].seconds();
                epochs[group] += cost;
            }
        }
        double usual = Arrays.stream(seconds).sum() / Arrays.stream(epochs).sum();
        double all = 0;
        for (int g = 0; g < left.length; g++) {
            all += left[g] * (epochs[g] > 0 ? seconds[g] / epochs[g] : usual);
        }
        return Duration.ofMillis(Math.round(1e3 * all / Math.max(1, most)));
    }

    @Override
    public void finished(Optional<String> failure) {
        int ended = scores().size();
        listener.accept(TrialsEvent.last(failure, ended < scores.length, ended, scores.length));
    }
}

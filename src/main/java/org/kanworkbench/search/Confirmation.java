package org.kanworkbench.search;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.hipparchus.stat.StatUtils;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.DatasetDigest;
import org.kanworkbench.network.recipe.RecipeField;
import org.kanworkbench.runs.recording.Records;
import org.kanworkbench.search.setting.Settings;
import org.kanworkbench.statistics.SignFlipTest;
import org.kanworkbench.statistics.StudentInterval;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engines;
import org.kanworkbench.training.Measure;
import org.kanworkbench.training.ScoreText;
import org.kanworkbench.training.trials.Cluster;
import org.kanworkbench.training.trials.Trial;
import org.kanworkbench.training.trials.TrialListener;
import org.kanworkbench.training.trials.TrialPlace;
import org.kanworkbench.training.trials.TrialProgress;
import org.kanworkbench.training.trials.Trials;

/**
 * Whether the best of a search is better than what it began with: both are trained on all training samples with new
 * seeds, and scored on the test set once. Seed by seed, they share everything but the settings.
 *
 * @param best test scores, one per seed
 * @param base test scores of the configuration without the search, one per seed
 * @param given values of the configuration without the search that are others than the best's, in words
 */
public record Confirmation(Measure measure, List<Double> best, List<Double> base, String given) {

    private static final double LEVEL = 0.95;

    /** With fewer the permutation test could never be significant. */
    public static final int SEEDS = SignFlipTest.fewest(1 - LEVEL);

    public Confirmation {
        best = List.copyOf(best);
        base = List.copyOf(base);
    }

    /** Whether there is a score of each seed. */
    boolean whole() {
        return best.size() == SEEDS && base.size() == SEEDS;
    }

    /**
     * What it came to when it was done before: the same trainings would have the same scores. It is the result of the search's
     * run again.
     *
     * @param dataset with its test set
     * @param folder of the search; empty for none
     * @throws DataException if the training samples are others than the search began with
     */
    public static Optional<Confirmation> known(
            SearchConfiguration search, SearchTrial best, Dataset dataset, Optional<Path> folder, Records records)
            throws DataException, IOException {
        if (folder.isPresent()) {
            SearchFolder.check(folder.get(), dataset);
        }
        Optional<Confirmation> known = folder.flatMap(
                kept -> SearchFolder.confirmation(kept, best, digest -> digest.equals(DatasetDigest.of(dataset))));
        known.ifPresent(found -> SearchRun.confirmed(records, search, best, found));
        return known;
    }

    /**
     * Starts the trainings.
     *
     * @param search whose base has validation samples
     * @param best its best trial
     * @param dataset with its test set
     * @param engines of this computer
     * @param folder of the search, which keeps the result; empty to keep none
     * @param records gets every training as a run, tagged with the search, and the result for the search's run
     * @param then told how far it is, and its end: the result, or why there is none; from the workers' threads
     * @throws IOException if the data cannot be sent to a cluster
     */
    public static Trials<?> start(
            SearchConfiguration search,
            SearchTrial best,
            Dataset dataset,
            Engines engines,
            TrialPlace place,
            Optional<Path> folder,
            Records records,
            Consumer<TrialProgress> progress,
            Ended then)
            throws IOException {
        List<Configuration> both = List.of(whole(Settings.of(search.base(), best.params())), whole(search.base()));
        // In turns of the best and the base, seed by seed.
        IntFunction<Configuration> configuration = index -> {
            Configuration one = both.get(index % 2);
            return one.withSeed(one.seed() + 1 + index / 2);
        };
        Trials.Work<Trained> training =
                (index, _, control) -> Trained.run(engines, configuration.apply(index), dataset, control, _ -> false);
        if (place.cluster().isPresent()) {
            Cluster.Sent sent = RemoteTrials.send(
                    search, dataset.withoutTest(), place.cluster().get());
            training = (index, _, control) ->
                    RemoteTrials.train(sent, configuration.apply(index), List.of(), true, control);
        }
        TrialListener<Trained> listener = new TrialListener<>() {
            private final Double[] all = new Double[2 * SEEDS];
            private final TrialKeeper keeper = new TrialKeeper();

            @Override
            public void ended(Trial<Trained> trial, TrialProgress now) throws IOException {
                // Without one of them there is no result: the others need not be waited for.
                keep(trial.index(), trial.result().orElseThrow(() -> new IllegalStateException(trial.failure())));
                progress.accept(now);
            }

            private void keep(int index, Trained trained) throws IOException {
                all[index] = trained.end().test().orElseThrow().score();
                List<String> tags = List.of(search.name(), index % 2 == 0 ? "confirmed best" : "confirmed default");
                keeper.keep(() ->
                        records.finished(configuration.apply(index), dataset, trained.metrics(), trained.end(), tags));
            }

            @Override
            public void finished(Optional<String> unkept) {
                Optional<String> unwritten = keeper.finish();
                List<Double> scores = new ArrayList<>(Arrays.asList(all));
                if (scores.contains(null)) {
                    then.ended(Optional.empty(), unkept.or(() -> unwritten).orElse(""));
                    return;
                }
                Confirmation result = new Confirmation(
                        search.measure(),
                        every(scores, 0),
                        every(scores, 1),
                        SearchRun.written(Settings.others(search.base(), best.params())));
                SearchRun.confirmed(records, search, best, result);
                if (folder.isPresent()) {
                    try {
                        SearchFolder.keep(folder.get(), best, dataset, result);
                    } catch (IOException _) {
                        // It is told now; the next time it is made again.
                    }
                }
                then.ended(Optional.of(result), "");
            }
        };
        return Trials.start(2 * SEEDS, _ -> false, _ -> 0, place, training, listener);
    }

    /** The end of a confirmation. */
    public interface Ended {
        /** @param failure one line; empty if there is a result, or if it was cancelled */
        void ended(Optional<Confirmation> result, String failure);
    }

    private static List<Double> every(List<Double> all, int from) {
        return IntStream.range(0, all.size() / 2)
                .mapToObj(i -> all.get(2 * i + from))
                .toList();
    }

    /** Without validation samples, which are trained on now. */
    private static Configuration whole(Configuration configuration) {
        return configuration.withRecipe(configuration
                .recipe()
                .with(Map.of(
                        RecipeField.VALIDATION_ROWS, 0,
                        RecipeField.PATIENCE, 0,
                        RecipeField.KEEP_BEST, false)));
    }

    private double[] differences() {
        return IntStream.range(0, best.size())
                .mapToDouble(i -> best.get(i) - base.get(i))
                .toArray();
    }

    /** Mean of best minus base, in the measure's unit. */
    public double difference() {
        return StatUtils.mean(differences());
    }

    /** Half the width of the difference's 95 % confidence interval by Student's distribution of paired differences. */
    public double halfWidth() {
        return StudentInterval.mean(differences(), LEVEL).high() - difference();
    }

    /** Two-sided p-value of the sign-flip permutation test of paired differences. */
    public double p() {
        return SignFlipTest.p(differences());
    }

    /** The verdict by both the interval, which assumes normal differences, and the test, which assumes nothing about them. */
    public String sentence() {
        double gain = measure == Measure.ACCURACY ? difference() : -difference();
        boolean significant = Math.abs(gain) > halfWidth() && p() < 1 - LEVEL;
        String verdict = !significant
                ? "No significant difference between the best and " + settings()
                : "The best is " + (gain > 0 ? "better" : "worse") + " than " + settings();
        String scores = measure == Measure.ACCURACY
                ? String.format(
                        Locale.ROOT,
                        "%s: test accuracy %.2f %% against %.2f %%, difference %+.2f ± %.2f pp (95 %% CI) over %d new seeds",
                        verdict,
                        100 * StatUtils.mean(array(best)),
                        100 * StatUtils.mean(array(base)),
                        100 * difference(),
                        100 * halfWidth(),
                        best.size())
                : String.format(
                        Locale.ROOT,
                        "%s: test RMSE %s against %s, difference %+.2g ± %.2g (95 %% CI) over %d new seeds",
                        verdict,
                        ScoreText.of(measure, StatUtils.mean(array(best))),
                        ScoreText.of(measure, StatUtils.mean(array(base))),
                        difference(),
                        halfWidth(),
                        best.size());
        return String.format(
                Locale.ROOT,
                "%s. Permutation test, paired by seed: p = %.3g. A difference is significant if the interval excludes 0 and"
                        + " p is below 0.05.",
                scores,
                p());
    }

    private String settings() {
        return "the given settings" + (given.isEmpty() ? "" : " (" + given + ")");
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}

package org.kanworkbench.compare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.kanworkbench.data.AbsolutePath;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.DatasetDigest;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engine;
import org.kanworkbench.training.Engines;

/**
 * A comparison whose data are in memory and whose widths are found: its trainings can begin.
 *
 * @param data in the comparison's order
 * @param engines that may train
 */
public record PreparedComparison(SizedComparison sized, List<LoadedData> data, Engines engines) {

    /** A learning rate is tried with a third of the epochs. */
    private static final int TUNING_PART = 3;

    /**
     * Reads the data and finds the widths, unless the folder has them from an earlier time.
     *
     * @param doing told what is being done, in words
     * @param engines that may train
     * @param proceed false ends it soon
     * @throws DataException for data that cannot be compared on, or that have changed since that earlier time; for an engine that
     *     is not there or does not take one of the presets
     * @throws InterruptedException if told not to proceed
     */
    public static PreparedComparison of(
            Comparison comparison, Path folder, Engines engines, Consumer<String> doing, BooleanSupplier proceed)
            throws DataException, ModelFileException, InterruptedException {
        // Earlier versions kept paths as they were typed.
        Optional<SizedComparison> there = ComparisonFolder.read(folder).map(kept -> kept.located(AbsolutePath::of));
        Comparison wanted = comparison.located(AbsolutePath::of);
        if (there.isPresent() && !there.get().comparison().equals(wanted)) {
            throw new DataException(folder + " holds another comparison ("
                    + there.get().comparison().difference(wanted) + "): choose another folder");
        }
        Engine engine = engines.named(comparison.engine());
        engine.checkAvailable();
        List<LoadedData> data = new ArrayList<>();
        List<SizedData> sized = new ArrayList<>();
        for (DataSource source : comparison.data()) {
            doing.accept("reading data");
            LoadedData loaded = LoadedData.load(source, comparison.rows());
            String digest = DatasetDigest.of(loaded.whole());
            Optional<SizedData> before = there.map(t -> t.data().get(sized.size()));
            if (before.isPresent() && !before.get().digest().equals(digest)) {
                throw new DataException(loaded.whole().name() + " has changed since the comparison in " + folder
                        + " began: choose another folder, or the data as they were");
            }
            for (String preset : comparison.presets()) {
                List<Integer> hidden = loaded.fitted(preset).hidden();
                Configuration tried = loaded.configuration(preset, hidden, 1, 1e-3, 0, comparison.engine());
                Optional<String> obstacle =
                        tried.network().obstacle(tried.recipe().batch()).or(() -> engine.obstacle(tried));
                if (obstacle.isPresent()) {
                    throw new DataException(preset + " on " + loaded.whole().name() + ": " + obstacle.get());
                }
            }
            doing.accept("finding widths");
            data.add(loaded);
            sized.add(before.isPresent() ? before.get() : sized(comparison, loaded, digest, engines, proceed));
        }
        return new PreparedComparison(new SizedComparison(comparison, sized), data, engines);
    }

    /** Reads the data of a comparison whose widths are found, for the vector engine; DataException if they are not those. */
    static PreparedComparison of(SizedComparison sized) throws DataException {
        List<LoadedData> data = new ArrayList<>();
        for (DataSource source : sized.comparison().data()) {
            LoadedData loaded = LoadedData.load(source, sized.comparison().rows());
            if (!sized.data().get(data.size()).digest().equals(DatasetDigest.of(loaded.whole()))) {
                throw new DataException(loaded.whole().name() + " is not the same here as where the comparison began");
            }
            data.add(loaded);
        }
        return new PreparedComparison(sized, data, Engines.VECTOR);
    }

    private static SizedData sized(
            Comparison comparison, LoadedData data, String digest, Engines engines, BooleanSupplier proceed)
            throws InterruptedException {
        Recipe usual = data.fitted(Comparison.MLP).recipe();
        int epochs = comparison.epochs() == 0 ? usual.epochs() : comparison.epochs();
        return new SizedData(
                data.whole().name(),
                digest,
                data.measure(),
                data.fitting().train().size(),
                data.fitting().test().size(),
                data.whole().test().size(),
                epochs,
                comparison.tuningEpochs() == 0 ? Math.ceilDiv(epochs, TUNING_PART) : comparison.tuningEpochs(),
                new Widths(data, engines, comparison.engine(), proceed).match(comparison));
    }
}

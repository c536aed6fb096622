package org.kanworkbench.noise.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.kanworkbench.noise.fit.FitRow;
import org.kanworkbench.noise.sweep.FinishedFit;
import org.kanworkbench.noise.sweep.SweepConfiguration;

/**
 * A sweep's fits by target, level, size, model and seed. Incomplete seeds are excluded, so that every model has the
 * same cases.
 */
final class FitGrid {

    private final SweepConfiguration configuration;
    private final Map<Place, FinishedFit> fits = new HashMap<>();
    private final List<Long> seeds;

    /** The case and model of one fit. */
    private record Place(String target, double level, int rows, String model, long seed) {}

    /** A case: one combination that every model has once per seed. */
    record Case(String target, double level, int rows) {}

    FitGrid(SweepConfiguration configuration, List<FinishedFit> finished) {
        this.configuration = configuration;
        for (FinishedFit fit : finished) {
            FitRow row = fit.row();
            fits.put(new Place(row.target(), row.noise(), row.rows(), row.model(), row.seed()), fit);
        }
        long first = configuration.firstSeed();
        // The seed after the largest is the least.
        seeds = IntStream.range(0, configuration.seeds())
                .mapToLong(s -> first + s)
                .filter(this::complete)
                .boxed()
                .toList();
    }

    private boolean complete(long seed) {
        return cases().stream().allMatch(at -> models().stream().allMatch(model -> fit(at, model, seed) != null));
    }

    /** Seeds with all fits completed. */
    List<Long> seeds() {
        return seeds;
    }

    List<String> models() {
        return configuration.contenders().stream().map(c -> c.name()).toList();
    }

    List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        configuration
                .targets()
                .forEach(target -> configuration
                        .levels()
                        .forEach(level -> configuration
                                .rows()
                                .forEach(rows -> cases.add(new Case(target.label(), level, rows)))));
        return cases;
    }

    /** What is asked about noise is asked of these: those without any would outweigh the others. */
    List<Case> noisyCases() {
        List<Double> noisy = configuration.noisyLevels();
        return cases().stream().filter(c -> noisy.contains(c.level())).toList();
    }

    FinishedFit fit(Case at, String model, long seed) {
        return fits.get(new Place(at.target(), at.level(), at.rows(), model, seed));
    }

    /** The same as {@link #means}, by the geometric mean: no target's scale outweighs the others. */
    double[] geometricMeans(List<Case> cases, List<String> models, ToDoubleFunction<FinishedFit> what) {
        double[] logarithms = means(cases, models, fit -> Math.log(what.applyAsDouble(fit)));
        return Arrays.stream(logarithms).map(Math::exp).toArray();
    }

    /** One number per seed: the mean of something over the cases and the models. */
    double[] means(List<Case> cases, List<String> models, ToDoubleFunction<FinishedFit> what) {
        double[] means = new double[seeds.size()];
        for (int s = 0; s < means.length; s++) {
            double sum = 0;
            for (Case at : cases) {
                for (String model : models) {
                    sum += what.applyAsDouble(fit(at, model, seeds.get(s)));
                }
            }
            means[s] = sum / (cases.size() * models.size());
        }
        return means;
    }
}

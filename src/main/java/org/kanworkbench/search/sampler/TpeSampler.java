package org.kanworkbench.search.sampler;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.kanworkbench.data.SeedMixer;
import org.kanworkbench.search.space.Dimension;
import org.kanworkbench.search.space.Domain;
import org.kanworkbench.search.space.Space;

/**
 * The tree-structured Parzen estimator (Bergstra et al., 2011) with Optuna 4's defaults: after ten random trials, a
 * setting's value is the one of 24 drawn from the density of the best trials that is most likely there compared with the
 * density of all others. The best are a tenth, at most 25; pruned trials follow the complete ones, those that ran longer
 * first. Of two objectives, the best are the first non-dominated fronts; of the last of them, those that add most
 * hypervolume.
 */
record TpeSampler(Space space, long seed) implements Sampler {

    private static final int STARTUP = 10;
    private static final int CANDIDATES = 24;
    private static final double BEST_SHARE = 0.1;
    private static final int MOST_BEST = 25;
    private static final int STREAM = 77;

    @Override
    public int after(int number, int inFlight) {
        return Math.max(0, number - inFlight + 1);
    }

    @Override
    public Map<String, Object> suggest(int number, List<Optional<Observation>> before) {
        List<Observation> known = before.stream().flatMap(Optional::stream).toList();
        if (known.size() < STARTUP) {
            return new RandomSampler(space, seed).suggest(number, before);
        }
        SplittableRandom random = new SplittableRandom(SeedMixer.mix(SeedMixer.mix(seed, STREAM), number));
        boolean[] best = best(known);
        return space.values(dimension -> suggest(dimension, known, best, random));
    }

    private static Object suggest(
            Dimension dimension, List<Observation> known, boolean[] best, SplittableRandom random) {
        if (dimension.domain() instanceof Domain.Numbers numbers && numbers.lowerEdge() == numbers.upperEdge()) {
            // A single number has no density.
            return numbers.at(0);
        }
        List<Object> below = new ArrayList<>();
        List<Object> above = new ArrayList<>();
        for (int i = 0; i < best.length; i++) {
            Object value = known.get(i).values().get(dimension.setting());
            if (value != null) {
                (best[i] ? below : above).add(value);
            }
        }
        ParzenEstimator good = new ParzenEstimator(dimension.domain(), below);
        ParzenEstimator other = new ParzenEstimator(dimension.domain(), above);
        Object chosen = null;
        double most = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < CANDIDATES; c++) {
            Object candidate = good.sample(random);
            double score = good.logDensity(candidate) - other.logDensity(candidate);
            if (chosen == null || score > most) {
                chosen = candidate;
                most = score;
            }
        }
        return chosen;
    }

    /** Which of the trials count as good. */
    static boolean[] best(List<Observation> known) {
        int count = Math.min((int) Math.ceil(BEST_SHARE * known.size()), MOST_BEST);
        List<Integer> order = known.getFirst().losses().size() == 1
                ? IntStream.range(0, known.size())
                        .boxed()
                        .sorted(Comparator.comparing(
                                        (Integer i) -> !known.get(i).complete())
                                .thenComparing(i -> known.get(i).complete()
                                        ? 0
                                        : -known.get(i).epochs())
                                .thenComparing(i -> known.get(i).losses().getFirst()))
                        .toList()
                : ParetoFront.order(known.stream().map(Observation::losses).toList(), count);
        boolean[] best = new boolean[known.size()];
        order.stream().limit(count).forEach(i -> best[i] = true);
        return best;
    }
}

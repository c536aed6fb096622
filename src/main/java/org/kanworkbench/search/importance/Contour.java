package org.kanworkbench.search.importance;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.kanworkbench.search.SearchTrial;
import org.kanworkbench.search.space.Dimension;
import org.kanworkbench.search.space.Space;

/**
 * The score that a random forest over the complete trials expects for two settings, whatever the others are.
 *
 * @param scores [row][column] over shares of the two domains, from their lower ends: columns of the first setting, rows of the
 *     second
 */
public record Contour(Dimension across, Dimension up, double[][] scores) {

    private static final int CELLS = 32;
    private static final int FEWEST_TRIALS = 10;

    /** Empty for settings that are not in the space, for one with itself, and for fewer than ten trials that have both. */
    public static Optional<Contour> of(Space space, List<SearchTrial> trials, String across, String up) {
        Optional<Dimension> first = space.named(across);
        Optional<Dimension> second = space.named(up);
        List<SearchTrial> both = both(trials, across, up);
        if (first.isEmpty() || second.isEmpty() || across.equals(up) || both.size() < FEWEST_TRIALS) {
            return Optional.empty();
        }
        double[][] x = both.stream()
                .map(trial -> new double[] {share(first.get(), trial), share(second.get(), trial)})
                .toArray(double[][]::new);
        RegressionForest forest = new RegressionForest(
                x, both.stream().mapToDouble(SearchTrial::score).toArray(), 0);
        double[][] scores = new double[CELLS][CELLS];
        for (int row = 0; row < CELLS; row++) {
            for (int column = 0; column < CELLS; column++) {
                scores[row][column] = forest.predicted(new double[] {(column + 0.5) / CELLS, (row + 0.5) / CELLS});
            }
        }
        return Optional.of(new Contour(first.get(), second.get(), scores));
    }

    /** Whether there are enough complete trials that have both settings. */
    public static boolean enough(List<SearchTrial> trials, String across, String up) {
        return both(trials, across, up).size() >= FEWEST_TRIALS;
    }

    private static List<SearchTrial> both(List<SearchTrial> trials, String across, String up) {
        return trials.stream()
                .filter(SearchTrial::complete)
                .filter(trial -> trial.params().keySet().containsAll(List.of(across, up)))
                .toList();
    }

    private static double share(Dimension dimension, SearchTrial trial) {
        return dimension.domain().share(trial.params().get(dimension.setting()));
    }

    /** The least score. */
    public double least() {
        return Arrays.stream(scores).flatMapToDouble(Arrays::stream).min().orElseThrow();
    }

    /** The greatest score. */
    public double most() {
        return Arrays.stream(scores).flatMapToDouble(Arrays::stream).max().orElseThrow();
    }
}

package org.kanworkbench.search.importance;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.kanworkbench.search.SearchTrial;
import org.kanworkbench.search.space.Dimension;
import org.kanworkbench.search.space.Space;

/**
 * How much the score depends on a setting: permutation importance over a random forest of the complete trials.
 *
 * @param share of all settings' importance, 0 to 1
 */
public record Importance(String setting, double share) {

    private static final int FEWEST_TRIALS = 10;
    private static final double INACTIVE = -1;

    /** The settings, most important first; empty for fewer than {@value #FEWEST_TRIALS} complete trials. */
    public static List<Importance> of(Space space, List<SearchTrial> trials) {
        List<SearchTrial> complete =
                trials.stream().filter(SearchTrial::complete).toList();
        if (complete.size() < FEWEST_TRIALS) {
            return List.of();
        }
        List<Dimension> dimensions = space.dimensions();
        double[][] x = complete.stream()
                .map(trial -> dimensions.stream()
                        .mapToDouble(dimension -> trial.params().containsKey(dimension.setting())
                                ? dimension.domain().share(trial.params().get(dimension.setting()))
                                : INACTIVE)
                        .toArray())
                .toArray(double[][]::new);
        double[] y = complete.stream().mapToDouble(SearchTrial::score).toArray();
        double[] importance = new RegressionForest(x, y, 0).permutationImportance(1);
        double sum = Arrays.stream(importance).sum();
        return IntStream.range(0, importance.length)
                .mapToObj(i -> new Importance(dimensions.get(i).setting(), sum > 0 ? importance[i] / sum : 0))
                .sorted(Comparator.comparingDouble(Importance::share).reversed())
                .toList();
    }
}

package org.kanworkbench.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.kanworkbench.data.Examples;
import org.kanworkbench.data.FloatFeatures;
import org.kanworkbench.data.SeedMixer;
import org.kanworkbench.data.Target;
import org.kanworkbench.engine.Inference;
import org.kanworkbench.training.Evaluation;
import org.kanworkbench.training.Evaluation.Classification;
import org.kanworkbench.training.Evaluation.Regression;
import org.kanworkbench.training.Evaluator;

/**
 * Permutation importance of a table's columns: by how much a network's score worsens when a column's values are
 * shuffled among the rows. docs/math/importance.md has definition and limitations. Breiman, L.: Random Forests. Machine
 * Learning 45, 2001.
 *
 * @param scored of the rows as they are
 * @param columns the most important first
 */
public record ColumnImportance(Evaluation scored, List<Column> columns) {

    /** How often each column is shuffled. */
    public static final int SHUFFLES = 10;

    private static final int MOST_ROWS = 10_000;
    /** Of all shuffles of all columns, so that a wide table takes seconds, too. */
    private static final int MOST_PREDICTIONS = 2_000_000;

    /**
     * @param name of the table's column, whose words are shuffled together if it has words
     * @param worse the mean over the shuffles, see {@link #change}
     * @param deviation of a single shuffle, as standard deviation
     */
    public record Column(String name, double worse, double deviation) {}

    public ColumnImportance {
        columns = List.copyOf(columns);
    }

    /**
     * Measures all columns on evenly spaced rows; the same seed gives the same figures.
     *
     * @param columns places of each column's inputs, by its name
     * @param batch batch size, as of an {@link Evaluator}
     */
    public static ColumnImportance of(
            Inference network,
            Examples examples,
            Target target,
            Map<String, List<Integer>> columns,
            int batch,
            long seed) {
        Examples sample = examples.sample(Math.clamp(MOST_PREDICTIONS / SHUFFLES / columns.size(), 1, MOST_ROWS));
        Evaluation scored = new Evaluator(sample, target, batch).evaluate(network);
        List<Column> measured = new ArrayList<>();
        columns.forEach((name, inputs) -> {
            SplittableRandom random = new SplittableRandom(SeedMixer.mix(seed, measured.size()));
            double[] worse = new double[SHUFFLES];
            for (int s = 0; s < SHUFFLES; s++) {
                Examples shuffled = shuffled(sample, inputs, random);
                worse[s] = score(scored) - score(new Evaluator(shuffled, target, batch).evaluate(network));
            }
            double mean = Arrays.stream(worse).average().orElseThrow();
            double squares =
                    Arrays.stream(worse).map(w -> (w - mean) * (w - mean)).sum();
            measured.add(new Column(name, mean, Math.sqrt(squares / (SHUFFLES - 1))));
        });
        measured.sort(Comparator.comparingDouble(Column::worse).reversed());
        return new ColumnImportance(scored, measured);
    }

    /** What shuffling does to the score, in words. */
    public String change() {
        return switch (scored) {
            case Classification _ -> "accuracy falls";
            case Regression numbers -> numbers.targets().size() == 1 ? "RMSE rises" : "R² falls";
        };
    }

    /** More is better. Of several targets, whose errors have units of their own, the mean R². */
    private static double score(Evaluation evaluation) {
        return switch (evaluation) {
            case Classification classes -> classes.accuracy();
            case Regression numbers -> numbers.targets().size() == 1 ? -numbers.rmse() : numbers.r2();
        };
    }

    /** The same rows, some inputs of each from another row. */
    private static Examples shuffled(Examples examples, List<Integer> inputs, SplittableRandom random) {
        int width = examples.features().width();
        float[] x = examples.features().sample(examples.size());
        for (int r = examples.size() - 1; r > 0; r--) {
            int other = random.nextInt(r + 1);
            for (int input : inputs) {
                float value = x[r * width + input];
                x[r * width + input] = x[other * width + input];
                x[other * width + input] = value;
            }
        }
        return new Examples(new FloatFeatures(x, width), examples.labels(), examples.numbers());
    }
}

package org.kanworkbench.formula;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.kanworkbench.expression.ExpressionParser;
import org.kanworkbench.expression.RealFunction;
import org.kanworkbench.formula.network.CandidateFunction;
import org.kanworkbench.formula.network.Knots;
import org.kanworkbench.formula.network.MultKan;
import org.kanworkbench.formula.network.MultKan.Width;
import org.kanworkbench.formula.network.Sparsity;

/** What networks of a given shape can learn: pykan's example of depth. Every seed takes a minute: {@code -Dformula.seeds=5}. */
@EnabledIfSystemProperty(named = "formula.seeds", matches = "\\d+")
class NetworkFitTest {

    private static final int ROWS = 1000;
    private static final int STARTS = 16;

    private static Samples samples(long seed) {
        List<String> names = List.of("a", "b", "c", "d");
        RealFunction f = ExpressionParser.parse("exp((sin(pi*(a^2+b^2))+sin(pi*(c^2+d^2)))/2)")
                .compile(names);
        SplittableRandom random = new SplittableRandom(seed);
        double[][] x = new double[4][];
        Arrays.setAll(x, i -> random.doubles(ROWS, -1, 1).toArray());
        double[] y = IntStream.range(0, ROWS)
                .mapToDouble(r -> f.at(new double[] {x[0][r], x[1][r], x[2][r], x[3][r]}))
                .toArray();
        return new Samples(x, y);
    }

    /** Least error on test rows over grids of 3 to 50 intervals. */
    private static double best(List<Width> shape, long seed) {
        Samples train = samples(seed);
        Samples test = samples(seed + 100);
        NetworkFit fit = new NetworkFit(train, () -> false);
        double[] lower = {-1, -1, -1, -1};
        double[] upper = {1, 1, 1, 1};
        MultKan network = IntStream.range(0, STARTS)
                .parallel()
                .mapToObj(k -> fit.leastSquares(
                        MultKan.create(lower, upper, shape, Knots.even(-1, 1, 3, 3), 1000 * seed + k), 40))
                .min(Comparator.comparingDouble(n -> NetworkFit.rmse(n, train)))
                .orElseThrow();
        double least = NetworkFit.rmse(network, test);
        for (int intervals : new int[] {5, 10, 20, 50}) {
            network = fit.polish(fit.refine(fit.adaptGrids(network), intervals), 30);
            double error = NetworkFit.rmse(network, test);
            System.out.printf(
                    "%s seed %d, %d intervals: train %.2e, test %.2e%n",
                    network, seed, intervals, NetworkFit.rmse(network, train), error);
            least = Math.min(least, error);
        }
        return least;
    }

    /** The first step of pykan's first tutorial, [2, 5, 1] on three intervals, and choosing functions for its edges. */
    @Test
    void fifty_steps_and_choosing_functions_take_parts_of_a_second() {
        List<String> names = List.of("x", "y");
        RealFunction f = ExpressionParser.parse("exp(sin(pi*x)+y^2)").compile(names);
        for (int seed = 0; seed < 5; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            double[][] x = {
                random.doubles(ROWS, -1, 1).toArray(),
                random.doubles(ROWS, -1, 1).toArray()
            };
            Samples train = new Samples(
                    x,
                    IntStream.range(0, ROWS)
                            .mapToDouble(r -> f.at(new double[] {x[0][r], x[1][r]}))
                            .toArray());
            MultKan start = MultKan.create(
                    new double[] {-1, -1},
                    new double[] {1, 1},
                    List.of(Width.sums(5), Width.sums(1)),
                    Knots.even(-1, 1, 3, 3),
                    seed);
            long began = System.nanoTime();
            MultKan fitted = new NetworkFit(train, () -> false).lbfgs(start, 50, Sparsity.of(1e-3));
            long steps = System.nanoTime() - began;
            FormulaSteps some =
                    new FormulaSteps(train, train, names, Scaling.none(2), CandidateFunction.ALL, () -> false);
            MultKan pruned = some.pruned(some.refit(fitted));
            began = System.nanoTime();
            some.symbolic(pruned, _ -> {});
            System.out.printf(
                    "seed %d: 50 steps of L-BFGS %.2f s, functions of %d edges %.2f s%n",
                    seed, steps / 1e9, pruned.edges(), (System.nanoTime() - began) / 1e9);
            assertThat(NetworkFit.rmse(fitted, train)).isLessThan(0.1 * train.deviation());
        }
    }

    @Test
    void three_layers_learn_what_two_do_not() {
        double deep = Double.POSITIVE_INFINITY;
        for (int seed = Integer.getInteger("formula.first", 0); seed < Integer.getInteger("formula.seeds"); seed++) {
            // Not all seeds have a start that does not get stuck.
            deep = Math.min(deep, best(List.of(Width.sums(2), Width.sums(1), Width.sums(1)), seed));
            assertThat(best(List.of(Width.sums(9), Width.sums(1)), seed)).isGreaterThan(5e-3);
        }
        assertThat(deep).isLessThan(3e-5);
    }
}

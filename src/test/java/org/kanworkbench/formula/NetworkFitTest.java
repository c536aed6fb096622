package org.kanworkbench.formula;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kanworkbench.expression.ExpressionParser;
import org.kanworkbench.expression.RealFunction;
import org.kanworkbench.formula.network.CandidateFunction;
import org.kanworkbench.formula.network.Edge;
import org.kanworkbench.formula.network.Knots;
import org.kanworkbench.formula.network.MultKan;
import org.kanworkbench.formula.network.MultKan.Place;
import org.kanworkbench.formula.network.MultKan.Width;
import org.kanworkbench.formula.network.Sparsity;

/** What networks of a given shape can learn: pykan's example of depth. {@code -Dformula.seeds=5} asks for five seeds. */
@EnabledIfSystemProperty(named = "formula.seeds", matches = "\\d+")
class NetworkFitTest {

    private static final int ROWS = 1000;
    /** Of them, those that starts are chosen by. */
    private static final int VALIDATION = 200;

    private static final List<String> NAMES = List.of("a", "b", "c", "d");
    /** Rounds of eight starts, until one does not get stuck, and its error then, relative to the deviation. */
    private static final int ROUNDS = 5;

    private static final double GOOD = 0.02;

    private static Samples samples(long seed) {
        RealFunction f = ExpressionParser.parse("exp((sin(pi*(a^2+b^2))+sin(pi*(c^2+d^2)))/2)")
                .compile(NAMES);
        SplittableRandom random = new SplittableRandom(seed);
        double[][] x = new double[4][];
        Arrays.setAll(x, i -> random.doubles(ROWS, -1, 1).toArray());
        double[] y = IntStream.range(0, ROWS)
                .mapToDouble(r -> f.at(new double[] {x[0][r], x[1][r], x[2][r], x[3][r]}))
                .toArray();
        return new Samples(x, y);
    }

    /** Least error on test rows over grids of 3 to 50 intervals, as long as there are fewer coefficients than rows. */
    /** The root of x² + y² at a tenth of the rows is that of a negative number to begin with. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_function_that_begins_outside_of_its_domain_finds_back(boolean lbfgs) {
        SplittableRandom random = new SplittableRandom(3);
        double[][] x = {
            random.doubles(300, -1, 1).toArray(), random.doubles(300, -1, 1).toArray()
        };
        Samples samples = new Samples(
                x,
                IntStream.range(0, 300)
                        .mapToDouble(r -> Math.hypot(x[0][r], x[1][r]))
                        .toArray());
        MultKan begun = MultKan.create(
                        new double[] {-1, -1},
                        new double[] {1, 1},
                        List.of(Width.sums(1), Width.sums(1)),
                        Knots.even(-1, 1, 5, 3),
                        1)
                .withEdge(new Place(0, 0, 0), function("x^2", 0.9, 0, 1, -0.1))
                .withEdge(new Place(0, 0, 1), function("x^2", 1.1, 0, 1, 0.02))
                .withEdge(new Place(1, 0, 0), function("sqrt", 1, 0, 1, 0));
        assertThat(NetworkFit.rmse(begun, samples)).isInfinite();
        NetworkFit fit = new NetworkFit(samples, () -> false);

        MultKan ended = lbfgs ? fit.lbfgs(begun, 50, Sparsity.NONE) : fit.leastSquares(begun, 50);

        assertThat(NetworkFit.rmse(ended, samples)).isLessThan(lbfgs ? 1e-3 : 1e-6);
    }

    private static Edge function(String name, double a, double b, double c, double d) {
        return new Edge.Function(CandidateFunction.named(name).orElseThrow(), a, b, c, d);
    }

    private static double best(List<Width> shape, long seed) {
        Samples all = samples(seed);
        Samples test = samples(seed + 100);
        FormulaSteps steps = new FormulaSteps(
                all.select(IntStream.range(VALIDATION, ROWS).toArray()),
                all.select(IntStream.range(0, VALIDATION).toArray()),
                NAMES,
                Scaling.none(NAMES.size()),
                CandidateFunction.ALL,
                () -> false);
        long began = System.nanoTime();
        List<MultKan> starts = List.of();
        for (int round = 0; round == 0 || round < ROUNDS && steps.validationError(starts.getFirst()) > GOOD; round++) {
            starts = steps.fitted(shape, List.of(Knots.even(-1, 1, 3, 3)), seed, round, List.of(), starts);
        }
        MultKan network = starts.getFirst();
        NetworkFit fit = new NetworkFit(all, () -> false).smooth();
        double least = NetworkFit.rmse(network, test);
        for (int intervals : new int[] {5, 10, 20, 50}) {
            MultKan finer = fit.refine(fit.adaptGrids(network), intervals);
            if (finer.parameterCount() > ROWS) {
                break;
            }
            network = fit.polish(finer, 30);
            double error = NetworkFit.rmse(network, test);
            System.out.printf(
                    "%s seed %d, %d intervals, %.1f s: train %.2e, test %.2e%n",
                    network, seed, intervals, (System.nanoTime() - began) / 1e9, NetworkFit.rmse(network, all), error);
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

    /** For the seeds 0 to 4; of others, some two in fifteen reach beyond their grids at a few test rows, see docs/formulas.md. */
    @Test
    void three_layers_learn_what_two_do_not() {
        for (int seed = Integer.getInteger("formula.first", 0); seed < Integer.getInteger("formula.seeds"); seed++) {
            assertThat(best(List.of(Width.sums(2), Width.sums(1), Width.sums(1)), seed))
                    .as("seed %d", seed)
                    .isLessThan(3e-5);
            assertThat(best(List.of(Width.sums(9), Width.sums(1)), seed)).isGreaterThan(5e-3);
        }
    }
}

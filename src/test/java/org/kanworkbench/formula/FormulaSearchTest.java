package org.kanworkbench.formula;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kanworkbench.expression.ExpressionParser;
import org.kanworkbench.expression.Notation;
import org.kanworkbench.expression.RealFunction;
import org.kanworkbench.formula.FormulaSearch.Result;
import org.kanworkbench.formula.FormulaSearch.Settings;
import org.kanworkbench.formula.network.CandidateFunction;

/** Equations from their values. {@code -Dformula.seeds=5} tries each with so many seeds. */
class FormulaSearchTest {

    private static final int SEEDS = Integer.getInteger("formula.seeds", 1);

    private static Samples samples(
            String formula, List<String> names, double low, double high, long seed, double noise) {
        RealFunction function = ExpressionParser.parse(formula).compile(names);
        SplittableRandom random = new SplittableRandom(seed);
        double[][] x = new double[names.size()][1000];
        double[] y = new double[1000];
        double[] row = new double[names.size()];
        for (int r = 0; r < y.length; r++) {
            for (int i = 0; i < row.length; i++) {
                row[i] = low + (high - low) * random.nextDouble();
                x[i][r] = row[i];
            }
            y[r] = function.at(row);
        }
        double deviation = new Samples(x, y).deviation();
        for (int r = 0; r < y.length; r++) {
            y[r] += noise * deviation * random.nextGaussian();
        }
        return new Samples(x, y);
    }

    private static Result search(Samples all, List<String> names, long seed, int complexity) {
        return new FormulaSearch(
                        all.select(IntStream.range(0, 800).toArray()),
                        all.select(IntStream.range(800, 1000).toArray()),
                        names,
                        new Settings(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                seed,
                                complexity,
                                CandidateFunction.ALL,
                                60),
                        _ -> {},
                        () -> false)
                .run();
    }

    @Test
    void constants_are_fitted_though_a_root_has_no_slope_in_a_row() {
        List<String> names = List.of("x", "y");
        double[][] x = new double[2][25];
        double[] y = new double[25];
        RealFunction function = ExpressionParser.parse("sqrt(2*x^2 + 3*y^2)").compile(names);
        for (int r = 0; r < y.length; r++) {
            x[0][r] = r % 5 - 2;
            x[1][r] = r / 5 - 2;
            y[r] = function.at(x[0][r], x[1][r]);
        }
        Samples samples = new Samples(x, y);
        Formula start = new Formula(ExpressionParser.parse("sqrt(1.71*x^2 + 3.29*y^2)"), names);

        assertThat(ConstantFit.simplest(start, samples, true, () -> false).rmse(samples))
                .isLessThan(1e-6);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            exp(sin(pi*x) + y^2)      | x,y   | -1   | 1   | exp(y**2 + sin(pi*x))
            (u+v)/(1+u*v)             | u,v   | -0.9 | 0.9 | tanh(atanh(u) + atanh(v))
            x*y                       | x,y   | -1   | 1   | x*y
            x*y+1                     | x,y   | -1   | 1   | x*y + 1
            sqrt(x^2+y^2)             | x,y   | -1   | 1   | sqrt(x**2 + y**2)
            sin(2*(log(x)+log(y)))    | x,y   | 0.2  | 5   | sin(2*log(x) + 2*log(y))
            x^2+0.3*y+0.1*z^3         | w,x,y,z | -1 | 1   | 0.3*y + x**2 + 0.1*z**3
            exp(j0(20*x)+y^2)         | x,y   | -1   | 1   | exp(y**2 + besselj(0, 20*x))
            """)
    void equations_are_found_exactly(String formula, String names, double low, double high, String expected) {
        List<String> inputs = List.of(names.split(","));
        int found = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            Samples all = samples(formula, inputs, low, high, seed + 1, 0);
            Samples test = samples(formula, inputs, low, high, 99, 0);
            Optional<Found> best = search(all, inputs, seed, 60).best();
            String text = best.map(f -> Notation.SYMPY.print(f.formula().expression()))
                    .orElse("none");
            System.out.println(formula + ", seed " + seed + ": " + text);
            if (text.equals(expected)) {
                assertThat(best.get().formula().rmse(test)).isLessThan(FormulaSearch.EXACT * test.deviation());
                found++;
            }
        }
        assertThat(found).isGreaterThanOrEqualTo(SEEDS == 1 ? 1 : SEEDS - 1);
    }

    /** Noise is not taken for structure: of noisy values comes the formula that they were made of. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            exp(sin(pi*x) + y^2) | x,y | -1   | 1   | 0.1  | exp(y**2 + sin(pi*x))
            (u+v)/(1+u*v)        | u,v | -0.9 | 0.9 | 0.05 | tanh(atanh(u) + atanh(v))
            """)
    void noisy_values_lead_to_their_formula(
            String formula, String names, double low, double high, double noise, String expected) {
        List<String> inputs = List.of(names.split(","));
        Samples clean = samples(formula, inputs, low, high, 99, 0);
        Result result = search(samples(formula, inputs, low, high, 3, noise), inputs, 0, 60);
        Formula found = result.best().orElseThrow().formula();

        assertThat(Notation.SYMPY.print(found.expression())).isEqualTo(expected);
        assertThat(found.rmse(clean)).isLessThan(1e-3 * clean.rmse(result.networkValues(clean)));
    }

    @Test
    void a_limit_of_complexity_is_kept_and_the_front_falls() {
        List<String> names = List.of("x", "y", "z");
        Result result = search(samples("x^2 + 0.3*y + 0.1*z^3", names, -1, 1, 1, 0), names, 0, 7);

        assertThat(result.best().orElseThrow().complexity()).isLessThanOrEqualTo(7);
        List<Found> front = new ArrayList<>(result.front());
        for (int i = 1; i < front.size(); i++) {
            assertThat(front.get(i).complexity()).isGreaterThan(front.get(i - 1).complexity());
            assertThat(front.get(i).validationRmse())
                    .isLessThan(front.get(i - 1).validationRmse());
        }
    }

    @ParameterizedTest
    @CsvSource({"exp(sin(4*x)), -1, 1", "log(cos(3*x) + 2), -2, 2", "1/(x**4 + 1), -2, 2"})
    void a_function_of_a_function_of_one_input_is_found(String formula, double low, double high) {
        List<String> inputs = List.of("x");
        Samples all = samples(formula.replace("**", "^"), inputs, low, high, 1, 0);
        Found best = search(all, inputs, 0, 60).best().orElseThrow();
        assertThat(Notation.SYMPY.print(best.formula().expression())).isEqualTo(formula);
        assertThat(best.functions().edges()).as("the network that computes it").isEqualTo(2);
    }

    /** The exact one needs three edges and complexity 8: no larger network is tried, but smaller ones are. */
    @Test
    void a_limit_below_the_exact_formula_ends_the_search_with_what_is_simple_enough() {
        List<String> names = List.of("x", "y");
        Samples all = samples("exp(sin(pi*x) + y^2)", names, -1, 1, 1, 0);
        List<String> shapes = new ArrayList<>();
        Result result = new FormulaSearch(
                        all.select(IntStream.range(0, 800).toArray()),
                        all.select(IntStream.range(800, 1000).toArray()),
                        names,
                        new Settings(
                                Optional.empty(), Optional.empty(), Optional.empty(), 0, 7, CandidateFunction.ALL, 60),
                        stage -> shapes.add(stage.network().toString()),
                        () -> false)
                .run();

        assertThat(result.best().orElseThrow().complexity()).isLessThanOrEqualTo(7);
        assertThat(result.front().getLast().complexity()).isEqualTo(8);
        assertThat(result.timedOut()).isFalse();
        assertThat(shapes).doesNotContain("2, 2, 1, 1");
    }

    @Test
    void what_was_found_until_it_is_stopped_is_the_result() {
        List<String> names = List.of("x", "y");
        Samples all = samples("x*y", names, -1, 1, 1, 0);
        Settings minute =
                new Settings(Optional.empty(), Optional.empty(), Optional.empty(), 0, 60, CandidateFunction.ALL, 60);
        Result result = new FormulaSearch(all, all, names, minute, _ -> {}, () -> true).run();

        assertThat(result.best()).isEmpty();
        assertThat(result.timedOut()).as("stopped, not late").isFalse();
    }

    @Test
    void a_search_that_ends_with_its_time_says_so() {
        List<String> names = List.of("x", "y");
        Samples all = samples("exp(sin(pi*x)+y^2)", names, -1, 1, 1, 0);
        Settings none =
                new Settings(Optional.empty(), Optional.empty(), Optional.empty(), 0, 60, CandidateFunction.ALL, 0);

        assertThat(new FormulaSearch(all, all, names, none, _ -> {}, () -> false)
                        .run()
                        .timedOut())
                .isTrue();
    }
}

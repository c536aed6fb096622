package org.kanworkbench.search.sampler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.stream.IntStream;
import org.hipparchus.stat.descriptive.rank.Median;
import org.hipparchus.stat.inference.MannWhitneyUTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Samplers against random search, by Mann and Whitney's test over seeds. {@code -Dsearch.full=true} compares on all
 * functions, and prints.
 */
class SamplerComparisonTest {

    private static final int TRIALS = 100;
    private static final int SEEDS = Boolean.getBoolean("search.full") ? 30 : 12;

    private static double[] bests(TestFunction function, Samplers sampler, int seeds) {
        return IntStream.range(0, seeds)
                .mapToDouble(seed -> function.best(sampler, TRIALS, seed))
                .toArray();
    }

    private static double p(double[] a, double[] b) {
        return new MannWhitneyUTest().mannWhitneyUTest(a, b);
    }

    @Test
    void tpe_is_better_than_random_search() {
        TestFunction[] functions = Boolean.getBoolean("search.full")
                ? TestFunction.values()
                : new TestFunction[] {TestFunction.SPHERE, TestFunction.NETWORK};
        int better = 0;
        int significant = 0;
        for (TestFunction function : functions) {
            double[] tpe = bests(function, Samplers.TPE, SEEDS);
            double[] random = bests(function, Samplers.RANDOM, SEEDS);
            double tpeMedian = new Median().evaluate(tpe) - function.least;
            double randomMedian = new Median().evaluate(random) - function.least;
            double p = p(tpe, random);
            better += tpeMedian < randomMedian ? 1 : 0;
            significant += tpeMedian < randomMedian && p < 0.05 ? 1 : 0;
            if (Boolean.getBoolean("search.full")) {
                System.out.printf(
                        Locale.ROOT, "%-16s tpe %.4f random %.4f p %.2g%n", function, tpeMedian, randomMedian, p);
            }
        }
        assertThat(better).isGreaterThanOrEqualTo(functions.length * 8 / 10);
        assertThat(significant).isGreaterThanOrEqualTo(functions.length * 6 / 10);
    }

    @ParameterizedTest
    @EnumSource(
            value = TestFunction.class,
            names = {"SPHERE", "ELLIPSOID"})
    void cma_es_is_better_than_random_search(TestFunction function) {
        double[] cmaes = bests(function, Samplers.CMA_ES, 10);
        double[] random = bests(function, Samplers.RANDOM, 10);

        assertThat(new Median().evaluate(cmaes)).isLessThan(new Median().evaluate(random));
        assertThat(p(cmaes, random)).isLessThan(0.01);
    }
}

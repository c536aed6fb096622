package org.kanworkbench.search.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.kanworkbench.search.space.Dimension;
import org.kanworkbench.search.space.Domain;
import org.kanworkbench.search.space.Space;

class SamplersTest {

    private static final Domain.Numbers UNIT = new Domain.Numbers(0, 1, false, false);
    private static final Domain.Choice LETTERS = new Domain.Choice(List.of("a", "b", "c"));

    @Test
    void without_observations_the_density_is_the_priors() {
        ParzenEstimator prior = new ParzenEstimator(UNIT, List.of());

        // A normal distribution around the middle, as wide as the range, cut off at its ends.
        double within = 0.3829249225480262;
        assertThat(Math.exp(prior.logDensity(0.5))).isCloseTo(0.3989422804014327 / within, within(1e-9));
        assertThat(Math.exp(prior.logDensity(0.0))).isCloseTo(0.3520653267642995 / within, within(1e-9));
        assertThat(Math.exp(new ParzenEstimator(LETTERS, List.of()).logDensity("b")))
                .isCloseTo(1.0 / 3, within(1e-12));
    }

    @Test
    void kernels_are_as_wide_as_the_larger_gap_to_their_neighbours() {
        // Sorted with the prior: 0.2, 0.5 (prior), 0.6. Widths: 0.3 (first: to the right alone), 1 (prior), 0.25: the
        // last
        // one's gap to the left, 0.1, is narrower than the least, 1 / (1 + 3).
        ParzenEstimator estimator = new ParzenEstimator(UNIT, List.of(0.6, 0.2));

        double expected = (normal(0.4, 0.6, 0.25) + normal(0.4, 0.2, 0.3) + normal(0.4, 0.5, 1)) / 3;
        assertThat(Math.exp(estimator.logDensity(0.4))).isCloseTo(expected, within(1e-9));
    }

    /** A normal density cut off at 0 and 1, by summation of a fine grid. */
    private static double normal(double x, double mu, double sigma) {
        int cells = 1_000_000;
        double sum = IntStream.range(0, cells)
                .mapToDouble(i -> Math.exp(-0.5 * Math.pow(((i + 0.5) / cells - mu) / sigma, 2)))
                .sum();
        return Math.exp(-0.5 * Math.pow((x - mu) / sigma, 2)) / (sum / cells);
    }

    @Test
    void choices_share_the_priors_weight() {
        ParzenEstimator estimator = new ParzenEstimator(LETTERS, List.of("a", "a", "c"));

        // Four kernels of equal weight; an observed one has 1 + 1/4 of 1 + 3/4, the others 1/4.
        double a = (2 * 1.25 / 1.75 + 0.25 / 1.75 + 1.0 / 3) / 4;
        assertThat(Math.exp(estimator.logDensity("a"))).isCloseTo(a, within(1e-12));
    }

    @Test
    void old_observations_count_less_than_the_newest_25() {
        List<Object> observed = new ArrayList<>();
        IntStream.range(0, 5).forEach(_ -> observed.add("a"));
        IntStream.range(0, 25).forEach(_ -> observed.add("b"));
        ParzenEstimator estimator = new ParzenEstimator(LETTERS, observed);

        // The five oldest weigh 1/30 to 1 in even steps, as NumPy's linspace.
        double old = 5 * (1.0 / 30 + 1) / 2;
        double sum = old + 25 + 1;
        double prior = 1.0 / 31;
        double b = (25 * (1 + prior) / (1 + 3 * prior) + old * prior / (1 + 3 * prior) + 1.0 / 3) / sum;
        assertThat(Math.exp(estimator.logDensity("b"))).isCloseTo(b, within(1e-12));
    }

    @Test
    void what_is_drawn_has_the_density_that_is_told() {
        Domain.Numbers widths = new Domain.Numbers(1, 20, true, true);
        ParzenEstimator estimator = new ParzenEstimator(widths, List.of(3, 4, 12));
        SplittableRandom random = new SplittableRandom(1);
        int[] counts = new int[21];
        int draws = 40_000;
        for (int i = 0; i < draws; i++) {
            counts[(int) estimator.sample(random)]++;
        }

        double sum = 0;
        for (int n = 1; n <= 20; n++) {
            double p = Math.exp(estimator.logDensity(n));
            sum += p;
            assertThat((double) counts[n] / draws).isCloseTo(p, within(5 * Math.sqrt(p / draws) + 1e-4));
        }
        assertThat(sum).isCloseTo(1, within(1e-9));
    }

    private static Observation complete(double loss) {
        return new Observation(Map.of("x", loss), true, 5, List.of(loss));
    }

    @Test
    void a_tenth_is_good_and_pruned_trials_follow_those_that_ran_longer() {
        List<Observation> trials = new ArrayList<>();
        IntStream.range(0, 2).forEach(i -> trials.add(complete(9 - i)));
        for (int i = 0; i < 28; i++) {
            trials.add(new Observation(Map.of(), false, 1 + i % 4, List.of(i == 6 ? -1.0 : i)));
        }

        // Three of 30: the two complete ones, and of those with four epochs the one with the least loss.
        boolean[] best = TpeSampler.best(trials);
        assertThat(IntStream.range(0, 30).filter(i -> best[i])).containsExactly(0, 1, 2 + 3);
    }

    @Test
    void a_range_of_one_number_is_that_number() {
        Space space = new Space(
                List.of(new Dimension("x", UNIT), new Dimension("lr", new Domain.Numbers(0.1, 0.1, true, false))));
        List<Optional<Observation>> before = IntStream.range(0, 12)
                .mapToObj(i ->
                        Optional.of(new Observation(Map.of("x", i / 12.0, "lr", 0.1), true, 5, List.of((double) i))))
                .toList();

        assertThat(new TpeSampler(space, 1).suggest(12, before)).containsEntry("lr", 0.1);
    }

    @Test
    void of_two_objectives_the_first_fronts_are_good() {
        List<Observation> trials = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            trials.add(new Observation(Map.of(), true, 1, List.of((double) i, i == 0 ? 9.0 : i == 7 ? 1.0 : 20.0 + i)));
        }

        boolean[] best = TpeSampler.best(trials);
        assertThat(IntStream.range(0, 20).filter(i -> best[i])).containsExactly(0, 7);
        assertThat(ParetoFront.of(List.of(List.of(1.0, 2.0), List.of(2.0, 1.0), List.of(2.0, 2.0), List.of(1.0, 2.0))))
                .containsExactly(0, 1, 3);
    }

    @Test
    void a_grid_has_every_combination_once() {
        Space space = new Space(List.of(
                new Dimension("kind", new Domain.Choice(List.of("a", "b"))),
                new Dimension("rate", new Domain.Numbers(1e-4, 1, true, false)),
                new Dimension("width", new Domain.Numbers(2, 4, false, true), Map.of("kind", List.of("b")))));
        Sampler grid = Samplers.GRID.of(space, 0);
        Set<Map<String, Object>> all = new HashSet<>();
        for (int i = 0; i < grid.most(); i++) {
            all.add(grid.suggest(i, List.of()));
        }

        assertThat(grid.most()).isEqualTo(5 + 5 * 3);
        assertThat(all).hasSize(20).contains(Map.of("kind", "b", "rate", 0.01, "width", 3));
    }

    @Test
    void cma_es_takes_a_failed_trial_for_the_worst_that_was_known_then() {
        Sampler sampler = Samplers.CMA_ES.of(TestFunction.SPHERE.space(), 1);
        List<Optional<Observation>> known = new ArrayList<>();
        IntStream.range(0, 9).forEach(i -> known.add(Optional.of(complete(i))));
        known.set(0, Optional.empty());
        known.set(3, Optional.empty());
        known.set(6, Optional.empty());
        Map<String, Object> proposed = sampler.suggest(9, known);
        known.add(Optional.of(complete(1e6)));

        assertThat(sampler.suggest(9, known)).isEqualTo(proposed);
    }

    @Test
    void cma_es_refuses_choices_and_proposes_a_generation_at_once() {
        Space choice = new Space(List.of(new Dimension("kind", LETTERS)));
        assertThatThrownBy(() -> Samplers.CMA_ES.of(choice, 0))
                .hasMessage("CMA-ES searches numbers without conditions, which kind is not: choose another sampler");

        Sampler sampler = Samplers.CMA_ES.of(TestFunction.SPHERE.space(), 1);
        assertThat(IntStream.range(0, 18).map(i -> sampler.after(i, 4)))
                .containsExactly(0, 1, 1, 1, 1, 1, 1, 1, 1, 9, 9, 9, 9, 9, 9, 9, 9, 17);
        List<Optional<Observation>> first = List.of(Optional.of(complete(3)));
        Set<Map<String, Object>> generation = new HashSet<>();
        IntStream.range(1, 9).forEach(i -> generation.add(sampler.suggest(i, first)));
        assertThat(generation).hasSize(8);
    }
}

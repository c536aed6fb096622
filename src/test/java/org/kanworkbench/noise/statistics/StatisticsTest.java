package org.kanworkbench.noise.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;
import org.kanworkbench.bench.noise.AaTestMeasurement;
import org.kanworkbench.network.Activation;
import org.kanworkbench.noise.NoisePlace;
import org.kanworkbench.noise.NoiseShape;
import org.kanworkbench.noise.NoiseUnit;
import org.kanworkbench.noise.contender.Contender;
import org.kanworkbench.noise.contender.KanContender;
import org.kanworkbench.noise.contender.Match;
import org.kanworkbench.noise.contender.MlpContender;
import org.kanworkbench.noise.fit.FitRow;
import org.kanworkbench.noise.fit.Tuning;
import org.kanworkbench.noise.sweep.FinishedFit;
import org.kanworkbench.noise.sweep.SweepConfiguration;
import org.kanworkbench.noise.target.StandardFunction;
import org.kanworkbench.noise.target.Target;
import org.kanworkbench.noise.training.Budget;
import org.kanworkbench.statistics.Bootstrap;
import org.kanworkbench.statistics.Interval;
import org.kanworkbench.statistics.SignFlipTest;
import org.kanworkbench.statistics.StudentInterval;
import org.kanworkbench.training.Configuration;

class StatisticsTest {

    private static final Contender KAN = new KanContender("kal-net", List.of(4));
    private static final Contender MLP = new MlpContender("mlp", Activation.RELU, List.of(4));

    @Test
    void the_sign_flip_test_counts_patterns() {
        assertThat(SignFlipTest.p(new double[] {1, 1, 1, 1, 1, 1, 1, 1})).isEqualTo(2 / 256.0);
        // Of the eight sums ±3±2±1, six reach 2: all but 0 and 0.
        assertThat(SignFlipTest.p(new double[] {3, -2, 1})).isEqualTo(6 / 8.0);
        assertThat(SignFlipTest.p(new double[] {0, 0, 0})).isEqualTo(1);
        assertThat(SignFlipTest.p(new double[] {Double.NaN, 1, 2})).isEqualTo(1);
        double[] many = new double[40];
        Arrays.fill(many, 0.1);
        assertThat(SignFlipTest.p(many)).isLessThan(1e-4);
        assertThat(SignFlipTest.fewest(0.01)).isEqualTo(8);
    }

    @Test
    void bootstrap_intervals_hold_the_mean_about_as_often_as_they_say() {
        SplittableRandom random = new SplittableRandom(5);
        int held = 0;
        for (int trial = 0; trial < 400; trial++) {
            double[] values = random.doubles(30).map(u -> -Math.log(1 - u)).toArray();
            held += Bootstrap.mean(values, 0.95).contains(1) ? 1 : 0;
        }
        // Thirty skewed values: the literature has 92 to 95 % for BCa.
        assertThat(held / 400.0).isBetween(0.90, 0.97);
    }

    @Test
    void the_bootstrap_s_interval_of_two_values_lies_evenly_about_their_mean_however_that_is_rounded() {
        Interval interval = Bootstrap.mean(new double[] {2.1778183863269495e-4, 3.8173341097543135e-4}, 0.95);

        assertThat(interval).isEqualTo(new Interval(2.1778183863269495e-4, 3.8173341097543135e-4));
    }

    @Test
    void student_s_interval_has_its_tabled_width() {
        // Mean 2, standard deviation 1, n 3: 2 ± 4.303/√3.
        Interval interval = StudentInterval.mean(new double[] {1, 2, 3}, 0.95);

        assertThat(interval.low()).isCloseTo(2 - 4.3027 / Math.sqrt(3), within(1e-3));
        assertThat(interval.high()).isCloseTo(2 + 4.3027 / Math.sqrt(3), within(1e-3));
    }

    /** Twins in small real sweeps. By the binomial distribution with 2 %, three or more of thirty have p = 0.02. */
    @Test
    void one_model_under_two_names_is_found_to_be_no_different() throws Exception {
        assertThat(AaTestMeasurement.noDifference(30, 0, 2)).isGreaterThanOrEqualTo(28);
    }

    @Test
    void a_difference_that_is_there_is_found_and_told_level_by_level() {
        // The KAN is 3 dB ahead at little noise and 2 dB behind at much.
        SweepSummary summary = summary(10, (level, wobble) -> (level < 0.5 ? 3 : -2) + wobble, 0.5);

        assertThat(summary.verdict().outcome()).isEqualTo(Verdict.Outcome.FIRST_BETTER);
        assertThat(summary.verdict().sentence())
                .startsWith("Kal-net did better than mlp")
                .endsWith("By noise level (* significant): kal-net ahead at 0.1*; mlp ahead at 0.9*.");
        assertThat(summary.overall().orElseThrow().decibels()).isCloseTo(0.5, within(0.3));
        assertThat(summary.overall().orElseThrow().wins()).isEqualTo(0.5);
        assertThat(summary.byLevel()).allMatch(LevelDifference::clear);
        assertThat(summary.pairs())
                .as("of the same confidence as the verdict")
                .extracting(Difference::interval)
                .containsExactly(summary.overall().orElseThrow().interval());
    }

    @Test
    void the_better_side_is_named_whichever_it_is() {
        SweepSummary summary = summary(10, (_, wobble) -> -1 + wobble, 0.3);

        assertThat(summary.verdict().sentence()).startsWith("Mlp did better than kal-net (kal-net minus mlp: −");
        assertThat(summary.verdict().outcome()).isEqualTo(Verdict.Outcome.SECOND_BETTER);
    }

    @Test
    void the_error_of_all_targets_is_that_of_no_single_one_whatever_their_scales() {
        SweepConfiguration one = configuration(8, List.of(100));
        SweepConfiguration two = new SweepConfiguration(
                List.of(new Target.Standard(StandardFunction.STEP), new Target.Standard(StandardFunction.FRIEDMAN_1)),
                one.place(),
                one.shape(),
                one.unit(),
                one.levels(),
                one.rows(),
                one.contenders(),
                one.seeds(),
                one.firstSeed(),
                one.budget(),
                one.tuning(),
                one.timed(),
                one.engine());
        List<FinishedFit> fits = new ArrayList<>(fits(one, (_, wobble) -> wobble, 1));
        for (FinishedFit fit : List.copyOf(fits)) {
            FitRow row = fit.row();
            fits.add(new FinishedFit(
                    new FitRow(
                            "friedman-1",
                            row.model(),
                            row.noise(),
                            row.rows(),
                            row.seed(),
                            row.parameters(),
                            row.flops(),
                            row.setting(),
                            row.trainMse(),
                            row.validationMse(),
                            1e4 * row.testMse(),
                            row.snrDb(),
                            row.diverged()),
                    1));
        }

        List<Band> bands = SweepStatistics.summarize(two, fits).bands();
        Band step = SweepStatistics.summarize(one, fits).bands().getFirst();

        assertThat(bands.getFirst().target()).isEmpty();
        assertThat(bands.getFirst().mse()).isCloseTo(100 * step.mse(), within(1e-9));
        assertThat(bands.getFirst().mseInterval().high())
                .isCloseTo(100 * step.mseInterval().high(), within(1e-9));
    }

    @Test
    void a_lead_without_noise_decides_nothing_about_noise_and_is_told_beside_the_levels_where_the_other_leads() {
        SweepConfiguration configuration = configuration(10, List.of(100), List.of(KAN, MLP), List.of(0.0, 0.1, 0.9));
        List<FinishedFit> fits =
                fits(configuration, (level, wobble) -> (level == 0 ? 10 : level == 0.1 ? 1 : -1) + 4 * wobble, 0.5);
        SweepSummary summary = SweepStatistics.summarize(configuration, fits);

        assertThat(summary.verdict().outcome()).isEqualTo(Verdict.Outcome.NO_DIFFERENCE);
        assertThat(summary.verdict().sentence())
                .contains("2 noise levels, clean data left out).")
                .endsWith("By noise level (* significant): kal-net ahead at 0*, 0.1; mlp ahead at 0.9.");
        assertThat(summary.overall().orElseThrow().decibels()).isCloseTo(0, within(1.0));
        assertThat(summary.byLevel()).hasSize(3);
    }

    @Test
    void in_decibels_clean_data_are_a_level_without_noise() {
        SweepConfiguration zero = configuration(10, List.of(100), List.of(KAN, MLP), List.of(0.1));
        SweepConfiguration configuration = new SweepConfiguration(
                zero.targets(),
                zero.place(),
                zero.shape(),
                NoiseUnit.SNR_DB,
                List.of(Double.POSITIVE_INFINITY, 20.0),
                zero.rows(),
                zero.contenders(),
                zero.seeds(),
                zero.firstSeed(),
                zero.budget(),
                zero.tuning(),
                zero.timed(),
                zero.engine());
        SweepSummary summary =
                SweepStatistics.summarize(configuration, fits(configuration, (_, wobble) -> 3 + wobble, 0.1));

        assertThat(summary.verdict().sentence()).endsWith("kal-net ahead at no noise*, 20 dB*.");
    }

    @Test
    void too_few_seeds_decide_nothing() {
        assertThat(summary(7, (_, wobble) -> 5 + wobble, 0.1).verdict().outcome())
                .isEqualTo(Verdict.Outcome.UNDECIDED);
    }

    @Test
    void seeds_that_are_not_complete_do_not_count() {
        SweepConfiguration configuration = configuration(10, List.of(100));
        List<FinishedFit> fits = fits(configuration, (_, wobble) -> 5 + wobble, 0.1);

        assertThat(SweepStatistics.summarize(configuration, fits.subList(0, fits.size() - 1))
                        .seeds())
                .isEqualTo(9);
        assertThat(SweepStatistics.summarize(configuration, List.of()).bands()).isEmpty();
    }

    @Test
    void the_exponent_of_an_error_that_halves_with_twice_the_rows_is_minus_1() {
        SweepConfiguration configuration = configuration(8, List.of(50, 100, 200));
        SweepSummary summary = SweepStatistics.summarize(configuration, fits(configuration, (_, _) -> 0, 0));

        assertThat(summary.exponents())
                .hasSize(4)
                .allSatisfy(e -> assertThat(e.exponent()).isCloseTo(-1, within(1e-9)));
    }

    @Test
    void more_order_than_is_good_is_where_the_ratio_falls() {
        List<Contender> orders = new ArrayList<>();
        for (int order : new int[] {2, 4, 8}) {
            orders.add(new KanContender("kal-net", List.of(4)).withOrder(order).named("order " + order));
        }
        SweepConfiguration configuration = configuration(8, List.of(100), orders, List.of(0.5));
        List<FinishedFit> fits = fits(configuration, (_, wobble) -> wobble, 0.2, List.of(10.0, 12.0, 9.0));
        SweepSummary summary = SweepStatistics.summarize(configuration, fits);

        assertThat(summary.capacities()).singleElement().satisfies(c -> {
            assertThat(c.sizes()).containsExactly(2, 4, 8);
            assertThat(c.best()).isEqualTo(4);
            assertThat(c.onset()).isEqualTo(8);
        });
    }

    @Test
    void capacities_are_of_contenders_that_differ_in_their_size_alone() {
        List<Contender> contenders = new ArrayList<>();
        for (int order : new int[] {2, 4}) {
            for (KanContender kan : List.of(
                    new KanContender("kal-net", List.of(4)),
                    new KanContender("kal-net", List.of(8)),
                    new KanContender("kal-net", "kal-net", List.of(4), 0, 0, true, Match.NONE))) {
                contenders.add(kan.withOrder(order).named("model " + contenders.size()));
            }
        }
        // Its width is decided by the first model.
        contenders.add(new KanContender("kal-net", List.of(6))
                .withOrder(8)
                .named("matched")
                .withMatch(Match.parameters("model 0")));
        SweepConfiguration configuration = configuration(8, List.of(100), contenders, List.of(0.5));
        SweepSummary summary = SweepStatistics.summarize(
                configuration, fits(configuration, (_, _) -> 0, 0.2, Collections.nCopies(7, 0.0)));

        assertThat(summary.capacities())
                .extracting(Capacity::preset, Capacity::sizes)
                .containsExactly(
                        tuple("kal-net hidden 4 without norm", List.of(2, 4, 8)),
                        tuple("kal-net hidden 8 without norm", List.of(2, 4)),
                        tuple("kal-net hidden 4 normalised", List.of(2, 4)));
    }

    private static SweepSummary summary(int seeds, DoubleBinaryOperator lead, double spread) {
        SweepConfiguration configuration = configuration(seeds, List.of(100));
        return SweepStatistics.summarize(configuration, fits(configuration, lead, spread));
    }

    private static SweepConfiguration configuration(int seeds, List<Integer> rows) {
        return configuration(seeds, rows, List.of(KAN, MLP), List.of(0.1, 0.9));
    }

    private static SweepConfiguration configuration(
            int seeds, List<Integer> rows, List<Contender> contenders, List<Double> levels) {
        return new SweepConfiguration(
                List.of(new Target.Standard(StandardFunction.STEP)),
                NoisePlace.TARGETS,
                NoiseShape.GAUSSIAN,
                NoiseUnit.RELATIVE,
                levels,
                rows,
                contenders,
                seeds,
                0,
                Budget.STANDARD,
                Tuning.STANDARD,
                List.of(),
                Configuration.VECTOR);
    }

    private static List<FinishedFit> fits(SweepConfiguration configuration, DoubleBinaryOperator lead, double spread) {
        return fits(configuration, lead, spread, List.of(0.0, 0.0));
    }

    /** Made up: the first model leads by so many decibels, of level and of a seed's own wobble. */
    private static List<FinishedFit> fits(
            SweepConfiguration configuration, DoubleBinaryOperator lead, double spread, List<Double> heights) {
        SplittableRandom random = new SplittableRandom(1);
        List<FinishedFit> fits = new ArrayList<>();
        for (int seed = 0; seed < configuration.seeds(); seed++) {
            for (double level : configuration.levels()) {
                for (int rows : configuration.rows()) {
                    for (int m = 0; m < configuration.contenders().size(); m++) {
                        double wobble = spread * random.nextDouble(-1, 1);
                        double snr = 10
                                + 10 * Math.log10(rows / 100.0)
                                + heights.get(m)
                                + (m == 0 ? lead.applyAsDouble(level, wobble) : 0);
                        fits.add(new FinishedFit(
                                new FitRow(
                                        "step",
                                        configuration.contenders().get(m).name(),
                                        level,
                                        rows,
                                        seed,
                                        10,
                                        20,
                                        "",
                                        1,
                                        1,
                                        Math.pow(10, -snr / 10),
                                        snr,
                                        false),
                                1));
                    }
                }
            }
        }
        return fits;
    }
}

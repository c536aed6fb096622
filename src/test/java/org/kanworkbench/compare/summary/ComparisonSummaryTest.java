package org.kanworkbench.compare.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.compare.Comparison;
import org.kanworkbench.compare.Quantity;
import org.kanworkbench.compare.Score;
import org.kanworkbench.compare.SizedComparison;
import org.kanworkbench.compare.SizedData;
import org.kanworkbench.compare.SizedPreset;
import org.kanworkbench.compare.report.ComparisonPlots;
import org.kanworkbench.compare.report.ComparisonReport;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.plot.Plot;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Measure;

class ComparisonSummaryTest {

    private static final List<String> PRESETS = List.of("kal-net", "kac-net", "mlp");

    private static SizedComparison sized(int seeds, Measure... measures) {
        List<DataSource> sources = new ArrayList<>();
        List<SizedData> data = new ArrayList<>();
        for (Measure measure : measures) {
            sources.add(new DataSource.Function("x+" + sources.size()));
            data.add(new SizedData(
                    "x*y*" + data.size(),
                    "",
                    measure,
                    10,
                    2,
                    5,
                    3,
                    1,
                    List.of(
                            new SizedPreset("kal-net", List.of(8), 100, 1000, 0),
                            new SizedPreset("kac-net", List.of(9), 110, 900, 0),
                            new SizedPreset("mlp", List.of(30), 105, 300, 0))));
        }
        return new SizedComparison(
                new Comparison(
                        PRESETS,
                        sources,
                        seeds,
                        0,
                        Quantity.PARAMETERS,
                        0,
                        0,
                        0,
                        List.of(0.0001, 0.2, 0.3),
                        0,
                        Configuration.VECTOR),
                data);
    }

    private static Score score(int data, String preset, int seed, double test) {
        return new Score(
                data, preset, false, seed, 0.0001, test / 2, test, 10.0 + PRESETS.indexOf(preset), "" + seed, "");
    }

    private static List<Score> scores(int data, double[]... seeds) {
        List<Score> scores = new ArrayList<>();
        for (int s = 0; s < seeds.length; s++) {
            for (int p = 0; p < PRESETS.size(); p++) {
                scores.add(score(data, PRESETS.get(p), s, seeds[s][p]));
            }
        }
        return scores;
    }

    @Test
    void means_intervals_and_ranks_are_over_seeds() {
        ComparisonSummary summary = ComparisonSummary.of(
                sized(3, Measure.ACCURACY),
                scores(0, new double[] {.5, .7, .9}, new double[] {.6, .7, .8}, new double[] {.7, .6, .8}));

        Standing kal = summary.standings().stream()
                .filter(s -> s.preset().preset().equals("kal-net"))
                .findFirst()
                .orElseThrow();
        assertThat(kal.test()).isCloseTo(0.6, within(1e-12));
        assertThat(kal.validation()).isCloseTo(0.3, within(1e-12));
        // Student's t with two degrees of freedom is 4.3027.
        assertThat(kal.interval().low()).isCloseTo(0.6 - 4.3027 * 0.1 / Math.sqrt(3), within(1e-4));
        assertThat(kal.rank()).isCloseTo((3 + 3 + 2) / 3.0, within(1e-12));
        assertThat(kal.atEnd()).isTrue();
        assertThat(kal.seconds()).isEqualTo(10);
        assertThat(summary.standings())
                .extracting(s -> s.preset().preset())
                .as("best rank first")
                .containsExactly("mlp", "kac-net", "kal-net");
        assertThat(summary.equal()).isZero();
        assertThat(summary.hours()).isCloseTo(3 * 33 / 3600.0, within(1e-9));
    }

    @Test
    void a_first_training_while_the_compiler_is_at_work_does_not_count_in_the_time() {
        List<Score> scores = new ArrayList<>(
                scores(0, new double[] {.5, .7, .9}, new double[] {.6, .7, .8}, new double[] {.7, .6, .8}));
        Score cold = scores.getLast();
        scores.set(
                scores.size() - 1,
                new Score(
                        cold.data(),
                        cold.preset(),
                        cold.tuning(),
                        cold.turn(),
                        cold.learningRate(),
                        cold.validation(),
                        cold.test(),
                        100 * cold.seconds(),
                        cold.weights(),
                        cold.failure()));

        assertThat(ComparisonSummary.of(sized(3, Measure.ACCURACY), scores).standings())
                .extracting(Standing::seconds)
                .containsExactlyInAnyOrder(10.0, 11.0, 12.0);
    }

    @Test
    void of_errors_the_smallest_is_best() {
        ComparisonSummary summary = ComparisonSummary.of(sized(1, Measure.RMSE), scores(0, new double[] {3, 1, 2}));

        assertThat(summary.standings())
                .extracting(s -> s.preset().preset())
                .containsExactly("kac-net", "mlp", "kal-net");
        assertThat(summary.standings().getFirst().interval().low()).isInfinite();
        assertThat(summary.verdict()).contains("1 seed of 3 presets cannot show a significant difference");
    }

    @Test
    void the_verdict_names_who_differs_from_the_best_and_from_the_MLP() {
        double[] order = {.9, .8, .7};
        ComparisonSummary summary =
                ComparisonSummary.of(sized(5, Measure.ACCURACY), scores(0, order, order, order, order, order));

        assertThat(summary.verdict())
                // 6 of 6⁵ orders are as extreme.
                .containsPattern(
                        "the presets differ \\(Friedman's test, p (= 0.001|< 0.001), 5 seeds, critical difference of mean ranks 1\\.[56]\\)")
                .contains("Best mean rank: kal-net (1); not significantly different from it: kac-net.")
                .contains("Significantly ahead of the MLP: kal-net; behind it: none.");
        double[] other = {.7, .9, .8};
        assertThat(ComparisonSummary.of(sized(4, Measure.ACCURACY), scores(0, order, other, order, other))
                        .verdict())
                .contains("no significant difference");
    }

    @Test
    void data_sets_are_ranked_one_by_one_and_together() {
        double[] order = {.9, .8, .7};
        List<Score> scores = new ArrayList<>(scores(0, order, order, order));
        scores.addAll(scores(1, order, order, order));
        ComparisonSummary summary = ComparisonSummary.of(sized(3, Measure.ACCURACY, Measure.RMSE), scores);

        assertThat(summary.standings(0).getFirst().preset().preset()).isEqualTo("kal-net");
        assertThat(summary.standings(1).getFirst().preset().preset()).isEqualTo("mlp");
        assertThat(summary.overall().orElseThrow().meanRanks()).containsExactly(2, 2, 2);
        assertThat(summary.verdict())
                .contains("All data sets: no significant difference")
                .contains("p = 1.000, 6 rankings)");
    }

    @Test
    void seeds_count_when_all_presets_have_them_and_what_diverged_comes_last() {
        List<Score> scores = new ArrayList<>(scores(0, new double[] {.9, .8, .7}));
        scores.add(score(0, "kal-net", 1, .1));
        assertThat(ComparisonSummary.of(sized(2, Measure.ACCURACY), scores)
                        .tests()
                        .getFirst())
                .hasValueSatisfying(test -> assertThat(test.blocks()).isEqualTo(1));

        scores.set(0, new Score(0, "kal-net", false, 0, 0.1, 0, 0, 0, "", "diverged"));
        ComparisonSummary summary = ComparisonSummary.of(sized(2, Measure.ACCURACY), scores);
        Standing kal = summary.standings().getLast();
        assertThat(kal.preset().preset()).isEqualTo("kal-net");
        assertThat(kal.failed()).isEqualTo(1);
        assertThat(kal.test()).as("of the seed that did not").isEqualTo(.1);
        assertThat(ComparisonSummary.of(sized(2, Measure.ACCURACY), List.of()).verdict())
                .contains("no seed is complete yet");
    }

    @Test
    void seeds_with_the_same_weights_are_told() {
        Score first = score(0, "mlp", 0, .9);
        Score twin = new Score(0, "mlp", false, 1, 0.1, .5, .9, 1, first.weights(), "");

        assertThat(ComparisonSummary.of(sized(2, Measure.ACCURACY), List.of(first, twin))
                        .equal())
                .isEqualTo(1);
    }

    @Test
    void the_front_has_what_nothing_cheaper_beats() {
        ComparisonSummary summary =
                ComparisonSummary.of(sized(1, Measure.ACCURACY), scores(0, new double[] {.8, .7, .9}));

        // Times are 10, 11, 12.
        assertThat(ComparisonSummary.front(summary.standings(), Measure.ACCURACY, Standing::seconds))
                .extracting(s -> s.preset().preset())
                .containsExactlyInAnyOrder("kal-net", "mlp");
        Plot parameters = ComparisonPlots.of(summary).get(1);
        assertThat(parameters.curves().getFirst().x()).containsExactly(100, 105);
        assertThat(parameters.points()).hasSize(3);
        assertThat(parameters.possibleY()).as("an accuracy, %").isEqualTo(100);
    }

    @TempDir
    private Path folder;

    @Test
    void the_table_takes_the_place_of_the_last_one_in_a_page() throws Exception {
        ComparisonSummary summary =
                ComparisonSummary.of(sized(1, Measure.ACCURACY), scores(0, new double[] {.8, .7, .9}));
        Path page = folder.resolve("zoo.md");
        Files.writeString(page, "# Zoo\n\nBefore.\n");

        new ComparisonReport(summary, "compare one").insert(page);
        String once = Files.readString(page);
        assertThat(once)
                .startsWith("# Zoo\n\nBefore.\n")
                .contains(
                        "    compare one\n",
                        "| mlp | 1.00 | 90.00 % |",
                        "0.0001, 0.2, 0.3",
                        "with 1 seed, ",
                        "\nx\\*y\\*0: ",
                        "each on one core");
        Files.writeString(page, once + "\nAfter.\n");
        new ComparisonReport(summary, "compare two").insert(page);
        assertThat(Files.readString(page)).isEqualTo((once + "\nAfter.\n").replace("compare one", "compare two"));
    }

    @Test
    void equal_scores_have_no_interval_that_anybody_could_take_for_certainty() {
        ComparisonSummary summary = ComparisonSummary.of(
                sized(3, Measure.ACCURACY),
                scores(0, new double[] {.8, .7, .996}, new double[] {.7, .9, .996}, new double[] {.7, .9, .996}));
        assertThat(new ComparisonReport(summary, "").table(0))
                .extracting(List::getFirst, row -> row.get(3).equals("all seeds equal"))
                .contains(tuple("mlp", true), tuple("kal-net", false));
    }

    @Test
    void what_failed_has_no_scores_among_the_trainings_and_a_device_is_named() throws Exception {
        SizedComparison sized = sized(1, Measure.ACCURACY);
        Comparison here = sized.comparison();
        Comparison there = new Comparison(
                here.presets(), here.data(), 1, 0, Quantity.TIME, 0, 0, 0, here.learningRates(), 0, "opencl");
        ComparisonReport report = new ComparisonReport(
                ComparisonSummary.of(
                        new SizedComparison(there, sized.data()),
                        List.of(new Score(0, "mlp", false, 0, 0.1, 0, 0, 2, "", "diverged"))),
                "");
        report.write(folder);

        assertThat(folder.resolve("trainings.csv")).content().contains("mlp,seed,0,0.1,,,2.0,,diverged");
        assertThat(folder.resolve("table.md")).content().contains("each on opencl", "medians, on opencl");
        assertThat(folder.resolve("plots/time.svg")).content().contains("training time on opencl [s]");
    }

    /** Whole units, and measurements, leave them apart. */
    @Test
    void how_far_networks_of_equal_time_are_apart_is_told() {
        SizedComparison sized = sized(1, Measure.ACCURACY);
        Comparison counted = sized.comparison();
        Comparison timed = new Comparison(
                counted.presets(), counted.data(), 1, 0, Quantity.TIME, 0, 0, 0, counted.learningRates(), 0, "vector");
        SizedData on = sized.data().getFirst();
        List<SizedPreset> presets = new ArrayList<>();
        for (SizedPreset one : on.presets()) {
            presets.add(new SizedPreset(
                    one.preset(), one.hidden(), one.parameters(), one.flops(), 40 + 10 * presets.size()));
        }
        SizedData measured = new SizedData(on.name(), "", on.measure(), 10, 2, 5, 3, 1, presets);

        assertThat(new ComparisonReport(
                                ComparisonSummary.of(new SizedComparison(timed, List.of(measured)), List.of()), "")
                        .limits()
                        .getLast())
                .contains("µs per step but for whole units (the largest has 50 % more than the smallest)");
    }

    @Test
    void the_report_is_one_page_and_a_table() throws Exception {
        ComparisonSummary summary = ComparisonSummary.of(
                sized(2, Measure.ACCURACY), scores(0, new double[] {.8, .7, .9}, new double[] {.7, .9, .8}));
        new ComparisonReport(summary, "").write(folder);

        assertThat(Files.readString(folder.resolve("report.html")))
                .contains("<svg", "Pareto front", "kac-net", "What this does not show")
                .doesNotContain("src=", "href=", "<script");
        assertThat(Files.readAllLines(folder.resolve("table.csv")))
                .hasSize(4)
                .element(1)
                .asString()
                .contains("mlp,30,105,300,2,0,1.0E-4,0.425");
        assertThat(folder.resolve("plots/time.svg")).exists();
        assertThat(folder.resolve("plots/parameters.png")).exists();
    }
}

package org.kanworkbench.app.runs.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.kanworkbench.app.WindowExtension;
import org.kanworkbench.app.chart.PlotSeries.Line;
import org.kanworkbench.app.runs.run.RunInk;
import org.kanworkbench.plot.Surface;

/** What can be read in pictures of several runs. */
@ExtendWith(WindowExtension.class)
class RunPicturesTest {

    private static final List<String> RUNS = List.of("kal-net #1", "efficient-kan #12", "mlp #3");
    private static final List<RunInk> INKS =
            List.of(new RunInk(0, Line.DENSE), new RunInk(1, Line.DENSE), new RunInk(2, Line.DENSE));
    private static final RunAxis TIME =
            new RunAxis("Time, s", List.of("0.64 s", "0.93 s", "0.7 s"), List.of(0.64, 0.93, 0.7));
    private static final RunAxis PRESET =
            new RunAxis("preset", List.of("kal-net", "efficient-kan", "mlp"), List.of(0.0, 1.0, 2.0));

    private static List<MatchResult> texts(String svg) {
        return Pattern.compile("<text x=\"([-\\d.]+)\"[^>]*text-anchor=\"(\\w+)\"[^>]*>([^<]*)</text>")
                .matcher(svg)
                .results()
                .toList();
    }

    @Test
    void the_name_of_a_run_at_the_right_is_not_cut() {
        ScatterPicture scatter = new ScatterPicture();
        scatter.resize(360, 240);
        scatter.show(RUNS, INKS, TIME, PRESET);

        MatchResult name = texts(scatter.svg()).stream()
                .filter(text -> text.group(3).equals(RUNS.get(1)))
                .findFirst()
                .orElseThrow();
        double wide = Surface.LETTER * RUNS.get(1).length();
        assertThat(Double.parseDouble(name.group(1)) + (name.group(2).equals("middle") ? wide / 2 : wide))
                .isLessThanOrEqualTo(360);
    }

    @Test
    void a_run_without_a_value_keeps_no_name_of_others_away() {
        ScatterPicture scatter = new ScatterPicture();
        scatter.resize(360, 240);
        RunAxis loss = new RunAxis("Loss", List.of("0.1", "", "0.3"), List.of(0.1, Double.NaN, 0.3));
        scatter.show(RUNS, INKS, TIME, loss);

        assertThat(texts(scatter.svg()).stream().map(text -> text.group(3)))
                .contains(RUNS.get(0), RUNS.get(2))
                .doesNotContain(RUNS.get(1));
    }

    @Test
    void words_and_logarithms_are_read_on_the_axes_as_what_they_stand_for() {
        ScatterPicture scatter = new ScatterPicture();
        scatter.resize(360, 240);
        RunAxis optimiser = new RunAxis("Optimiser", List.of("adamw", "sgd", "adamw"), List.of(0.0, 2.0, 0.0));
        RunAxis rate = new RunAxis("Rate", List.of("0.001", "0.01", "0.1"), List.of(-3.0, -2.0, -1.0), false, true);
        scatter.show(List.of("", "", ""), INKS, optimiser, rate);
        assertThat(texts(scatter.svg()).stream().map(text -> text.group(3)))
                .contains("adamw", "sgd", "0.0010", "0.010", "0.10")
                .doesNotContain("0", "1", "2", "-3", "−3", "");

        RunAxis parameters =
                new RunAxis("Parameters", List.of("1,010", "1,020", "1,990"), List.of(1010.0, 1020.0, 1990.0));
        scatter.show(List.of("", "", ""), INKS, TIME, parameters);
        assertThat(texts(scatter.svg()).stream().map(text -> text.group(3)))
                .as("numbers with units or groups of digits are no words")
                .doesNotContain("0.64 s", "0.7 s", "1,010", "1,020", "1,990");
    }

    @Test
    void a_spreadsheet_gets_numbers_and_words() {
        RunAxis rate = new RunAxis("Rate", List.of("1e−4", "", "0.1"), List.of(-4.0, Double.NaN, -1.0), false, true);

        assertThat(RunAxis.csv(List.of("a", "b", "c"), List.of(TIME, PRESET, rate))
                        .lines())
                .containsExactly(
                        "run,\"Time, s\",preset,Rate",
                        "a,0.64,kal-net,1.0E-4",
                        "b,0.93,efficient-kan,",
                        "c,0.7,mlp,0.1");
    }

    @Test
    void over_an_axis_without_its_value_a_run_has_only_a_hint_of_a_line() {
        ParallelPicture parallel = new ParallelPicture();
        parallel.resize(360, 240);
        RunAxis optimiser = new RunAxis("Optimiser", List.of("adamw", "lbfgs"), List.of(0.0, 1.0));
        RunAxis rate = new RunAxis("Rate", List.of("0.1", ""), List.of(0.1, Double.NaN));
        RunAxis score = new RunAxis("RMSE", List.of("1", "2"), List.of(1.0, 2.0));
        parallel.show(List.of("", ""), INKS.subList(0, 2), List.of(optimiser, rate, score));
        assertThat(parallel.svg()).containsOnlyOnce("stroke-dasharray=\"2.0 5.0\"");
    }

    @Test
    void no_accuracy_is_above_100_percent() {
        ScatterPicture scatter = new ScatterPicture();
        scatter.resize(360, 240);
        scatter.show(
                RUNS, INKS, TIME, new RunAxis("Accuracy, %", List.of("", "", ""), List.of(100.0, 100.0, 100.0), true));

        assertThat(texts(scatter.svg()).stream().map(text -> text.group(3)))
                .contains("90", "100")
                .doesNotContain("105", "110");
    }

    @Test
    void every_word_of_an_axis_is_written_and_of_numbers_the_ends() {
        ParallelPicture parallel = new ParallelPicture();
        parallel.resize(600, 240);
        parallel.show(RUNS, INKS, List.of(PRESET, TIME));

        assertThat(texts(parallel.svg()).stream().map(text -> text.group(3)))
                .containsExactlyInAnyOrder("preset", "Time, s", "kal-net", "efficient-kan", "mlp", "0.64 s", "0.93 s");
    }
}

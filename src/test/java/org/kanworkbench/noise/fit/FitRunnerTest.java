package org.kanworkbench.noise.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.function.Points;
import org.kanworkbench.data.function.Range;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.Presets;
import org.kanworkbench.network.cost.PredictionCost;
import org.kanworkbench.noise.Noise;
import org.kanworkbench.noise.NoisePlace;
import org.kanworkbench.noise.NoiseShape;
import org.kanworkbench.noise.NoiseUnit;
import org.kanworkbench.noise.contender.Contender;
import org.kanworkbench.noise.contender.KanContender;
import org.kanworkbench.noise.contender.Match;
import org.kanworkbench.noise.contender.MlpContender;
import org.kanworkbench.noise.contender.Sizing;
import org.kanworkbench.noise.target.StandardFunction;
import org.kanworkbench.noise.target.Target;
import org.kanworkbench.noise.training.Budget;
import org.kanworkbench.noise.training.Fitted;
import org.kanworkbench.noise.training.NetworkTask;
import org.kanworkbench.noise.training.Setting;
import org.kanworkbench.noise.training.ThreadTrainer;
import org.kanworkbench.noise.training.Trainer;
import org.kanworkbench.training.trials.WorkControl;

class FitRunnerTest {

    private static final Target LINE = new Target.Formula("3*x - 50", new Range(0, 20));
    private static final Contender KAL = new KanContender("kal-net", List.of(8));
    private static final Contender MLP = new MlpContender("mlp", Activation.RELU, List.of(8, 8));

    private static FitRow run(Target target, double noise, int rows, Contender contender, long seed)
            throws DataException {
        Noise level = new Noise(NoisePlace.TARGETS, NoiseShape.GAUSSIAN, NoiseUnit.RELATIVE, noise);
        FitTask task = new FitTask(target, level, rows, contender, seed, new Budget(300, 64), Tuning.STANDARD);
        try (FitRunner runner = new FitRunner(new ThreadTrainer())) {
            return runner.run(task, target.open(), new WorkControl()).orElseThrow();
        }
    }

    @Test
    void a_fit_waits_while_it_is_paused() throws Exception {
        FitTask task = new FitTask(LINE, Noise.NONE, 60, KAL, 1, new Budget(300, 64), Tuning.STANDARD);
        WorkControl control = new WorkControl();
        control.pause();
        CompletableFuture<Optional<FitRow>> fitted = new CompletableFuture<>();
        Thread fit = Thread.ofPlatform().daemon().start(() -> {
            try (FitRunner runner = new FitRunner(new ThreadTrainer())) {
                fitted.complete(runner.run(task, LINE.open(), control));
            } catch (Exception e) {
                fitted.completeExceptionally(e);
            }
        });
        while (fit.isAlive() && fit.getState() != Thread.State.WAITING) {
            Thread.yield();
        }

        assertThat(fitted).isNotDone();
        control.resume();
        assertThat(fitted.join()).isPresent();
    }

    @Test
    void a_line_is_fitted_by_everyone_in_the_units_of_the_target() throws DataException {
        for (Contender contender :
                List.of(KAL, MLP, new Contender.Polynomial("polynomial"), new Contender.SmoothingSpline("spline"))) {
            FitRow row = run(LINE, 0, 60, contender, 1);

            // The line's variance is 300.
            assertThat(row.testMse()).as(row.model()).isLessThan(1.5);
            assertThat(row.snrDb()).isCloseTo(Math.min(120, 10 * Math.log10(300.6 / row.testMse())), within(0.01));
            assertThat(row.diverged()).isFalse();
        }
    }

    /** On −1 and 1 even degrees are all 1. */
    @Test
    void a_polynomial_of_an_input_with_two_values_goes_through_their_means() {
        double[] x = {0, 0, 0, 4, 4, 4};
        Points points = new Points(1, x, new double[] {1, 2, 3, 6, 7, 8});

        double[] fitted = Baselines.fit(points, new Setting.Degree(3)).predict(new double[] {0, 4});

        assertThat(fitted[0]).isCloseTo(2, within(1e-3));
        assertThat(fitted[1]).isCloseTo(7, within(1e-3));
    }

    @Test
    void a_spline_of_too_many_inputs_is_refused_before_anything_is_fitted() {
        assertThatThrownBy(() -> Sizing.resolve(List.of(new Contender.SmoothingSpline("spline")), 51, List.of()))
                .hasMessage("spline: a spline takes up to 50 inputs, not 51: leave it out, or some of the columns");
    }

    @Test
    void least_squares_reaches_the_error_that_theory_gives() throws DataException {
        // Two parameters' error: on average 2·σ²/n, where the degree is found to be 1.
        double sum = 0;
        int found = 0;
        for (int seed = 0; seed < 60; seed++) {
            FitRow row = run(LINE, 0.5, 100, new Contender.Polynomial("polynomial"), seed);
            if (row.setting().equals("degree 1")) {
                sum += row.testMse();
                found++;
            }
        }
        assertThat(found).isGreaterThan(15);
        assertThat(sum / found).isCloseTo(2 * 0.25 * 300 / 100, within(0.75));
    }

    @Test
    void the_same_task_gives_the_same_row_and_another_seed_another() throws DataException {
        Target step = new Target.Standard(StandardFunction.STEP);
        FitRow row = run(step, 0.3, 50, KAL, 5);

        assertThat(run(step, 0.3, 50, KAL, 5)).isEqualTo(row);
        assertThat(run(step, 0.3, 50, KAL, 6).testMse()).isNotEqualTo(row.testMse());
    }

    @Test
    void twins_under_two_names_begin_with_different_weights() throws DataException {
        Target step = new Target.Standard(StandardFunction.STEP);

        assertThat(run(step, 0.3, 50, ((KanContender) KAL).named("twin"), 5).testMse())
                .isNotEqualTo(run(step, 0.3, 50, KAL, 5).testMse());
    }

    @Test
    void a_rate_that_blows_up_leaves_the_mean_of_the_targets() throws DataException {
        Contender wild = new MlpContender("wild", Activation.IDENTITY, Collections.nCopies(20, 64));
        Noise none = Noise.NONE;
        Tuning tuning = new Tuning(List.of(10.0), List.of(0.0), 0.25);
        FitTask task = new FitTask(LINE, none, 40, wild, 1, new Budget(300, 64), tuning);
        try (FitRunner runner = new FitRunner(new ThreadTrainer())) {
            FitRow row = runner.run(task, LINE.open(), new WorkControl()).orElseThrow();

            assertThat(row.diverged()).isTrue();
            assertThat(row.testMse()).isBetween(290.0, 340.0);
        }
    }

    @Test
    void a_setting_whose_predictions_are_no_numbers_is_not_chosen() throws DataException {
        Tuning tuning = new Tuning(List.of(10.0, 0.01), List.of(0.0), 0.25);
        FitTask task = new FitTask(LINE, Noise.NONE, 40, MLP, 1, new Budget(300, 64), tuning);
        Trainer trainer = new Trainer() {
            @Override
            public List<Optional<Fitted>> train(List<NetworkTask> tasks, WorkControl control) {
                return tasks.stream()
                        .map(one ->
                                Optional.of(Fitted.constant(1, one.setting().learningRate() > 1 ? Double.NaN : -20)))
                        .toList();
            }

            @Override
            public void close() {}
        };
        try (FitRunner runner = new FitRunner(trainer)) {
            FitRow row = runner.run(task, LINE.open(), new WorkControl()).orElseThrow();

            assertThat(row.setting()).contains("0.01");
            assertThat(row.diverged()).isFalse();
        }
    }

    @Test
    void a_cancelled_fit_gives_nothing() throws DataException {
        FitTask task = new FitTask(LINE, Noise.NONE, 40, KAL, 1, new Budget(100_000, 64), Tuning.STANDARD);
        try (FitRunner runner = new FitRunner(new ThreadTrainer())) {
            assertThat(runner.run(task, LINE.open(), new WorkControl(() -> true)))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void matched_parameters_are_as_near_as_whole_units_allow(int inputs) {
        List<Contender> contenders = List.of(
                KAL,
                new MlpContender("relu", Activation.RELU, List.of(1)).withMatch(Match.parameters("kal-net")),
                new MlpContender("silu", Activation.SILU, List.of(1, 1)).withMatch(Match.parameters("kal-net")));
        List<Contender> resolved = Sizing.resolve(contenders, inputs, List.of());

        long wanted = ((Contender.Trained) KAL).network(inputs).parameters();
        for (Contender contender : resolved.subList(1, 3)) {
            Contender.Trained trained = (Contender.Trained) contender;
            int width = trained.hidden().getFirst();
            long parameters = trained.network(inputs).parameters();
            assertThat(Math.abs(parameters - wanted))
                    .isLessThanOrEqualTo(Math.abs(
                            trained.withWidth(width + 1).network(inputs).parameters() - wanted))
                    .isLessThanOrEqualTo(Math.abs(
                            trained.withWidth(width - 1).network(inputs).parameters() - wanted));
        }
    }

    @Test
    void a_match_that_no_possible_width_reaches_is_refused() {
        Contender wide = new MlpContender("wide", Activation.RELU, List.of(60, 60));
        Contender narrow = new MlpContender("relu", Activation.RELU, List.of(1)).withMatch(Match.parameters("wide"));

        assertThatThrownBy(() -> Sizing.resolve(List.of(wide, narrow), 1, List.of()))
                .hasMessageStartingWith("relu: no width up to 512 has as many parameters as wide: ");
    }

    @Test
    void no_match_is_so_narrow_that_a_norm_is_constant() {
        Contender least = new MlpContender("mlp", Activation.RELU, List.of(1));
        Contender kan = new KanContender("kan", "kal-net", List.of(8), 0, 0, true, Match.parameters("mlp"));

        Contender.Trained matched = (Contender.Trained)
                Sizing.resolve(List.of(least, kan), 1, List.of()).getLast();
        assertThat(matched.hidden()).containsExactly(2);
    }

    @Test
    void a_match_with_nobody_is_refused() {
        List<Contender> contenders =
                List.of(KAL, new MlpContender("relu", Activation.RELU, List.of(1)).withMatch(Match.parameters("kan")));

        assertThatThrownBy(() -> Sizing.check(contenders)).hasMessageContaining("choose one of kal-net");
        assertThatThrownBy(() -> Sizing.check(List.of(KAL, KAL))).hasMessageContaining("different names");
    }

    @Test
    void every_preset_can_take_part() {
        for (Preset preset : Presets.ALL) {
            assertThat(new KanContender(preset.name(), List.of(4)).network(3).outputs())
                    .isEqualTo(1);
        }
    }

    @Test
    void operations_are_counted_as_the_formulas_have_them() {
        // 1-2-1: two products and sums and a bias for each of two units, a comparison each; then two products, sums, a
        // bias.
        assertThat(PredictionCost.flops(new MlpContender("m", Activation.RELU, List.of(2)).network(1)))
                .isEqualTo(2 * 2 + 2 + 2 + 2 * 2 + 1);
    }
}

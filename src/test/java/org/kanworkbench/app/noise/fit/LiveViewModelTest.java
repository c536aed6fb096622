package org.kanworkbench.app.noise.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.kanworkbench.app.noise.settings.Candidate;
import org.kanworkbench.app.noise.settings.FitSettings;
import org.kanworkbench.app.noise.settings.TargetSettings;
import org.kanworkbench.app.work.Phase;
import org.kanworkbench.app.work.Problem;
import org.kanworkbench.app.work.Threads;
import org.kanworkbench.noise.NoisePlace;
import org.kanworkbench.noise.NoiseUnit;
import org.kanworkbench.noise.contender.Match;
import org.kanworkbench.noise.target.StandardFunction;

/** Without a window: background work waits in a queue until the test runs it, and frames come when the test takes them. */
@Timeout(60)
class LiveViewModelTest {

    private final FitSettings settings = new FitSettings();
    private final Deque<Runnable> background = new ArrayDeque<>();
    private final ObjectProperty<Problem> problem = new SimpleObjectProperty<>();
    private final LiveViewModel viewModel =
            new LiveViewModel(settings, new Threads(background::add, Runnable::run), Runnable::run, problem);

    private void work() {
        while (!background.isEmpty()) {
            background.removeFirst().run();
        }
    }

    private void drainUntil(BooleanSupplier met) {
        while (!met.getAsBoolean()) {
            viewModel.drain();
            LockSupport.parkNanos(1_000_000);
        }
    }

    private void drainUntilIdle() {
        drainUntil(() -> viewModel.phaseProperty().get() == Phase.IDLE);
    }

    private FitView view() {
        return viewModel.viewProperty().get();
    }

    @Test
    void points_and_truth_are_seen_before_anything_is_fitted() {
        work();

        assertThat(view().frame().models()).isEmpty();
        assertThat(view().started().training().rows()).isEqualTo(100);
        int quarter = view().x().length * 5 / 8;
        assertThat(view().truth()[quarter]).isCloseTo(Math.sin(2 * Math.PI * view().x()[quarter]), within(1e-12));
    }

    @Test
    void more_noise_moves_the_same_points_further_along_the_same_way() {
        settings.noise.relative.set(0.1);
        work();
        double little =
                view().started().training().y()[3] - view().started().clean().y()[3];
        settings.noise.relative.set(0.4);
        work();

        double much =
                view().started().training().y()[3] - view().started().clean().y()[3];
        assertThat(much).isCloseTo(4 * little, within(1e-9));
    }

    @Test
    void no_noise_is_added_to_a_table_unless_somebody_typed_a_level() {
        settings.target.kind.set(TargetSettings.Kind.TABLE);
        assertThat(settings.noise.relative.get()).isZero();
        settings.target.kind.set(TargetSettings.Kind.EXPRESSION);
        assertThat(settings.noise.relative.get()).isEqualTo(0.3);

        settings.noise.relative.textProperty().set("0.6");
        settings.target.kind.set(TargetSettings.Kind.TABLE);
        assertThat(settings.noise.relative.get()).isEqualTo(0.6);
    }

    @Test
    void every_model_learns_and_is_listed_with_its_costs() {
        settings.steps.set(300);
        viewModel.start();
        drainUntilIdle();

        assertThat(view().frame().step()).isEqualTo(300);
        List<ModelRow> rows = viewModel.rows();
        assertThat(rows).extracting(ModelRow::name).containsExactly("kal-net", "efficient-kan", "mlp-relu", "mlp-silu");
        assertThat(rows.getFirst().snrDb()).isGreaterThan(10);
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.parameters()).isCloseTo(rows.getFirst().parameters(), within(15L));
            assertThat(row.flops()).isPositive();
        });
        assertThat(viewModel.curves())
                .hasSize(4)
                .allSatisfy(line -> assertThat(line.size()).isEqualTo(31));
    }

    @Test
    void settings_that_change_behind_another_tab_begin_no_fit() {
        settings.steps.set(30);
        viewModel.start();
        drainUntilIdle();

        viewModel.inFront.set(false);
        settings.steps.set(40);
        work();
        assertThat(viewModel.jobProperty().get()).isNull();
        assertThat(view().frame().step()).as("points alone").isZero();

        viewModel.inFront.set(true);
        viewModel.start();
        drainUntil(() -> view().frame().step() == 40);
        drainUntilIdle();
        settings.steps.set(50);
        assertThat(viewModel.jobProperty().get()).isNotNull();
        drainUntilIdle();
    }

    @Test
    void other_noise_begins_a_running_fit_anew() {
        settings.steps.set(5000);
        viewModel.start();
        drainUntil(() -> view() != null && view().frame().step() >= 20);

        settings.noise.relative.set(0.6);
        drainUntil(() -> view().frame().step() == 0);

        assertThat(viewModel.phaseProperty().get()).isEqualTo(Phase.RUNNING);
        double spread = Math.sqrt(view().started()
                .clean()
                .meanSquaredError(view().started().training().y()));
        assertThat(spread / view().source().deviation()).isCloseTo(0.6, within(0.15));
        viewModel.stop();
        drainUntilIdle();
    }

    @Test
    void a_number_that_is_typed_begins_a_fit_once_it_is_whole() {
        Deque<Runnable> later = new ArrayDeque<>();
        LiveViewModel typing = new LiveViewModel(
                settings, new Threads(background::add, Runnable::run), later::add, new SimpleObjectProperty<>());
        settings.steps.set(30);
        typing.start();
        Runnable idle = () -> {
            while (typing.phaseProperty().get() != Phase.IDLE) {
                typing.drain();
                LockSupport.parkNanos(1_000_000);
            }
        };
        idle.run();
        FitView before = typing.viewProperty().get();

        for (String text : List.of("1", "1e", "1e9")) {
            settings.steps.textProperty().set(text);
        }
        later.forEach(Runnable::run);
        assertThat(typing.phaseProperty().get()).isEqualTo(Phase.IDLE);
        assertThat(typing.viewProperty().get()).isSameAs(before);

        later.clear();
        settings.steps.textProperty().set("40");
        later.forEach(Runnable::run);
        idle.run();
        assertThat(typing.viewProperty().get().frame().step()).isEqualTo(40);
    }

    @Test
    void an_expression_is_seen_once_it_is_whole() {
        Deque<Runnable> later = new ArrayDeque<>();
        LiveViewModel typing =
                new LiveViewModel(settings, new Threads(background::add, Runnable::run), later::add, problem);
        settings.target.kind.set(TargetSettings.Kind.EXPRESSION);
        work();
        String before = typing.targetProperty().get();

        for (String text : List.of("x1", "x1*", "x1*x", "x1*x9")) {
            settings.target.expression.textProperty().set(text);
            work();
        }
        assertThat(typing.targetProperty().get()).isEqualTo(before);
        later.forEach(Runnable::run);
        work();

        assertThat(typing.targetProperty().get()).isEqualTo(before);
        assertThat(typing.obstacleProperty().get()).contains("x9");
        settings.noise.relative.set(0.6);
        assertThat(later).as("noise moves at once").hasSize(4);
    }

    @Test
    void a_stopped_fit_stays_where_it_is() {
        settings.steps.set(100_000);
        viewModel.start();
        drainUntil(() -> view() != null && view().frame().step() >= 30);

        viewModel.pause();
        assertThat(viewModel.jobProperty().get().text()).endsWith("paused");
        viewModel.resume();
        viewModel.stop();
        drainUntilIdle();

        assertThat(view().frame().step()).isBetween(30, 10_000);
        assertThat(viewModel.jobProperty().get()).isNull();
        assertThat(viewModel.rows()).hasSize(4);
    }

    @Test
    void a_bad_expression_is_told_in_one_line_and_the_last_points_stay() {
        work();
        settings.target.kind.set(TargetSettings.Kind.EXPRESSION);
        settings.target.expression.set("sin(z)");
        work();

        assertThat(viewModel.obstacleProperty().get()).contains("z").doesNotContain("\n");
        assertThat(view().started().training().rows()).isEqualTo(100);
        assertThat(viewModel.targetProperty().get()).as("of what is seen").isEqualTo("sin-2pi");

        settings.target.expression.set("1/x");
        work();
        assertThat(viewModel.obstacleProperty().get()).contains("x = 0");
        settings.target.expression.set("x^2");
        work();
        assertThat(viewModel.obstacleProperty().get()).isEmpty();
        assertThat(viewModel.targetProperty().get()).contains("x^2");
    }

    @Test
    void a_look_at_older_settings_or_elsewhere_hides_nothing_that_stands_in_the_way() {
        work();
        settings.target.function.set(StandardFunction.FEYNMAN_I_27_6);
        settings.models.candidates.choose(_ -> false);
        work();
        assertThat(viewModel.obstacleProperty().get()).contains("choose at least one");

        viewModel.lookout.set(viewModel.lookout.get().withAcross(2));
        work();
        assertThat(viewModel.obstacleProperty().get()).contains("choose at least one");
    }

    @Test
    void that_a_fit_failed_is_told_until_a_setting_changes() {
        settings.target.kind.set(TargetSettings.Kind.EXPRESSION);
        settings.target.expression.set("sin(q)");
        viewModel.start();
        drainUntilIdle();
        assertThat(problem.get().details()).contains("q");

        settings.target.expression.set("sin(x)");
        assertThat(problem.get()).isNull();

        Problem other = new Problem("Could not open the table", "");
        problem.set(other);
        settings.target.expression.set("cos(x)");
        assertThat(problem.get()).isSameAs(other);
    }

    @Test
    void settings_that_make_no_fit_say_why() {
        settings.models.candidates.choose(_ -> false);
        assertThat(viewModel.obstacleProperty().get()).contains("choose at least one");

        settings.target.kind.set(TargetSettings.Kind.TABLE);
        assertThat(viewModel.viewProperty().get()).isNull();
        settings.models.candidates.choose(Candidate.ALL.getFirst()::equals);
        settings.target.kind.set(TargetSettings.Kind.EXPRESSION);
        settings.target.kind.set(TargetSettings.Kind.TABLE);
        work();
        assertThat(viewModel.obstacleProperty().get()).contains("open a CSV file");
        // What is looked at late is not of the table.
        assertThat(viewModel.viewProperty().get()).isNull();
        assertThat(viewModel.targetProperty().get()).isEmpty();
        assertThat(viewModel.obstacleProperty().get()).contains("open a CSV file");
    }

    @Test
    void functions_of_several_inputs_are_seen_along_one_and_over_two() {
        settings.target.function.set(StandardFunction.FEYNMAN_I_27_6);
        work();
        assertThat(view().maps()).extracting(FitView.HeatMap::name).containsExactly("truth");

        viewModel.lookout.set(viewModel.lookout.get().withAcross(2).withHeld(0, 0));
        work();

        assertThat(view().inputName()).isEqualTo("x3");
        // 1/(1/d1 + n/d2) with d1 = 1 and d2 = 3, at n = 5.
        assertThat(view().truth()[view().truth().length - 1]).isCloseTo(1 / (1 + 5 / 3.0), within(1e-12));
        assertThat(view().lookout().up()).isNotEqualTo(2);
    }

    @Test
    void noise_at_evaluation_leaves_training_clean_and_lowers_the_ratio() {
        settings.steps.set(200);
        settings.noise.place.set(NoisePlace.EVALUATION);
        settings.noise.unit.set(NoiseUnit.SNR_DB);
        settings.noise.decibels.set(0.0);
        viewModel.start();
        drainUntilIdle();

        assertThat(view().started().training().y())
                .isEqualTo(view().started().clean().y());
        assertThat(viewModel.rows().getFirst().snrDb()).isLessThan(5);
    }

    @Test
    void the_noise_is_told_of_what_it_is_added_to() {
        work();
        assertThat(view().noise()).matches("σ noise 0\\.2.*, σ signal 0\\.7.* on training outputs\\.");

        settings.noise.place.set(NoisePlace.INPUTS);
        work();
        assertThat(view().noise()).matches("σ noise 0\\.1.*, σ signal 0\\.577 on training inputs x\\.");

        settings.noise.place.set(NoisePlace.EVALUATION);
        work();
        assertThat(view().noise()).matches("σ noise 0\\.17.*, σ signal 0\\.577 on test inputs x\\.");
    }

    @Test
    void baselines_are_fitted_at_once_and_keep_their_colours() {
        settings.models.candidates.choose(c -> List.of("polynomial", "spline").contains(c.name()));
        settings.models.match.set(Match.Measure.NONE);
        settings.steps.set(10);
        viewModel.start();
        drainUntilIdle();

        assertThat(viewModel.rows()).extracting(ModelRow::name).containsExactly("polynomial", "spline");
        assertThat(viewModel.rows()).allSatisfy(row -> assertThat(row.snrDb()).isGreaterThan(15));
        assertThat(viewModel.rows()).extracting(ModelRow::series).containsExactly(4, 5);
    }
}

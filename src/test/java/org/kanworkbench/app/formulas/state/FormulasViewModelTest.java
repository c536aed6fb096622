package org.kanworkbench.app.formulas.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import javafx.beans.Observable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.app.formulas.state.FormulaSettings.Shape;
import org.kanworkbench.app.session.Session;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.work.Threads;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.TaskKind;
import org.kanworkbench.expression.Notation;
import org.kanworkbench.formula.FormulaData;
import org.kanworkbench.formula.FormulaRun;
import org.kanworkbench.formula.FormulaSearch.Stage;
import org.kanworkbench.formula.Found;
import org.kanworkbench.formula.network.CandidateFunction;
import org.kanworkbench.formula.network.Edge;
import org.kanworkbench.formula.network.MultKan;
import org.kanworkbench.formula.network.MultKan.Place;

/** Without a window: background work waits in a queue until the test runs it. */
@Timeout(120)
class FormulasViewModelTest {

    private final Deque<Runnable> background = new ArrayDeque<>();
    private final List<String> told = new ArrayList<>();
    private final FormulasViewModel viewModel = new FormulasViewModel(
            new Workspace().library, new Session(), new Threads(background::add, Runnable::run), told::add);
    private final StepList steps = viewModel.steps;

    private void work() {
        while (!background.isEmpty()) {
            background.removeFirst().run();
        }
    }

    private void find(String function, String layers) {
        viewModel.settings.expression.set(function);
        viewModel.settings.shape.set(Shape.GIVEN);
        viewModel.settings.layers.set(layers);
        viewModel.find();
        work();
    }

    private static String text(State state) {
        return state.found()
                .map(found -> Notation.SYMPY.print(found.formula().expression()))
                .orElse("");
    }

    private int step(IntPredicate fits) {
        return IntStream.range(0, steps.all().size()).filter(fits).findFirst().orElseThrow();
    }

    @Test
    void a_search_leaves_its_steps_and_every_step_has_network_and_formula_of_one_state() {
        find("exp(sin(pi*x)+y^2)", "2,5,1");

        State last = steps.shown();
        assertThat(text(last)).isEqualTo("exp(y**2 + sin(pi*x))");
        assertThat(last.formulaRmse()).isLessThan(1e-9);
        assertThat(last.networkRmse()).isGreaterThan(1e-6);
        assertThat(last.latex()).contains("\\sin", "\\pi");
        assertThat(last.agreement().orElseThrow().undefined()).isZero();
        assertThat(last.agreement().orElseThrow().rms()).isCloseTo(last.networkRmse(), within(last.networkRmse()));
        assertThat(steps.all()).extracting(State::title).contains("Fit 2, 5, 1", "x → h1 = sin", "Formula");
        assertThat(steps.all()).extracting(State::title).anyMatch(title -> title.matches("Prune \\d+ edges"));

        steps.goTo(0);

        assertThat(steps.shown().found()).isEmpty();
        assertThat(steps.shown().network().edges()).isEqualTo(15);
        assertThat(steps.shown().latex()).contains("s_{15}").doesNotContain("\\sin");
        steps.redo();
        assertThat(steps.atProperty().get()).isEqualTo(1);
        steps.undo();
        assertThat(steps.atProperty().get()).isZero();
        assertThat(steps.all()).last().isSameAs(last);
    }

    /** As a search does that has found a formula, and seeks simpler ones. */
    @Test
    void a_search_may_come_back_to_a_smaller_network_that_it_left() {
        find("exp(sin(pi*x)+y^2)", "2,5,1");
        State large = steps.all().getFirst();
        State replaced = steps.all().get(step(s -> steps.all().get(s).title().equals("x → h1 = sin")));
        SearchWatch watch =
                new SearchWatch(large.task(), viewModel.work, steps, Optional.empty(), null, null, List.of());

        watch.stage(stage(Stage.Kind.FIT, replaced.splines()));
        watch.stage(stage(Stage.Kind.FIT, large.network()));
        watch.stage(stage(Stage.Kind.REPLACE, replaced.network()));
        work();

        assertThat(steps.shown().title()).isEqualTo("Replace 3 edges");
        assertThat(steps.shown().splines()).isEqualTo(replaced.splines());
        assertThat(steps.shown().networkRmse()).isEqualTo(replaced.networkRmse());
    }

    private static Stage stage(Stage.Kind kind, MultKan network) {
        return new Stage(kind, network, 0, 0, 0);
    }

    @Test
    void edges_are_replaced_by_their_best_candidates_until_there_is_a_formula() {
        find("exp(sin(pi*x)+y^2)", "2,5,1");
        steps.goTo(step(s -> steps.all().get(s).title().startsWith("Prune")));
        int before = steps.atProperty().get();

        while (!steps.shown().symbolic()) {
            State state = steps.shown();
            Place place = state.network().places().stream()
                    .filter(p -> state.network().edge(p) instanceof Edge.Spline)
                    .findFirst()
                    .orElseThrow();
            viewModel.edge.choose(place);
            work();
            CandidateRow best = viewModel.edge.candidates.getFirst();
            viewModel.edge.replace(best);
            work();
            assertThat(steps.shown().validationRmse())
                    .isEqualTo(best.triedProperty().get().validationRmse());
        }

        assertThat(steps.all()).hasSize(before + 4);
        assertThat(text(steps.shown())).contains("exp(", "y**2", "sin(");
        assertThat(steps.shown().formulaRmse()).isLessThan(1e-9);
    }

    @Test
    void an_edge_can_be_locked_and_tied_and_undone() {
        find("x^2 + y^2", "2,2,1");
        steps.goTo(0);
        Place x = new Place(0, 0, 0);
        Place y = new Place(0, 0, 1);
        viewModel.edge.choose(x);
        viewModel.edge.lock(true);
        work();

        assertThat(steps.shown().title()).isEqualTo("Lock x → h1");
        assertThat(viewModel.edge.locked()).isTrue();
        Edge.Spline before = (Edge.Spline) steps.shown().network().edge(x);
        viewModel.refit();
        work();
        assertThat(((Edge.Spline) steps.shown().network().edge(x)).coefficients())
                .isEqualTo(before.coefficients());
        assertThat(viewModel.edge.like()).as("of a locked edge").isEmpty();
        viewModel.edge.choose(y);
        assertThat(viewModel.edge.like()).doesNotContain(x).isNotEmpty();
        viewModel.edge.choose(x);

        steps.goTo(0);
        assertThat(viewModel.edge.locked()).isFalse();
        assertThat(viewModel.edge.like()).contains(y).doesNotContain(x);
        viewModel.edge.tie(y);
        work();
        assertThat(steps.shown().title()).isEqualTo("Tie x → h1 to y → h1");
        assertThat(viewModel.edge.tied()).containsExactly(y);
        assertThat(((Edge.Spline) steps.shown().network().edge(x)).coefficients())
                .isEqualTo(((Edge.Spline) steps.shown().network().edge(y)).coefficients());
        double[] added = steps.shown().curves().get(y).y().clone();
        viewModel.edge.scale(2);
        work();
        assertThat(steps.shown().title()).isEqualTo("Scale x → h1 by 2.00");
        for (int r = 0; r < added.length; r++) {
            assertThat(steps.shown().curves().get(y).y()[r]).isCloseTo(2 * added[r], within(1e-12));
        }
        viewModel.edge.untie();
        work();
        assertThat(viewModel.edge.tied()).isEmpty();
    }

    @Test
    void the_formula_has_the_numbers_of_edges_that_were_scaled_or_tied() {
        find("10*x - 15*y", "2,1");
        assertThat(text(steps.shown())).isEqualTo("10*x - 15*y");
        Place x = new Place(0, 0, 0);
        viewModel.edge.choose(x);
        viewModel.edge.scale(2);
        work();
        assertThat(text(steps.shown())).startsWith("20*x - 15*y");
        viewModel.refit();
        work();
        assertThat(text(steps.shown())).isEqualTo("10*x - 15*y");
        viewModel.edge.tie(new Place(0, 0, 1));
        work();
        State tied = steps.shown();
        assertThat(tied.formulaRmse())
                .isCloseTo(tied.validationRmse(), withinPercentage(20))
                .isGreaterThan(1);
        viewModel.edge.untie();
        work();
        assertThat(text(steps.shown())).isEqualTo("10*x - 15*y");
    }

    @Test
    void a_step_whose_numbers_were_given_comes_back_with_them() {
        find("10*x - 15*y", "2,1");
        State sought = steps.shown();
        viewModel.edge.choose(new Place(0, 0, 0));
        viewModel.edge.scale(2);
        work();
        State scaled = steps.shown();
        FormulaRun.Networks before = new FormulaRun.Networks(sought.network(), sought.splines());
        FormulaRun.Step step = new FormulaRun.Step(
                scaled.title(), new FormulaRun.Networks(scaled.network(), scaled.splines()), scaled.given());

        FormulaRun.Question asked = viewModel.settings.request().question();
        viewModel.reopen(1, asked, new FormulaRun.Remains(List.of(before), Optional.of(step), ""));
        work();

        assertThat(steps.shown()).isNotSameAs(scaled);
        assertThat(text(steps.shown())).isEqualTo(text(scaled)).startsWith("20*x - 15*y");
        viewModel.choose(steps.shown().found().orElseThrow());
        work();
        assertThat(steps.shown().given()).as("also by way of the Pareto front").isTrue();
    }

    /** A table may have more rows by now: the networks are fitted to them, and are that run's no more. */
    @Test
    void a_run_whose_data_have_changed_says_so() {
        find("10*x - 15*y", "2,1");
        FormulaRun.Networks made =
                new FormulaRun.Networks(steps.shown().network(), steps.shown().splines());
        FormulaRun.Question asked = viewModel.settings.request().question();

        viewModel.reopen(7, asked, new FormulaRun.Remains(List.of(made), Optional.empty(), "0123"));
        work();

        assertThat(text(steps.shown())).isEqualTo("10*x - 15*y");
        assertThat(told)
                .containsExactly(
                        "The data have changed since run 7: formula and errors are fitted to what they are now.");
    }

    /** Where a seed was given for the networks alone. */
    @Test
    void a_search_of_the_command_line_comes_back_with_its_samples() throws Exception {
        find("10*x - 15*y", "2,1");
        FormulaRun.Networks made =
                new FormulaRun.Networks(steps.shown().network(), steps.shown().splines());
        FormulaRun.Question asked = new FormulaRun.Question(
                "function:10*x-15*y?noise=0.1", "", List.of(), TaskKind.AUTO, "", "2,1", "", 60, List.of());
        viewModel.settings.show(Request.settings(asked, asked.data(), 3));

        viewModel.reopen(1, asked, new FormulaRun.Remains(List.of(made), Optional.empty(), ""));
        work();

        FormulaTask task = steps.shown().task();
        assertThat(task.settings().seed()).isEqualTo(3);
        assertThat(task.data().train().y())
                .isEqualTo(FormulaData.read(new DataSource.Function("10*x-15*y?noise=0.1"), 0)
                        .train()
                        .y());
    }

    @Test
    void a_network_that_was_fitted_to_data_is_not_opened_without_them() {
        FormulaRun.Question asked = new FormulaRun.Question(
                "function:x*y", "", List.of(), TaskKind.AUTO, "model.kan", "", "", 60, List.of());

        assertThatThrownBy(() -> Request.settings(asked, "function:x*y", 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("model.kan was fitted to function:x*y")
                .hasMessageContaining("repeat it on the command line");
    }

    @Test
    void what_the_command_line_takes_in_another_form_is_shown_or_refused() {
        FormulaRun.Question many = new FormulaRun.Question(
                "function:x*y?rows=1e4", "", List.of(), TaskKind.AUTO, "", "", "", 60, List.of());
        viewModel.settings.show(Request.settings(many, many.data(), 3));
        assertThat(viewModel.settings.rows.get()).isEqualTo(10_000);

        FormulaRun.Question complex =
                new FormulaRun.Question("function:x*y", "", List.of(), TaskKind.AUTO, "", "", "", 20_000, List.of());
        assertThatThrownBy(() -> Request.settings(complex, complex.data(), 3))
                .hasMessageContaining("repeat it on the command line");
    }

    @Test
    void columns_keep_their_names_whatever_is_in_them() {
        List<String> names = List.of("Name, first", "\"quoted\"", "5\" screen", "plain");
        viewModel.settings.others.set(names);

        FormulaSettings again = new FormulaSettings();
        again.show(viewModel.settings.text());

        assertThat(again.others.get()).isEqualTo(names);
    }

    @Test
    void a_locked_edge_is_pruned_by_nothing() {
        find("x^2 + 0.3*y", "2,2,1");
        steps.goTo(0);
        viewModel.prune.slider.set(0.9);
        Place weak = viewModel.prune.goingProperty().get().iterator().next();
        viewModel.prune.slider.set(0);
        viewModel.edge.choose(weak);
        viewModel.edge.lock(true);
        work();

        viewModel.prune.slider.set(0.9);
        work();
        assertThat(viewModel.prune.goingProperty().get()).isEmpty();
        assertThat(viewModel.prune.textProperty().get()).startsWith("A locked edge would be cut off");
        viewModel.prune.slider.set(0);
        Edge.Spline locked = (Edge.Spline) steps.shown().network().edge(weak);
        viewModel.pruneAll();
        work();
        assertThat(steps.shown().network().ties().locked()).singleElement().satisfies(place -> {
            Edge.Spline now = (Edge.Spline) steps.shown().network().edge(place);
            assertThat(now.coefficients()).isEqualTo(locked.coefficients());
        });

        viewModel.simplify();
        work();
        assertThat(told).last().asString().contains("is locked and no function yet");
    }

    @Test
    void the_slider_tells_what_pruning_does_before_it_does_it() {
        find("x^2 + 0.3*y", "2,2,1");
        steps.goTo(0);
        viewModel.prune.slider.set(0.9);
        assertThat(viewModel.prune.goingProperty().get()).isNotEmpty();
        assertThat(viewModel.prune.textProperty().get())
                .contains("validation RMSE")
                .endsWith("…");
        work();
        String text = viewModel.prune.textProperty().get();
        int going = viewModel.prune.goingProperty().get().size();
        int edges = steps.shown().network().edges();
        viewModel.prune.slider.set(0);
        viewModel.prune.slider.set(0.900001);
        assertThat(viewModel.prune.goingProperty().get()).hasSize(going);
        assertThat(background).as("the same edges are not refitted again").isEmpty();
        assertThat(viewModel.prune.textProperty().get()).doesNotEndWith("…");
        viewModel.prune.slider.set(0.9);

        viewModel.prune.prune();
        work();

        assertThat(text).endsWith("→ " + Words.number(steps.shown().validationRmse()));
        assertThat(steps.shown().network().edges()).isEqualTo(edges - going);
        assertThat(viewModel.prune.slider.get()).isZero();
        viewModel.prune.slider.set(1);
        assertThat(viewModel.prune.textProperty().get()).startsWith("Nothing would be left");
        steps.undo();
        assertThat(steps.shown().network().edges()).isEqualTo(edges);
    }

    @Test
    void a_point_of_the_front_is_shown_with_its_network() {
        find("x^2 + 0.3*y", "2,1");
        List<Found> front = Found.front(steps.shown().all());
        assertThat(front).hasSizeGreaterThan(1);

        viewModel.choose(front.getFirst());
        work();

        assertThat(steps.shown().found()).containsSame(front.getFirst());
        assertThat(steps.shown().network()).isEqualTo(front.getFirst().functions());
        assertThat(steps.shown().formulaRmse()).isGreaterThan(1e-3);
    }

    @Test
    void what_is_too_complex_is_told_and_stays_on_the_front() {
        viewModel.settings.complexity.set(1);
        find("x^2 + 0.3*y", "2,1");

        assertThat(viewModel.work.problem.get().details()).contains("complexity 1 or less");
        assertThat(steps.shown().found()).isEmpty();
        assertThat(steps.shown().all()).isNotEmpty();
    }

    @Test
    void single_steps_lead_to_the_formula_as_well() {
        find("x^2 + 0.3*y", "2,1");
        steps.goTo(0);
        viewModel.pruneAll();
        work();
        assertThat(told).singleElement().asString().startsWith("Every edge is needed");
        viewModel.simplify();
        work();

        assertThat(text(steps.shown())).isEqualTo("0.3*y + x**2");
    }

    @Test
    void seeds_are_grouped_by_their_formula() {
        viewModel.settings.functions.choose(f -> List.of("x", "x^2").contains(f.name()));
        find("x + 2*y", "2,1");

        viewModel.seeds.run();
        work();

        assertThat(viewModel.seeds.survivorsProperty().get()).singleElement().satisfies(group -> {
            assertThat(group.text()).isEqualTo("x + 2*y");
            assertThat(group.count()).isEqualTo(10);
        });
        assertThat(viewModel.seeds.textProperty().get()).startsWith("10 of 10 seeds");
    }

    @Test
    void what_was_done_until_stop_is_kept() {
        viewModel.find();
        steps.all().addListener((Observable _) -> viewModel.work.stop());
        work();

        assertThat(steps.all()).isNotEmpty();
        assertThat(viewModel.work.busy()).isFalse();
        assertThat(steps.shown().found()).isEmpty();
        assertThat(told).singleElement().asString().contains("Stopped");
    }

    @Test
    void a_range_that_makes_no_sense_for_the_function_is_told_at_its_field() {
        FormulaSettings settings = viewModel.settings;
        settings.ranges.textProperty().set("x=-1..1, 1..0");
        assertThat(settings.ranges.problemProperty().get())
                .isEqualTo("\"1..0\" is empty: give the smaller number first");
        settings.ranges.textProperty().set("x=-1..1, y");
        assertThat(settings.ranges.problemProperty().get()).startsWith("\"y\" is not a range");
        settings.ranges.textProperty().set("x=-1..1, x=0..2");
        assertThat(settings.ranges.problemProperty().get()).startsWith("\"x=0..2\" is a second range for x");
        settings.ranges.textProperty().set("x = -1.5 .. 1e2, 1e-3..1E+0");
        assertThat(settings.obstacle()).isEmpty();

        settings.ranges.textProperty().set("x=0..1, z=0..1");
        assertThat(settings.ranges.problemProperty().get())
                .isEqualTo("\"z\" is no variable of the function: it has x, y");
        settings.expression.textProperty().set("x*z");
        assertThat(settings.obstacle()).isEmpty();
        settings.expression.textProperty().set("x^2");
        assertThat(settings.obstacle()).startsWith("\"z\" is no variable");
    }

    @Test
    void an_error_quotes_the_function_as_it_was_typed() {
        viewModel.settings.expression.set("log(a)*b");
        viewModel.find();
        work();
        assertThat(viewModel.work.problem.get().details()).startsWith("log(a)*b is not finite at a = ");
    }

    @Test
    void settings_are_kept_as_text_and_what_is_invalid_stays_as_it_was() {
        FormulaSettings settings = viewModel.settings;
        settings.expression.set("a*b");
        settings.ranges.set("a=0..1, -1..1");
        settings.shape.set(Shape.GIVEN);
        settings.functions.choose(f -> List.of("sin", "x").contains(f.name()));
        settings.own.textProperty().set("x*exp(x), x^7");
        FormulaSettings other = new FormulaSettings();
        other.show(settings.text());
        assertThat(other.text()).isEqualTo(settings.text());
        assertThat(other.candidates())
                .extracting(CandidateFunction::name)
                .containsExactly("x", "sin", "x*exp(x)", "x^7");

        other.show("kind=NONE\nsamples=-3\nfunction=x*(\ntable=\u0000\nnonsense");

        assertThat(other.obstacle()).isEmpty();
        assertThat(other.rows.get()).isEqualTo(1000);
    }

    @Test
    void the_task_of_a_search_is_asked_again(@TempDir Path folder) throws IOException {
        Path table = Files.writeString(folder.resolve("votes.csv"), "x,y\n1,0\n2,1\n");
        FormulaRun.Question asked = new FormulaRun.Question(
                table.toString(), "y", List.of(), TaskKind.REGRESSION, "", "", "", 60, List.of());
        FormulaSettings settings = new FormulaSettings();

        settings.show(Request.settings(asked, "votes.csv, y", 3));

        settings.table.set(new FormulaSettings.Chosen(table, "table.csv", List.of("x", "y"), "y", ""));
        assertThat(settings.task.get()).isEqualTo(TaskKind.REGRESSION);
        assertThat(settings.request().question()).isEqualTo(asked);
        FormulaSettings again = new FormulaSettings();
        again.show(settings.text());
        assertThat(again.task.get()).isEqualTo(TaskKind.REGRESSION);
    }

    @Test
    void a_network_that_a_search_began_with_keeps_its_name(@TempDir Path folder) throws IOException {
        Path model = Files.createFile(folder.resolve("model.kan"));
        FormulaRun.Question asked =
                new FormulaRun.Question("", "speed", List.of(), TaskKind.AUTO, model.toString(), "", "", 60, List.of());

        assertThat(new FormulaSettings().show(Request.settings(asked, "kal-net #1, speed", 3)))
                .containsValue(FormulaSettings.Chosen.named(model, "kal-net #1", "speed"));
        assertThat(new FormulaSettings().show(Request.settings(asked, "kal-net #1", 3)))
                .containsValue(FormulaSettings.Chosen.named(model, "kal-net #1", "speed"));

        Files.delete(model);
        assertThatThrownBy(() -> Request.settings(asked, "kal-net #1", 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not there any more");
    }

    @Test
    void bad_settings_are_one_line_and_nothing_is_lost() {
        find("x*y", "2,1");
        State before = steps.shown();
        viewModel.settings.expression.textProperty().set("x*(");
        assertThat(viewModel.obstacleProperty().get()).isNotEmpty();
        find("x+y+z", "2,1");
        assertThat(viewModel.work.problem.get().details()).contains("begin with the 3 inputs");
        find("sign(x)^2", "1,1");
        assertThat(viewModel.work.problem.get().details()).contains("nothing to find");
        assertThat(steps.shown()).isSameAs(before);
    }
}

package org.kanworkbench.app.noise.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.app.noise.fit.ModelRow;
import org.kanworkbench.app.noise.settings.FitSettings;
import org.kanworkbench.app.noise.settings.SweepSettings;
import org.kanworkbench.app.noise.settings.TargetSettings;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.work.Phase;
import org.kanworkbench.app.work.Problem;
import org.kanworkbench.app.work.Threads;
import org.kanworkbench.gpu.SomeDevice;
import org.kanworkbench.noise.NoiseShape;
import org.kanworkbench.noise.NoiseUnit;
import org.kanworkbench.noise.contender.Match;
import org.kanworkbench.noise.report.SweepRun;
import org.kanworkbench.noise.sweep.SweepConfiguration;
import org.kanworkbench.noise.target.StandardFunction;
import org.kanworkbench.noise.training.Budget;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.RunQuery;
import org.kanworkbench.runs.RunState;
import org.kanworkbench.runs.StoreException;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.store.RunStore;
import org.kanworkbench.training.Configuration;

/** Without a window: the test is the interface thread, and runs what it is given when it waits. */
@Timeout(120)
class SweepViewModelTest {

    @TempDir
    private Path home;

    private final Workspace workspace = new Workspace();
    private final Queue<Runnable> ui = new ConcurrentLinkedQueue<>();
    private final ObjectProperty<Problem> problem = new SimpleObjectProperty<>();
    private final FitSettings fit = new FitSettings();
    private final SweepSettings settings = new SweepSettings(fit);
    private final Executor background = Runnable::run;

    @AfterEach
    void close() {
        workspace.close();
    }

    /** How many opened sweeps were shown. */
    private final AtomicInteger shown = new AtomicInteger();

    private SweepViewModel viewModel() {
        workspace.keepSweepsIn(home);
        return new SweepViewModel(settings, workspace, 2, new Threads(background, ui::add), problem);
    }

    /** One function, two levels, two models, few steps. */
    private void tiny(int seeds) {
        settings.functions.choose(StandardFunction.SIN_2PI::equals);
        settings.levels.set(List.of(0.1, 0.5));
        settings.sizes.set(List.of(30));
        settings.seeds.set(seeds);
        fit.steps.set(25);
        fit.models.candidates.choose(c -> List.of("kal-net", "mlp-relu").contains(c.name()));
    }

    private void waitUntil(SweepViewModel viewModel, BooleanSupplier met) {
        while (!met.getAsBoolean()) {
            Runnable next = ui.poll();
            if (next != null) {
                next.run();
            }
            viewModel.drain();
            LockSupport.parkNanos(1_000_000);
        }
    }

    private void waitForVerdict(SweepViewModel viewModel, int seeds) {
        waitUntil(
                viewModel,
                () -> viewModel.phaseProperty().get() == Phase.IDLE
                        && viewModel.viewProperty().get() != null
                        && viewModel.viewProperty().get().summary().seeds() == seeds);
    }

    private List<Path> folders() throws IOException {
        try (Stream<Path> folders = Files.list(home)) {
            return folders.toList();
        }
    }

    @Test
    void a_tiny_sweep_comes_to_its_verdict_and_its_report() throws IOException {
        tiny(8);
        SweepViewModel viewModel = viewModel();
        viewModel.start();
        waitForVerdict(viewModel, 8);

        SweepView view = viewModel.viewProperty().get();
        assertThat(view.fits()).hasSize(32);
        assertThat(view.summary().verdict().sentence())
                .contains("kal-net")
                .contains("mlp-relu")
                .contains("8 seeds");
        assertThat(view.rows()).extracting(ModelRow::name).containsExactly("kal-net", "mlp-relu");
        assertThat(view.plots(SweepAspect.ERROR)).hasSize(1);
        assertThat(SweepAspect.DIFFERENCE.table(view.summary())).hasSizeGreaterThan(2);
        assertThat(SweepAspect.DIFFERENCE.table(view.summary()).getFirst()).startsWith("First", "Second");
        assertThat(view.plots(SweepAspect.DIFFERENCE).getFirst().title())
                .isEqualTo("Difference: kal-net minus mlp-relu");
        assertThat(view.plots(SweepAspect.SIZE)).isEmpty();

        Path report = home.resolve("report");
        viewModel.report(report);
        waitUntil(
                viewModel,
                () -> workspace.notices.stream()
                        .anyMatch(notice -> notice.text().contains("report.html")));
        assertThat(report.resolve("report.html"))
                .content()
                .contains(view.summary().verdict().sentence());
        assertThat(Files.readAllLines(report.resolve("fits.csv"))).hasSize(33);
        assertThat(report.resolve("plots/difference.svg")).exists();
        assertThat(report.resolve("plots/difference.png")).exists();
    }

    @Test
    void a_cancelled_sweep_keeps_what_is_done_and_a_later_start_goes_on_with_it() throws IOException {
        tiny(40);
        SweepViewModel first = viewModel();
        first.start();
        waitUntil(
                first,
                () -> first.jobProperty().get() != null
                        && first.jobProperty().get().progress() > 0.05);
        assertThat(first.losses().getFirst()).contains("kept");
        first.stop();
        waitUntil(first, () -> first.phaseProperty().get() == Phase.IDLE);
        waitUntil(first, () -> first.viewProperty().get() != null);
        int kept = first.viewProperty().get().fits().size();
        assertThat(first.noticeProperty().get()).contains("Start resumes");
        settings.seeds.set(39);
        assertThat(first.noticeProperty().get()).contains("Start begins another sweep");
        settings.seeds.set(40);
        assertThat(first.noticeProperty().get()).contains("Start resumes");

        SweepViewModel later = viewModel();
        later.start();
        waitForVerdict(later, 40);

        assertThat(kept).isBetween(1, 159);
        assertThat(later.viewProperty().get().fits()).hasSize(160);
        assertThat(folders()).hasSize(1);
    }

    @Test
    void a_sweep_is_one_run_of_the_store_with_its_verdict_and_its_fits_however_often_it_was_gone_on_with(
            @TempDir Path store) throws Exception {
        workspace.library.open(store, ui::add);
        tiny(8);
        SweepViewModel viewModel = viewModel();
        waitUntil(viewModel, () -> workspace.library.storeProperty().get() != null);
        RunStore runs = workspace.library.storeProperty().get();
        for (int time = 0; time < 2; time++) {
            viewModel.start();
            waitForVerdict(viewModel, 8);
            waitUntil(viewModel, () -> !workspace.library.records.busy());
        }

        List<StoredRun> kept = all(runs);
        assertThat(kept).hasSize(1);
        StoredRun run = kept.getFirst();
        assertThat(run.description().kind()).isEqualTo(RunKind.SWEEP);
        assertThat(run.description().preset()).isEqualTo("kal-net, mlp-relu");
        assertThat(run.epochs()).isEqualTo(32);
        assertThat(run.message())
                .isEqualTo(viewModel.viewProperty().get().summary().verdict().sentence());
        Path files = runs.files(run.description().name()).folder();
        assertThat(SweepRun.folder(run, files, home)).isEqualTo(folders().getFirst());
        Path copy = SweepRun.folder(run, files, home.resolve("gone"));
        assertThat(Files.readAllLines(copy.resolve("fits.csv"))).hasSize(33);
        SweepViewModel other = viewModel();
        other.open(copy, shown::incrementAndGet);
        waitForVerdict(other, 8);
    }

    @Test
    void the_store_follows_a_sweep_while_it_goes_on_and_counts_no_second_twice(@TempDir Path store) throws Exception {
        workspace.library.open(store, ui::add);
        tiny(100);
        fit.steps.set(400);
        SweepViewModel viewModel = viewModel();
        waitUntil(viewModel, () -> workspace.library.storeProperty().get() != null);
        RunStore runs = workspace.library.storeProperty().get();
        long began = System.nanoTime();
        viewModel.start();

        waitUntil(viewModel, () -> all(runs).stream().anyMatch(run -> run.epochs() > 0 && run.seconds() > 0));

        StoredRun going = all(runs).getFirst();
        assertThat(going.state()).isEqualTo(RunState.RUNNING);
        assertThat(going.epochs()).isLessThan(400);
        viewModel.stop();
        waitUntil(viewModel, () -> stateOfFirst(runs) == RunState.STOPPED);
        assertThat(all(runs).getFirst().seconds()).isBetween(going.seconds(), (System.nanoTime() - began) / 1e9);
    }

    @Test
    void another_sweep_shows_nothing_of_the_one_before_and_is_named_by_what_it_is() {
        tiny(1);
        SweepViewModel viewModel = viewModel();
        assertThat(viewModel.shownProperty().get()).contains("1 seed");
        viewModel.start();
        waitForVerdict(viewModel, 1);
        settings.seeds.set(3);
        assertThat(viewModel.shownProperty().get())
                .as("of what is shown, not of the settings")
                .endsWith("1 seed");
        assertThat(viewModel.plannedProperty().get()).endsWith("3 seeds");

        viewModel.start();
        waitUntil(viewModel, () -> viewModel.phaseProperty().get() == Phase.RUNNING);

        assertThat(viewModel.shownProperty().get()).endsWith("3 seeds");
        assertThat(viewModel.viewProperty().get()).isNull();
        waitForVerdict(viewModel, 3);
    }

    @Test
    void a_sweep_is_not_opened_over_one_that_runs_and_says_so() throws IOException {
        tiny(1);
        SweepViewModel viewModel = viewModel();
        viewModel.start();
        waitForVerdict(viewModel, 1);
        Path folder = folders().getFirst();
        tiny(200);
        viewModel.start();
        waitUntil(viewModel, () -> viewModel.phaseProperty().get() == Phase.RUNNING);

        viewModel.open(folder, shown::incrementAndGet);

        assertThat(problem.get().details()).contains("Another sweep is running");
        assertThat(shown).as("opened and shown").hasValue(0);
        viewModel.stop();
        waitUntil(viewModel, () -> viewModel.phaseProperty().get() == Phase.IDLE);
        assertThat(problem.get()).as("none runs any more").isNull();
    }

    @Test
    void opening_a_sweep_leaves_the_question_about_another() throws IOException {
        tiny(1);
        SweepViewModel viewModel = viewModel();
        viewModel.start();
        waitForVerdict(viewModel, 1);
        Path finished = folders().getFirst();
        Path begun = Files.createDirectory(home.resolve("begun"));
        tiny(200);
        settings.configuration().write(begun.resolve("sweep.json"));
        viewModel.open(begun, shown::incrementAndGet);
        waitUntil(viewModel, () -> viewModel.phaseProperty().get() == Phase.ASKING);

        viewModel.open(finished, shown::incrementAndGet);
        waitForVerdict(viewModel, 1);

        assertThat(problem.get()).isNull();
        assertThat(viewModel.questionProperty().get()).isEmpty();
        assertThat(viewModel.shownProperty().get()).endsWith("1 seed");
        assertThat(shown).hasValue(2);
    }

    private static List<StoredRun> all(RunStore runs) {
        try {
            return runs.list(RunQuery.NEWEST);
        } catch (StoreException e) {
            throw new AssertionError(e);
        }
    }

    private static RunState stateOfFirst(RunStore runs) {
        return all(runs).stream().map(StoredRun::state).findFirst().orElse(null);
    }

    @Test
    void a_sweep_that_would_take_hours_is_asked_about_first() {
        settings.seeds.set(1000);
        fit.steps.set(100_000);
        SweepViewModel viewModel = viewModel();
        viewModel.start();
        waitUntil(viewModel, () -> viewModel.phaseProperty().get() == Phase.ASKING);

        assertThat(viewModel.questionProperty().get()).contains("168,000 fits").contains("hours on 2 cores");
        viewModel.stop();
        assertThat(viewModel.phaseProperty().get()).isEqualTo(Phase.IDLE);
        assertThat(viewModel.questionProperty().get()).isEmpty();
        assertThat(viewModel.viewProperty().get()).isNull();
    }

    @Test
    void a_question_about_other_settings_than_those_in_sight_is_withdrawn() {
        settings.seeds.set(1000);
        fit.steps.set(100_000);
        SweepViewModel viewModel = viewModel();
        viewModel.start();
        waitUntil(viewModel, () -> viewModel.phaseProperty().get() == Phase.ASKING);
        fit.steps.set(100_000);
        assertThat(viewModel.phaseProperty().get()).isEqualTo(Phase.ASKING);

        settings.seeds.set(500);

        assertThat(viewModel.phaseProperty().get()).isEqualTo(Phase.IDLE);
        assertThat(viewModel.questionProperty().get()).isEmpty();
        assertThat(viewModel.shownProperty().get()).endsWith("500 seeds");
        viewModel.start();
        waitUntil(viewModel, () -> viewModel.phaseProperty().get() == Phase.ASKING);
        assertThat(viewModel.questionProperty().get()).contains("84,000 fits");
        viewModel.stop();
    }

    @Test
    void an_earlier_sweep_is_opened_from_its_folder_and_another_folder_is_refused() throws IOException {
        tiny(1);
        SweepViewModel first = viewModel();
        first.start();
        waitForVerdict(first, 1);
        Path folder = folders().getFirst();

        SweepViewModel later = viewModel();
        later.open(folder, shown::incrementAndGet);
        waitForVerdict(later, 1);
        assertThat(later.viewProperty().get().fits()).hasSize(4);

        later.open(Files.createDirectory(home.resolve("empty")), shown::incrementAndGet);
        waitUntil(later, () -> problem.get() != null);
        assertThat(problem.get().details()).contains("sweep.json").doesNotContain("\n");
    }

    @Test
    void an_opened_sweep_has_its_settings_again_and_start_goes_on_with_it_where_it_is() throws Exception {
        tiny(2);
        SweepConfiguration set = settings.configuration();
        // No settings make another batch.
        SweepConfiguration finer = new SweepConfiguration(
                set.targets(),
                set.place(),
                NoiseShape.LAPLACE,
                set.unit(),
                set.levels(),
                set.rows(),
                set.contenders(),
                set.seeds(),
                7,
                new Budget(20, 16),
                set.tuning(),
                List.of(),
                Configuration.VECTOR);
        Path elsewhere = Files.createDirectory(home.resolve("elsewhere"));
        finer.write(elsewhere.resolve("sweep.json"));
        tiny(5);
        SweepViewModel viewModel = viewModel();
        viewModel.open(elsewhere, shown::incrementAndGet);
        waitUntil(viewModel, () -> viewModel.phaseProperty().get() == Phase.ASKING);
        viewModel.stop();

        assertThat(settings.seeds.get()).isEqualTo(2);
        assertThat(fit.steps.get()).isEqualTo(20);
        assertThat(fit.seed.get()).isEqualTo(7);
        assertThat(settings.configuration().shape()).isEqualTo(NoiseShape.LAPLACE);
        assertThat(viewModel.plannedProperty().get())
                .isEqualTo(viewModel.shownProperty().get());

        viewModel.start();
        waitForVerdict(viewModel, 2);
        assertThat(viewModel.viewProperty().get().configuration()).isEqualTo(finer);
        assertThat(folders()).containsExactly(elsewhere);

        settings.seeds.set(1);
        viewModel.start();
        waitForVerdict(viewModel, 1);
        assertThat(folders()).as("another sweep").hasSize(2);
    }

    @Test
    void a_device_trains_a_sweep_too_in_a_folder_of_its_own() throws IOException {
        SomeDevice.orSkip();
        tiny(2);
        SweepViewModel viewModel = viewModel();
        assertThat(viewModel.engines()).containsExactly(Configuration.VECTOR, Configuration.OPENCL, Configuration.CUDA);
        viewModel.start();
        waitForVerdict(viewModel, 2);
        double wanted = viewModel.viewProperty().get().rows().getFirst().snrDb();
        settings.engine.set(Configuration.OPENCL);
        viewModel.start();
        waitUntil(viewModel, () -> viewModel.viewProperty().get() == null);
        waitForVerdict(viewModel, 2);

        assertThat(viewModel.viewProperty().get().configuration().engine()).isEqualTo(Configuration.OPENCL);
        assertThat(viewModel.viewProperty().get().rows().getFirst().snrDb()).isCloseTo(wanted, within(0.1));
        assertThat(folders()).hasSize(2);
    }

    @Test
    void settings_become_those_of_every_sweep_that_they_can_make() {
        settings.own.set(true);
        fit.target.kind.set(TargetSettings.Kind.EXPRESSION);
        fit.target.expression.set("x1 * x2");
        fit.target.upper.set(3.0);
        fit.noise.unit.set(NoiseUnit.SNR_DB);
        fit.models.match.set(Match.Measure.TIME);
        fit.models.candidates.choose(
                c -> List.of("torchkan", "efficient-kan", "mlp-tanh", "spline").contains(c.name()));
        settings.orders.set(List.of(2, 3));
        settings.grids.set(List.of(4, 6));
        settings.sizes.set(List.of(30, 60));
        settings.engine.set(Configuration.CUDA);
        SweepConfiguration made = settings.configuration();

        SweepSettings other = new SweepSettings(new FitSettings());
        other.show(made);

        assertThat(other.configuration()).isEqualTo(made);
        SweepConfiguration usual = new SweepSettings(new FitSettings()).configuration();
        other.show(usual);
        assertThat(other.configuration()).isEqualTo(usual);
    }

    @Test
    void settings_that_make_no_sweep_say_why() {
        SweepViewModel viewModel = viewModel();
        settings.levels.textProperty().set("0, much");
        assertThat(viewModel.obstacleProperty().get())
                .isEqualTo("Noise levels must be numbers separated by commas, e.g. 0, 0.1, 0.2");
        settings.levels.textProperty().set("0, -1");
        assertThat(viewModel.obstacleProperty().get())
                .isEqualTo("Noise levels must be 0 to 1000000")
                .isEqualTo(settings.levels.problemProperty().get());
        fit.noise.unit.set(NoiseUnit.SNR_DB);
        assertThat(viewModel.obstacleProperty().get()).as("−1 dB is a level").isEmpty();
        fit.noise.unit.set(NoiseUnit.RELATIVE);
        settings.levels.reset();
        fit.noise.relative.textProperty().set("little");
        assertThat(viewModel.obstacleProperty().get()).as("out of sight").isEmpty();
        settings.grids.set(List.of(3, 5));
        assertThat(viewModel.obstacleProperty().get()).contains("has no grid");
        settings.grids.reset();
        settings.orders.set(List.of(2, 4));
        assertThat(viewModel.obstacleProperty().get()).isEmpty();
        assertThat(settings.configuration().contenders()).hasSize(6);
        fit.noise.unit.set(NoiseUnit.SNR_DB);
        assertThat(settings.configuration().levels()).startsWith(40.0);
    }
}

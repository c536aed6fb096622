package org.kanworkbench.noise.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.data.DataException;
import org.kanworkbench.network.Activation;
import org.kanworkbench.noise.contender.Contender;
import org.kanworkbench.noise.contender.KanContender;
import org.kanworkbench.noise.contender.Match;
import org.kanworkbench.noise.contender.MlpContender;
import org.kanworkbench.noise.fit.FitRow;
import org.kanworkbench.noise.target.Target;
import org.kanworkbench.runs.RunFiles;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.trials.PretendedCluster;
import org.kanworkbench.training.trials.TrialPlace;
import org.kanworkbench.training.trials.TrialsEvent;

@Timeout(120)
class SweepTest {

    @TempDir
    private Path folder;

    private static TrialsEvent<FinishedFit> run(Path into, SweepConfiguration configuration, int threads)
            throws IOException, DataException, InterruptedException {
        return run(into, configuration, threads, _ -> {});
    }

    private static TrialsEvent<FinishedFit> run(
            Path into, SweepConfiguration configuration, int threads, Consumer<TrialsEvent<FinishedFit>> listener)
            throws IOException, DataException, InterruptedException {
        try (SweepFolder store = SweepFolder.open(into, SweepFolder.sized(into, configuration, () -> false))) {
            AtomicReference<TrialsEvent<FinishedFit>> last = new AtomicReference<>();
            Sweep.start(SweepPlan.of(store.configuration()), Optional.of(store), TrialPlace.here(threads), event -> {
                        last.set(event);
                        listener.accept(event);
                    })
                    .await();
            return last.get();
        }
    }

    @Test
    void the_same_sweep_makes_the_same_file_whatever_the_threads()
            throws IOException, DataException, InterruptedException {
        SweepConfiguration sweep = Sweeps.small(2);

        assertThat(run(folder.resolve("a"), sweep, 1)).isEqualTo(new TrialsEvent.Finished<>(false, 24, 24));
        run(folder.resolve("b"), sweep, 3);

        String fits = Files.readString(folder.resolve("a").resolve(SweepFolder.FITS));
        assertThat(fits.lines()).hasSize(25);
        assertThat(folder.resolve("b").resolve(SweepFolder.FITS)).hasContent(fits);
        assertThat(Files.readString(folder.resolve("a").resolve(SweepFolder.TIMES))
                        .lines())
                .hasSize(25);
    }

    @Test
    void a_cluster_makes_the_same_file_from_what_it_was_sent() throws IOException, DataException, InterruptedException {
        SweepConfiguration functions = Sweeps.small(2);
        Path table = folder.resolve("table.csv");
        StringBuilder rows = new StringBuilder("a,b,y\n");
        for (int i = 0; i < 60; i++) {
            rows.append(i % 7)
                    .append(',')
                    .append(i % 11)
                    .append(',')
                    .append(i * i % 13)
                    .append('\n');
        }
        Files.writeString(table, rows);
        SweepConfiguration sweep = new SweepConfiguration(
                List.of(functions.targets().getLast(), new Target.Table(table, List.of("a", "b"), "y")),
                functions.place(),
                functions.shape(),
                functions.unit(),
                functions.levels(),
                functions.rows(),
                functions.contenders(),
                2,
                7,
                functions.budget(),
                functions.tuning(),
                List.of(),
                Configuration.VECTOR);
        run(folder.resolve("here"), sweep, 2);
        PretendedCluster cluster = new PretendedCluster(3, folder);

        try (SweepFolder store = SweepFolder.open(folder.resolve("there"), sweep)) {
            Sweep.start(SweepPlan.of(store.configuration()), Optional.of(store), TrialPlace.on(cluster), _ -> {})
                    .await();
        }

        assertThat(cluster.ran()).isEqualTo(24);
        assertThat(folder.resolve("there").resolve(SweepFolder.FITS))
                .hasSameTextualContentAs(folder.resolve("here").resolve(SweepFolder.FITS));
    }

    @Test
    void a_sweep_that_was_cut_off_goes_on_where_it_was_to_the_same_file()
            throws IOException, DataException, InterruptedException {
        SweepConfiguration sweep = Sweeps.small(2);
        run(folder.resolve("whole"), sweep, 2);
        String whole = Files.readString(folder.resolve("whole").resolve(SweepFolder.FITS));
        Path killed = folder.resolve("killed");
        run(killed, sweep, 2);
        // As if the power had failed in the middle of the tenth fit's line.
        List<String> lines = whole.lines().toList();
        Files.writeString(
                killed.resolve(SweepFolder.FITS),
                String.join("\n", lines.subList(0, 10)) + "\n" + lines.get(10).substring(0, 30),
                StandardOpenOption.TRUNCATE_EXISTING);

        List<TrialsEvent<FinishedFit>> events = Collections.synchronizedList(new ArrayList<>());
        run(killed, sweep, 2, events::add);

        assertThat(((TrialsEvent.Advanced<FinishedFit>) events.getFirst())
                        .progress()
                        .done())
                .isEqualTo(10);
        assertThat(events).hasSize(15 + 1);
        assertThat(killed.resolve(SweepFolder.FITS)).hasContent(whole);
    }

    @Test
    void a_cancelled_sweep_keeps_what_is_done() throws IOException, DataException, InterruptedException {
        SweepConfiguration sweep = Sweeps.small(50);
        CountDownLatch some = new CountDownLatch(5);
        List<TrialsEvent<FinishedFit>> events = Collections.synchronizedList(new ArrayList<>());
        try (SweepFolder store = SweepFolder.open(folder, sweep)) {
            Sweep running = Sweep.start(SweepPlan.of(sweep), Optional.of(store), TrialPlace.here(2), event -> {
                events.add(event);
                if (event instanceof TrialsEvent.Advanced<FinishedFit>) {
                    some.countDown();
                }
            });
            some.await();
            running.control().pause();
            running.control().cancel();
            running.await();
        }

        TrialsEvent.Finished<FinishedFit> end = (TrialsEvent.Finished<FinishedFit>) events.getLast();
        assertThat(end.cancelled()).isTrue();
        assertThat(end.done()).isGreaterThanOrEqualTo(5).isLessThan(600);
        assertThat(Files.readString(folder.resolve(SweepFolder.FITS)).lines()).hasSize(1 + end.done());
    }

    @Test
    void a_folder_with_another_sweep_is_refused() throws IOException, DataException, InterruptedException {
        run(folder, Sweeps.small(1), 1);

        assertThatThrownBy(() -> SweepFolder.open(folder, Sweeps.small(2)))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll(folder.toString(), "another configuration");
    }

    @Test
    void a_folder_that_is_in_use_is_refused() throws IOException, DataException {
        try (SweepFolder _ = SweepFolder.open(folder, Sweeps.small(1))) {
            assertThatThrownBy(() -> SweepFolder.open(folder, Sweeps.small(1)))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("at work");
        }
        SweepFolder.open(folder, Sweeps.small(1)).close();
    }

    @Test
    void opening_a_finished_sweep_changes_nothing() throws IOException, DataException, InterruptedException {
        run(folder, Sweeps.small(3), 2);
        String fits = Files.readString(folder.resolve(SweepFolder.FITS));

        try (SweepFolder opened = SweepFolder.open(folder, Sweeps.small(3))) {
            assertThat(opened.known()).hasSize(36);
        }

        assertThat(folder.resolve(SweepFolder.FITS)).hasContent(fits);
    }

    @Test
    void a_configuration_comes_back_from_its_file() throws IOException {
        Path file = folder.resolve("s.json");
        Sweeps.small(3).write(file);

        assertThat(SweepConfiguration.read(file)).isEqualTo(Sweeps.small(3));
        assertThat(Files.readString(file)).contains("\"kind\" : \"formula\"", "\"kind\" : \"mlp\"");
    }

    @Test
    void a_sweep_that_was_given_up_before_its_first_fit_leaves_its_folder_to_another() throws Exception {
        SweepFolder.open(folder, Sweeps.small(3)).close();
        try (SweepFolder other = SweepFolder.open(folder, Sweeps.small(1))) {
            assertThat(other.configuration()).isEqualTo(Sweeps.small(1));
        }
        run(folder, Sweeps.small(1), 1);
        assertThatThrownBy(() -> SweepFolder.open(folder, Sweeps.small(3)))
                .hasMessageContaining("holds a sweep of another configuration");
    }

    @Test
    void a_damaged_configuration_is_refused_with_the_place() throws IOException {
        Path file = folder.resolve("s.json");
        Sweeps.small(3).write(file);
        String json = Files.readString(file);

        Files.writeString(file, json.replace("\"polynomial\"", "\"poly\""));
        assertThatThrownBy(() -> SweepConfiguration.read(file))
                .hasMessageContainingAll("contenders[2]", "\"poly\" is unknown", "kan, mlp, polynomial, spline");
        Files.writeString(file, json.replace("\"seeds\" : 3", "\"seeds\" : 0"));
        assertThatThrownBy(() -> SweepConfiguration.read(file)).hasMessageContaining("choose 1 to");
    }

    @Test
    void sizes_that_were_matched_by_time_are_kept_with_the_sweep()
            throws IOException, DataException, InterruptedException {
        SweepConfiguration small = Sweeps.small(1);
        SweepConfiguration timed = new SweepConfiguration(
                small.targets(),
                small.place(),
                small.shape(),
                small.unit(),
                small.levels(),
                small.rows(),
                List.of(
                        small.contenders().get(0),
                        ((MlpContender) small.contenders().get(1)).withMatch(new Match(Match.Measure.TIME, "kal-net"))),
                1,
                0,
                small.budget(),
                small.tuning(),
                List.of(),
                Configuration.VECTOR);
        run(folder, timed, 1);

        SweepConfiguration kept = SweepConfiguration.read(folder.resolve(SweepFolder.CONFIGURATION));
        assertThat(kept.timed()).singleElement().satisfies(size -> {
            assertThat(size.contender()).isEqualTo("mlp tanh");
            assertThat(size.units()).isPositive();
        });
        // Another measurement may find another size; the folder's own goes on.
        assertThat(run(folder, timed, 1)).isEqualTo(new TrialsEvent.Finished<>(false, 8, 8));
    }

    @Test
    void a_sweep_does_not_go_on_with_a_table_that_has_changed() throws Exception {
        SweepConfiguration small = Sweeps.small(1);
        StringBuilder rows = new StringBuilder("x,y\n");
        for (int i = 0; i < 300; i++) {
            rows.append(i / 100.0).append(',').append(Math.sin(i / 100.0)).append('\n');
        }
        Path table = Files.writeString(folder.resolve("t.csv"), rows);
        SweepConfiguration sweep = new SweepConfiguration(
                List.of(new Target.Table(table, List.of("x"), "y")),
                small.place(),
                small.shape(),
                small.unit(),
                small.levels(),
                small.rows(),
                small.contenders(),
                1,
                0,
                small.budget(),
                small.tuning(),
                List.of(),
                Configuration.VECTOR);
        Path into = folder.resolve("sweep");
        SweepFolder.open(into, sweep).close();
        Files.writeString(table, rows + "3.1,0\n");
        run(into, sweep, 1);
        Path fits = into.resolve(SweepFolder.FITS);
        List<String> lines = Files.readAllLines(fits);
        Files.write(fits, lines.subList(0, 2));

        Files.writeString(table, rows);
        assertThatThrownBy(() -> SweepFolder.open(into, sweep))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("has changed since it began");

        Files.delete(into.resolve(RunFiles.DATA));
        assertThatThrownBy(() -> SweepFolder.open(into, sweep)).hasMessageContaining("lacks data.sha256");

        Files.write(fits, lines);
        SweepFolder.open(into, sweep).close();
    }

    @Test
    void a_copy_tells_of_the_tables_as_the_folder_does() throws Exception {
        assertThat(SweepFolder.contents(Sweeps.small(1), Optional.of(folder), List.of()))
                .doesNotContainKey(RunFiles.DATA);
        Files.writeString(folder.resolve(RunFiles.DATA), "digest");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SweepFolder.contents(Sweeps.small(1), Optional.of(folder), List.of())
                .get(RunFiles.DATA)
                .writeTo(out);
        assertThat(out).hasToString("digest");
    }

    /** The small sweep of one seed, of other rows and models. */
    private static SweepConfiguration with(List<Integer> rows, List<Contender> contenders) {
        SweepConfiguration small = Sweeps.small(1);
        return new SweepConfiguration(
                small.targets(),
                small.place(),
                small.shape(),
                small.unit(),
                small.levels(),
                rows,
                contenders,
                1,
                0,
                small.budget(),
                small.tuning(),
                List.of(),
                Configuration.VECTOR);
    }

    @Test
    void impossible_sizes_are_refused_before_anything_is_fitted() {
        SweepConfiguration tiny = with(List.of(2), Sweeps.CONTENDERS);

        assertThatThrownBy(() -> SweepPlan.of(tiny)).hasMessageContaining("training size is 2: choose 4 to");
    }

    @Test
    void networks_that_would_take_all_memory_are_refused_before_anything_is_fitted() {
        SweepConfiguration wide =
                with(List.of(30), List.of(new MlpContender("mlp", Activation.TANH, List.of(8192, 8192))));

        assertThatThrownBy(() -> SweepPlan.of(wide))
                .hasMessageContaining("noisy fits take networks of up to 1,000,000");
    }

    @Test
    void networks_that_a_norm_makes_constant_are_refused_before_anything_is_fitted() {
        SweepConfiguration alike = with(List.of(30), List.of(new KanContender("bsrbf-kan", List.of(4))));

        assertThatThrownBy(() -> SweepPlan.of(alike))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("bsrbf-kan: layer 1 has layer norm over its one input");
    }

    @Test
    void what_a_spreadsheet_would_compute_is_text_in_the_table_and_comes_back_as_it_was() {
        for (String name :
                List.of("=HYPERLINK(\"http://x\")", "+1", "-1+1", "@sum", "'quoted", "'=a", "plain, with \"")) {
            FitRow row = new FitRow(name, name, 0.1, 30, 7, 12, 24, name, 0.1, 0.2, 0.3, 4, false);

            String line = FitCsv.line(row);

            assertThat(line).doesNotContainPattern("(^|,)\"?[=+@-][^0-9]").doesNotStartWith("=");
            assertThat(FitCsv.row(line.strip())).contains(row);
        }
    }
}

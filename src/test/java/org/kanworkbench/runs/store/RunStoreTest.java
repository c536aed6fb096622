package org.kanworkbench.runs.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.files.model.StartWeights;
import org.kanworkbench.runs.Metric;
import org.kanworkbench.runs.Queued;
import org.kanworkbench.runs.RunDescription;
import org.kanworkbench.runs.RunEvent;
import org.kanworkbench.runs.RunGroup;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.RunQuery;
import org.kanworkbench.runs.RunQuery.Sort;
import org.kanworkbench.runs.RunState;
import org.kanworkbench.runs.StoreException;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.export.RunExport;
import org.kanworkbench.training.Measure;

class RunStoreTest {

    @TempDir
    private Path folder;

    static RunDescription run(String name, String preset, long seed) {
        return new RunDescription(
                name, RunKind.TRAINING, preset, "MNIST", seed, "vector", 100, "{}", "key " + preset, 3, 0, "");
    }

    private static Metric metric(long step, double epoch, double accuracy) {
        return metric(step, epoch, accuracy, OptionalDouble.empty());
    }

    private static Metric metric(long step, double epoch, double accuracy, OptionalDouble validation) {
        return new Metric(
                step,
                epoch,
                epoch == Math.rint(epoch),
                1,
                0.5,
                0.9,
                accuracy,
                validation.isPresent() ? OptionalDouble.of(0.9) : OptionalDouble.empty(),
                validation,
                OptionalDouble.empty(),
                0.01,
                0.2,
                1);
    }

    @Test
    void a_run_is_there_again_when_the_store_is_opened_again() throws StoreException {
        try (RunStore store = RunStore.open(folder)) {
            long id = store.add(run("a", "kal-net", 7));
            store.add(id, metric(5, 0.5, 0.7));
            store.add(id, metric(10, 1, 0.9));
            store.add(id, metric(20, 2, 0.8));
            store.end(id, RunState.FINISHED, 12.5, "");
        }
        try (RunStore store = RunStore.open(folder)) {
            StoredRun run = store.list(RunQuery.NEWEST).getFirst();
            assertThat(run.state()).isEqualTo(RunState.FINISHED);
            assertThat(run.description().preset()).isEqualTo("kal-net");
            assertThat(run.description().seed()).isEqualTo(7);
            assertThat(run.seconds()).isEqualTo(12.5);
            assertThat(run.bestScore()).hasValue(0.9);
            assertThat(run.bestEpoch()).hasValue(1);
            assertThat(run.lastScore()).hasValue(0.8);
            assertThat(store.metrics(run.id()))
                    .containsExactly(metric(5, 0.5, 0.7), metric(10, 1, 0.9), metric(20, 2, 0.8));
        }
    }

    /** SQLite has no NaN. */
    @Test
    void a_score_that_is_no_number_does_not_become_0() throws StoreException {
        try (RunStore store = RunStore.open(folder)) {
            long id = store.add(run("a", "kal-net", 7));
            Metric lost = metric(10, 1, Double.NaN);

            store.add(id, lost);

            assertThat(store.metrics(id)).containsExactly(lost);
        }
    }

    @Test
    void the_best_error_is_the_least_and_sorts_apart_from_accuracies() throws StoreException {
        try (RunStore store = RunStore.open(folder)) {
            String numbers = "{\"recipe\" : {\"loss\" : \"MSE\"}}";
            long high = store.add(run("a", "kal-net", 7).configured(numbers, "high"));
            long low = store.add(run("b", "kal-net", 8).configured(numbers, "low"));
            long classes = store.add(run("c", "kal-net", 9));
            store.add(high, List.of(metric(10, 1, 30), metric(20, 2, 20)));
            store.add(high, metric(30, 3, 25));
            store.add(low, metric(10, 1, 0.5));
            store.add(classes, metric(10, 1, 0.9));

            assertThat(store.run(high).orElseThrow())
                    .returns(Measure.RMSE, StoredRun::measure)
                    .returns(OptionalDouble.of(20), StoredRun::bestScore)
                    .returns(OptionalDouble.of(2), StoredRun::bestEpoch)
                    .returns(OptionalDouble.of(25), StoredRun::lastScore);
            assertThat(store.list(RunQuery.NEWEST.withSort(RunQuery.Sort.BEST_RMSE, false)))
                    .extracting(StoredRun::id)
                    .containsExactly(low, high, classes);
            assertThat(store.list(RunQuery.NEWEST.withSort(RunQuery.Sort.BEST_ACCURACY, true)))
                    .extracting(StoredRun::id)
                    .startsWith(classes);
            store.add(classes, metric(15, 1.5, 0.92));
            store.add(low, metric(15, 1.5, 0.7));
            store.end(classes, RunState.STOPPED, 1, "");
            store.end(low, RunState.STOPPED, 1, "");
            assertThat(store.run(classes).orElseThrow())
                    .as("stopped with better weights than any epoch's end")
                    .returns(OptionalDouble.of(0.92), StoredRun::bestScore)
                    .returns(OptionalDouble.of(1.5), StoredRun::bestEpoch);
            assertThat(store.run(low).orElseThrow().bestScore()).hasValue(0.5);
            for (long run : new long[] {high, low, classes}) {
                store.end(run, RunState.FINISHED, 1, "");
            }
            assertThat(store.groups())
                    .extracting(RunGroup::measure, RunGroup::meanScore)
                    .containsExactly(
                            tuple(Measure.ACCURACY, 0.92), tuple(Measure.RMSE, 0.7), tuple(Measure.RMSE, 25.0));
            store.rewind(high, 20, 2);
            assertThat(store.run(high).orElseThrow())
                    .returns(OptionalDouble.of(20), StoredRun::bestScore)
                    .returns(OptionalDouble.of(2), StoredRun::bestEpoch);
            store.rewind(high, 10, 1);
            assertThat(store.run(high).orElseThrow().bestScore()).hasValue(30);
        }
    }

    @Test
    void validation_scores_are_told_apart_from_test_scores_and_sort_after_them() throws Exception {
        try (RunStore store = RunStore.open(folder)) {
            long tested = store.add(run("a", "kal-net", 1));
            long untested = store.add(run("b", "kal-net", 2));
            long both = store.add(run("c", "kal-net", 3));
            store.add(tested, metric(10, 1, 0.9));
            store.add(
                    untested,
                    List.of(
                            metric(10, 1, 0.97, OptionalDouble.of(0.97)),
                            metric(20, 2, 0.98, OptionalDouble.of(0.98))));
            store.add(
                    both,
                    List.of(metric(10, 1, 0.95, OptionalDouble.of(0.95)), metric(20, 2, 0.8, OptionalDouble.of(0.85))));
            for (long run : new long[] {tested, untested, both}) {
                store.end(run, RunState.FINISHED, 1, "");
            }

            assertThat(store.list(RunQuery.NEWEST.withSort(Sort.BEST_ACCURACY, true)))
                    .extracting(StoredRun::id, StoredRun::untested)
                    .containsExactly(tuple(both, false), tuple(tested, false), tuple(untested, true));
            assertThat(store.groups())
                    .extracting(RunGroup::runs, RunGroup::untested, RunGroup::mostScore)
                    .containsExactly(tuple(2, false, 0.9), tuple(1, true, 0.98));
            Path file = folder.resolve("run.csv");
            new RunExport(store).write(store.run(untested).orElseThrow(), file);
            assertThat(file)
                    .content()
                    .contains("test_loss,test_accuracy,validation_loss")
                    .contains(",,,0.9,0.97,");
        }
    }

    @Test
    void the_newest_runs_are_listed_in_the_order_of_an_index() throws Exception {
        try (RunStore _ = RunStore.open(folder);
                Connection connection =
                        DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(RunStore.DATABASE));
                ResultSet plan = connection
                        .createStatement()
                        .executeQuery("explain query plan select id from run where deleted is null order by "
                                + Sort.STARTED.order(true))) {
            while (plan.next()) {
                assertThat(plan.getString("detail")).doesNotContain("TEMP B-TREE");
            }
        }
    }

    @Test
    void a_run_that_never_ended_is_interrupted_once_its_process_is_gone() throws StoreException {
        try (RunStore store = RunStore.open(folder)) {
            store.add(run("a", "kal-net", 0));
        }
        try (RunStore store = RunStore.open(folder)) {
            assertThat(store.list(RunQuery.NEWEST)).extracting(StoredRun::state).containsExactly(RunState.INTERRUPTED);
        }
    }

    @Test
    void what_is_read_too_late_is_refused_and_opens_no_file_again() throws Exception {
        RunStore store = RunStore.open(folder);
        store.add(run("a", "kal-net", 0));
        store.close();
        assertThatThrownBy(() -> store.list(RunQuery.NEWEST))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("was closed");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).noneMatch(file -> file.getFileName().toString().endsWith("-wal"));
        }
    }

    @Test
    void an_interruption_is_told_once_and_marked_where_the_run_was_last() throws StoreException {
        try (RunStore store = RunStore.open(folder)) {
            store.add(run("a", "kal-net", 0));
            store.add(1, metric(15, 1.5, 0.5));
            store.end(store.add(run("b", "kal-net", 1)), RunState.FINISHED, 1, "");
            assertThat(store.interrupted()).isEmpty();
        }
        try (RunStore store = RunStore.open(folder)) {
            assertThat(store.interrupted()).extracting(StoredRun::id).containsExactly(1L);
            assertThat(store.interrupted()).extracting(StoredRun::state).containsExactly(RunState.INTERRUPTED);
            assertThat(store.events(1))
                    .singleElement()
                    .returns(RunEvent.Kind.INTERRUPTED, RunEvent::kind)
                    .returns(15L, RunEvent::step)
                    .returns(1.5, RunEvent::epoch);
            assertThat(store.events(2)).isEmpty();
        }
        try (RunStore store = RunStore.open(folder)) {
            assertThat(store.interrupted()).isEmpty();
        }
    }

    @Test
    void a_run_is_called_by_its_title_and_found_by_it() throws StoreException {
        try (RunStore store = RunStore.open(folder)) {
            long id = store.add(run("a", "kal-net", 0));
            assertThat(store.run(id).orElseThrow().shownName()).isEqualTo("kal-net #" + id);

            store.rename(id, "  Wide and shallow ");

            StoredRun named = store.list(RunQuery.NEWEST.withText("shallow")).getFirst();
            assertThat(named.title()).isEqualTo("Wide and shallow");
            assertThat(named.shownName()).isEqualTo("Wide and shallow #" + id);
            store.rename(id, " ");
            assertThat(store.run(id).orElseThrow().shownTitle()).isEqualTo("kal-net");
        }
    }

    @Test
    void what_happened_after_the_checkpoint_goes_when_a_run_is_taken_up_from_it() throws StoreException {
        try (RunStore store = RunStore.open(folder)) {
            long id = store.add(run("a", "kal-net", 0));
            RunEvent kept = event(10, 1, RunEvent.Kind.PAUSED, OptionalDouble.empty());
            store.add(id, kept);
            store.add(id, event(11, 1.1, RunEvent.Kind.LEARNING_RATE, OptionalDouble.of(0.5)));

            store.add(id, List.of(metric(5, 0.5, 0.7), metric(10, 1, 0.9), metric(20, 2, 0.8), metric(30, 3, 0.95)));
            store.end(id, RunState.STOPPED, 1, "why");

            store.rewind(id, 20, 2);
            assertThat(store.events(id)).hasSize(2);
            assertThat(store.run(id).orElseThrow())
                    .returns(RunState.RUNNING, StoredRun::state)
                    .returns("", StoredRun::message)
                    .returns(2.0, StoredRun::epochs)
                    .returns(OptionalDouble.of(0.9), StoredRun::bestScore)
                    .returns(OptionalDouble.of(1), StoredRun::bestEpoch)
                    .returns(OptionalDouble.of(0.8), StoredRun::lastScore);

            store.rewind(id, 10, 1);
            assertThat(store.events(id)).containsExactly(kept);
            assertThat(store.metrics(id)).extracting(Metric::step).containsExactly(5L, 10L);

            store.rewind(id, -1, 0);
            store.end(id, RunState.FAILED, 1, "no such device");
            assertThat(store.run(id).orElseThrow())
                    .as("none of the scores that it had are left")
                    .returns(OptionalDouble.empty(), StoredRun::bestScore)
                    .returns(OptionalDouble.empty(), StoredRun::lastScore)
                    .returns(OptionalDouble.empty(), StoredRun::lastLoss);
        }
    }

    static RunEvent event(long step, double epoch, RunEvent.Kind kind, OptionalDouble value) {
        return new RunEvent(step, epoch, Instant.ofEpochMilli(1_700_000_000_123L), kind, value);
    }

    @Test
    void words_kinds_order_and_pages_choose_what_is_listed() throws StoreException {
        try (RunStore store = RunStore.open(folder)) {
            for (int i = 0; i < 30; i++) {
                long id = store.add(run("run " + i, i % 3 == 0 ? "mlp" : "kal-net", i));
                if (i != 5) {
                    store.add(id, metric(10, 1, i / 100.0));
                }
            }
            store.annotate(3, "Odd one, 100% worth a look", List.of("paper", " ", "a,b"));

            assertThat(store.count(RunQuery.NEWEST.withText("MLP"))).isEqualTo(10);
            assertThat(store.list(RunQuery.NEWEST.withText("kal odd")))
                    .extracting(StoredRun::id)
                    .containsExactly(3L);
            assertThat(store.list(RunQuery.NEWEST.withText("paper")).getFirst().tags())
                    .containsExactly("paper", "a b");
            assertThat(store.count(RunQuery.NEWEST.withText("100%"))).isEqualTo(1);
            assertThat(store.list(RunQuery.NEWEST.withText("kal-net #3")))
                    .extracting(StoredRun::id)
                    .containsExactly(3L);
            assertThat(store.list(RunQuery.NEWEST.withText("#6"))).hasSize(1);
            int all = store.count(RunQuery.NEWEST);
            assertThat(store.count(RunQuery.NEWEST.withText("-mlp"))).isEqualTo(all - 10);
            assertThat(store.count(RunQuery.NEWEST.withText("-#6 -"))).isEqualTo(all - 1);
            assertThat(store.count(RunQuery.NEWEST.withText("1_0"))).isZero();
            assertThat(store.count(RunQuery.NEWEST.withKinds(List.of(RunKind.SWEEP))))
                    .isZero();
            assertThat(store.count(RunQuery.NEWEST.withKinds(List.of(RunKind.SWEEP, RunKind.TRAINING))))
                    .isEqualTo(30);
            assertThat(store.count(RunQuery.NEWEST.ofConfiguration("key mlp").withText("mnist")))
                    .isEqualTo(10);
            List<StoredRun> best = store.list(
                    RunQuery.NEWEST.withSort(Sort.BEST_ACCURACY, true).page(0, 3));
            assertThat(best).extracting(run -> run.description().seed()).containsExactly(29L, 28L, 27L);
            assertThat(store.list(
                            RunQuery.NEWEST.withSort(Sort.BEST_ACCURACY, false).page(28, 5)))
                    .as("a run without a score comes last")
                    .extracting(run -> run.description().seed())
                    .containsExactly(29L, 5L);
        }
    }

    @Test
    void a_search_stands_for_its_trials_unless_they_are_looked_for() throws StoreException {
        RunQuery folded = RunQuery.NEWEST.withTrials(false);
        try (RunStore store = RunStore.open(folder)) {
            store.add(run("own", "kal-net", 0));
            long search = store.add(new RunDescription(
                    "search", RunKind.SEARCH, "kal-net", "MNIST", 0, "vector", 0, "{}", "search-7", 3, 0, ""));
            for (String trial : List.of("first", "second", "of interest")) {
                String notes = trial.equals("of interest") ? "for the paper" : "";
                store.annotate(store.add(run(trial, "kal-net", 0)), notes, List.of("search-7", "trial 3"));
            }

            assertThat(store.count(RunQuery.NEWEST)).isEqualTo(5);
            assertThat(store.list(folded))
                    .extracting(run -> run.description().name())
                    .containsExactlyInAnyOrder("own", "search", "of interest");
            assertThat(store.count(folded.withText("search-7"))).isEqualTo(3);
            assertThat(store.count(folded.withText("-paper"))).isEqualTo(2);
            assertThat(store.count(folded.ofConfiguration("key kal-net"))).isEqualTo(4);
            assertThat(store.count(folded.withKinds(List.of(RunKind.TRAINING)))).isEqualTo(2);

            store.delete(List.of(search));
            assertThat(store.count(folded)).as("nothing stands for them").isEqualTo(4);
        }
    }

    /** As an archive of another program may have it, and damage that the database does not notice. */
    @Test
    void a_configuration_that_cannot_be_read_is_listed_in_any_order() throws StoreException {
        try (RunStore store = RunStore.open(folder)) {
            finished(store, run("good", "kal-net", 0), 0.97);
            finished(
                    store,
                    new RunDescription(
                            "bad", RunKind.TRAINING, "mlp", "MNIST", 1, "vector", 9, "{\"netw", "other", 3, 0, ""),
                    0.9);
            for (Sort sort : Sort.values()) {
                assertThat(store.list(RunQuery.NEWEST.withSort(sort, true)))
                        .as("by %s", sort)
                        .hasSize(2);
            }
            assertThat(store.groups()).extracting(RunGroup::preset).contains("kal-net");
        }
    }

    @Test
    void seeds_of_one_configuration_have_their_mean_and_deviation() throws StoreException {
        try (RunStore store = RunStore.open(folder)) {
            double[] scores = {0.97, 0.98, 0.985};
            for (int i = 0; i < scores.length; i++) {
                finished(store, run("k" + i, "kal-net", i), scores[i]);
            }
            finished(store, run("m", "mlp", 0), 0.9);
            store.add(run("unscored", "mlp", 1));
            // A run that was stopped is none of a configuration's results, and the same seed again is no new one.
            long stopped = store.add(run("stopped", "kal-net", 3));
            store.add(stopped, metric(1, 1, 0.5));
            store.end(stopped, RunState.STOPPED, 1, "");
            finished(store, run("again", "kal-net", 2), 0.985);
            // Models from elsewhere have nothing in common.
            for (int i = 0; i < 2; i++) {
                finished(
                        store,
                        new RunDescription(
                                "from" + i,
                                RunKind.IMPORTED,
                                "mlp",
                                "MNIST",
                                i,
                                "vector",
                                9,
                                "{}",
                                "IMPORTED",
                                0,
                                0,
                                ""),
                        0.5);
            }

            List<RunGroup> groups = store.groups();

            assertThat(groups).extracting(RunGroup::preset).containsExactly("kal-net", "mlp");
            assertThat(groups.getFirst().runs()).isEqualTo(3);
            assertThat(groups.getFirst().meanScore()).isCloseTo(0.978333, within(1e-6));
            assertThat(groups.getFirst().deviation()).isCloseTo(0.0076376, within(1e-6));
            assertThat(groups.getLast().deviation()).isNaN();
        }
    }

    private static void finished(RunStore store, RunDescription run, double score) throws StoreException {
        long id = store.add(run);
        store.add(id, metric(1, 1, score));
        store.end(id, RunState.FINISHED, 1, "");
    }

    @Test
    void a_deleted_run_can_be_restored_until_the_store_is_opened_again() throws IOException {
        try (RunStore store = RunStore.open(folder)) {
            store.add(run("a", "kal-net", 0));
            store.add(run("b", "kal-net", 1));
            Files.createDirectories(store.files("a").folder());
            Files.writeString(store.files("a").file("model.kan"), "x");
            store.delete(List.of(1L, 2L));
            assertThat(store.count(RunQuery.NEWEST)).isZero();
            store.restore(List.of(2L));
            assertThat(store.list(RunQuery.NEWEST))
                    .extracting(run -> run.description().name())
                    .containsExactly("b");
        }
        try (RunStore store = RunStore.open(folder)) {
            assertThat(store.count(RunQuery.NEWEST)).isEqualTo(1);
            assertThat(store.files("a").folder()).doesNotExist();
        }
    }

    @Test
    void a_second_store_reads_only_and_says_so() throws StoreException {
        try (RunStore first = RunStore.open(folder)) {
            first.add(run("a", "kal-net", 0));
            try (RunStore second = RunStore.open(folder)) {
                assertThat(second.readOnly()).isTrue();
                assertThat(second.list(RunQuery.NEWEST)).hasSize(1);
                assertThatThrownBy(() -> second.add(run("b", "kal-net", 0)))
                        .isInstanceOf(StoreException.class)
                        .hasMessageContaining("open in another window")
                        .hasMessageNotContaining("\n");
            }
            assertThat(first.readOnly()).isFalse();
            assertThat(first.list(RunQuery.NEWEST).getFirst().state()).isEqualTo(RunState.RUNNING);
        }
    }

    @Test
    void a_store_of_a_newer_version_is_refused_and_left_as_it_is() throws IOException, SQLException {
        RunStore.open(folder).close();
        Path file = folder.resolve(RunStore.DATABASE);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("pragma user_version = 99");
        }
        byte[] before = Files.readAllBytes(file);

        assertThatThrownBy(() -> RunStore.open(folder))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("newer workbench")
                .hasMessageContaining("update");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("pragma user_version = " + Migrations.NEWEST);
        }
        try (RunStore store = RunStore.open(folder)) {
            assertThat(store.readOnly()).as("refusing it left it locked").isFalse();
        }
    }

    @Test
    void a_file_that_is_no_database_is_refused_and_left_as_it_is() throws IOException {
        Path file = folder.resolve(RunStore.DATABASE);
        Files.writeString(file, "no database at all, but long enough to have a header of a hundred bytes".repeat(20));

        assertThatThrownBy(() -> RunStore.open(folder))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("damaged")
                .hasMessageContaining("runs check")
                .hasMessageNotContaining("\n");
        assertThat(Files.readString(file)).startsWith("no database");
    }

    @Test
    void a_folder_that_cannot_be_made_is_named() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> RunStore.open(file.resolve("store")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("KANWORKBENCH_HOME")
                .hasMessageNotContaining("\n");
    }

    @Test
    void what_a_process_that_is_gone_has_left_half_written_is_taken_away() throws IOException {
        String half = ".file.%d-01234567-89ab-cdef-0123-456789abcdef.tmp";
        long gone = Integer.MAX_VALUE;
        long living = ProcessHandle.current().pid();
        for (String place : List.of("", "native", StartWeights.FOLDER)) {
            Path inside = Files.createDirectories(folder.resolve(place));
            Files.writeString(inside.resolve(half.formatted(gone)), "half");
            Files.writeString(inside.resolve(half.formatted(living)), "half");
        }

        RunStore.open(folder).close();

        for (String place : List.of("", "native", StartWeights.FOLDER)) {
            assertThat(folder.resolve(place).resolve(half.formatted(gone))).doesNotExist();
            assertThat(folder.resolve(place).resolve(half.formatted(living))).exists();
        }
    }

    /** Whatever a damaged or edited database says: the window can start nothing else. */
    @Test
    void only_trainings_and_searches_wait() throws StoreException {
        try (RunStore store = RunStore.open(folder)) {
            store.queue(List.of(
                    new Queued("a", RunKind.FORMULA, "x", "{}", 0, 0, 0),
                    new Queued("b", RunKind.SEARCH, "y", "{}", 0, -5, 0)));
            assertThat(store.queued()).extracting(Queued::name).containsExactly("b");
        }
    }
}

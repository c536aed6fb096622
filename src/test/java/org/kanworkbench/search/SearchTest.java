package org.kanworkbench.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.DatasetDigest;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.ToyShape;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.recipe.Loss;
import org.kanworkbench.runs.Metric;
import org.kanworkbench.runs.RunFiles;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.RunQuery;
import org.kanworkbench.runs.RunState;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.recording.Recording;
import org.kanworkbench.runs.recording.Records;
import org.kanworkbench.runs.recording.WorkRecord;
import org.kanworkbench.runs.store.RunStore;
import org.kanworkbench.search.SearchTrial.State;
import org.kanworkbench.search.pruner.Pruner;
import org.kanworkbench.search.sampler.Samplers;
import org.kanworkbench.search.setting.Settings;
import org.kanworkbench.search.space.Domain;
import org.kanworkbench.search.space.Space;
import org.kanworkbench.training.BrokenEngine;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engines;
import org.kanworkbench.training.Measure;
import org.kanworkbench.training.trials.PretendedCluster;
import org.kanworkbench.training.trials.TrialPlace;
import org.kanworkbench.training.trials.TrialProgress;
import org.kanworkbench.training.trials.TrialsEvent;
import org.kanworkbench.training.trials.WorkControl;

@Timeout(120)
class SearchTest {

    private static final DataSource.Toy MOONS = new DataSource.Toy(ToyShape.MOONS, 0.2, 200, 0);
    private static final Dataset DATASET = MOONS.load();

    private static final Space SPACE = Space.of(Map.of(
            "lr", Map.of("log", List.of(0.001, 0.3)),
            "order", Map.of("int", List.of(1, 4)),
            "hidden", Map.of("int", List.of(2, 8))));

    @TempDir
    private Path home;

    private final Records nowhere = new Records(Optional::empty, Runnable::run, _ -> {});

    private static Configuration base(int epochs) {
        Preset preset = MOONS.fitted(Preset.named("kal-net").orElseThrow(), Loss.CROSS_ENTROPY, 2);
        return SearchConfiguration.validated(
                new Configuration(
                        "kal-net",
                        MOONS,
                        preset.network(DATASET.inputs(), DATASET.outputs()),
                        preset.recipe().withEpochs(epochs),
                        4,
                        2,
                        Configuration.VECTOR),
                DATASET);
    }

    private static SearchConfiguration configuration(Samplers sampler, Pruner pruner, String second) {
        return new SearchConfiguration(base(5), SPACE, sampler, pruner, second, false);
    }

    private List<SearchTrial> run(
            SearchConfiguration configuration, int trials, Optional<SearchFolder> folder, int workers)
            throws Exception {
        Search search = Search.start(
                configuration,
                new Budget(trials, 0),
                DATASET,
                Engines.VECTOR,
                folder,
                TrialPlace.here(workers),
                nowhere,
                _ -> {});
        search.await();
        return search.results();
    }

    /** All but what differs from time to time. */
    private static List<SearchTrial> timeless(List<SearchTrial> trials) {
        return trials.stream()
                .map(t -> new SearchTrial(
                        t.trial(), t.state(), t.values(), t.curve(), 0, 0, 0, t.params(), 0, t.message()))
                .toList();
    }

    @Test
    void a_search_is_the_same_for_any_number_of_workers() throws Exception {
        SearchConfiguration configuration = configuration(Samplers.TPE, Pruner.ASHA, "");

        List<SearchTrial> alone = timeless(run(configuration, 24, Optional.empty(), 1));

        assertThat(timeless(run(configuration, 24, Optional.empty(), 3))).isEqualTo(alone);
        assertThat(alone).hasSize(24).extracting(SearchTrial::state).contains(State.COMPLETE, State.PRUNED);
        assertThat(alone)
                .filteredOn(trial -> trial.state() == State.PRUNED)
                .allSatisfy(trial -> assertThat(trial.epochs()).isIn(1, 4));
    }

    @Test
    void a_cluster_has_the_same_trials_and_stores_the_same_weights() throws Exception {
        SearchConfiguration configuration = configuration(Samplers.TPE, Pruner.ASHA, "");
        List<SearchTrial> here = timeless(run(configuration, 20, Optional.empty(), 2));
        Path kept = home.resolve("kept");
        try (RunStore store = RunStore.open(kept)) {
            Records records = new Records(() -> Optional.of(store), Runnable::run, _ -> {});
            PretendedCluster cluster = new PretendedCluster(3, home);

            Search search = Search.start(
                    configuration,
                    new Budget(20, 0),
                    DATASET,
                    Engines.VECTOR,
                    Optional.empty(),
                    TrialPlace.on(cluster),
                    records,
                    _ -> {});
            search.await();

            assertThat(timeless(search.results())).isEqualTo(here);
            assertThat(cluster.ran()).isEqualTo(20);
            SearchTrial best = configuration.best(search.results()).orElseThrow();
            StoredRun run = store.run(best.run()).orElseThrow();
            assertThat(store.metrics(run.id()))
                    .filteredOn(Metric::epochEnd)
                    .extracting(Metric::testScore)
                    .isEqualTo(best.curve());
            Configuration trained = Settings.of(configuration.base(), best.params());
            Trained again = Trained.run(Engines.VECTOR, trained, DATASET.withoutTest(), new WorkControl(), _ -> false)
                    .orElseThrow();
            assertThat(new Recording(store).model(run).orElseThrow().model().tensors())
                    .usingRecursiveComparison()
                    .isEqualTo(again.end().model().tensors());
        }
    }

    @Test
    void a_search_that_was_killed_at_any_moment_resumes_without_losing_a_trial() throws Exception {
        SearchConfiguration configuration = configuration(Samplers.TPE, Pruner.MEDIAN, "");
        List<SearchTrial> whole;
        Path file;
        try (SearchFolder folder = SearchFolder.open(home, configuration)) {
            whole = timeless(run(configuration, 16, Optional.of(folder), 2));
            file = folder.path().resolve(SearchFolder.TRIALS);
        }
        byte[] all = Files.readAllBytes(file);
        SplittableRandom random = new SplittableRandom(1);
        for (int kill = 0; kill < 20; kill++) {
            byte[] left = Arrays.copyOf(all, random.nextInt(all.length));
            Files.write(file, left);
            long lines = new String(left, StandardCharsets.UTF_8)
                    .chars()
                    .filter(c -> c == '\n')
                    .count();
            try (SearchFolder folder = SearchFolder.open(home, configuration)) {
                assertThat(folder.known()).hasSize((int) lines);
                assertThat(timeless(run(configuration, 16, Optional.of(folder), 2)))
                        .isEqualTo(whole);
            }
        }
        try (SearchFolder folder = SearchFolder.open(home, configuration)) {
            assertThat(folder.known()).hasSize(16);
            assertThatThrownBy(() -> SearchFolder.open(home, configuration))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("at work already");
        }
    }

    @Test
    void a_search_whose_trials_cannot_be_kept_ends_and_says_so() throws Exception {
        SearchConfiguration configuration = configuration(Samplers.RANDOM, Pruner.NONE, "");
        SearchFolder folder = SearchFolder.open(home, configuration);
        folder.close();
        AtomicReference<TrialsEvent<SearchTrial>> last = new AtomicReference<>();
        Search search = Search.start(
                configuration,
                new Budget(100_000, 0),
                DATASET,
                Engines.VECTOR,
                Optional.of(folder),
                TrialPlace.here(2),
                nowhere,
                last::set);
        search.await();
        assertThat(last.get())
                .isInstanceOfSatisfying(
                        TrialsEvent.Failed.class,
                        failed -> assertThat(failed.message()).startsWith("cannot write into " + folder.path()));
    }

    @Test
    void a_search_may_have_more_time_than_a_clock_counts() throws Exception {
        Search search = Search.start(
                configuration(Samplers.RANDOM, Pruner.NONE, ""),
                new Budget(2, 1e12),
                DATASET,
                Engines.VECTOR,
                Optional.empty(),
                TrialPlace.here(1),
                nowhere,
                _ -> {});
        search.await();

        assertThat(search.results()).hasSize(2);
    }

    @Test
    void a_grid_trains_settings_that_have_no_meaning_with_others_once() throws Exception {
        Space space = Space.of(Map.of(
                "optimizer", Map.of("choice", List.of("adam", "sgd")),
                "momentum", Map.of("choice", List.of(0.0, 0.5, 0.9))));
        SearchConfiguration grid = new SearchConfiguration(base(1), space, Samplers.GRID, Pruner.NONE, "", false);

        assertThat(run(grid, 100, Optional.empty(), 2))
                .hasSize(1 + 3)
                .extracting(SearchTrial::params)
                .doesNotHaveDuplicates();
    }

    @Test
    void more_trials_go_on_with_a_search() throws Exception {
        SearchConfiguration configuration = configuration(Samplers.RANDOM, Pruner.NONE, "");
        Path file;
        try (SearchFolder folder = SearchFolder.open(home, configuration)) {
            run(configuration, 3, Optional.of(folder), 2);
            file = folder.path().resolve(SearchFolder.TRIALS);
        }
        // As they were written before lines said when a trial began.
        Files.writeString(file, Files.readString(file).replaceAll("\"started\":\\d+,", ""));
        try (SearchFolder folder = SearchFolder.open(home, configuration)) {
            assertThat(folder.known()).hasSize(3).allMatch(trial -> trial.started() == 0);
            assertThat(run(configuration, 5, Optional.of(folder), 2)).hasSize(5);
        }
    }

    @Test
    void a_search_does_not_go_on_with_other_data() throws Exception {
        SearchConfiguration configuration = configuration(Samplers.RANDOM, Pruner.NONE, "");
        try (SearchFolder folder = SearchFolder.open(home, configuration)) {
            run(configuration, 1, Optional.of(folder), 1);
            folder.check(DATASET);
            SearchFolder.check(folder.path(), DATASET);
            SearchFolder.check(folder.path(), DATASET.withoutTest());
            SearchFolder.check(home, DATASET);
            assertThatThrownBy(() -> folder.check(DATASET.with(DATASET.test(), DATASET.train())))
                    .hasMessageContaining("has changed since this search began")
                    .hasMessageContaining("choose another random seed");
            assertThatThrownBy(() -> Confirmation.known(
                            configuration,
                            complete(0, 1, Map.of()),
                            DATASET.with(DATASET.test(), DATASET.train()),
                            Optional.of(folder.path()),
                            nowhere))
                    .hasMessageContaining("has changed since this search began");
            // As earlier versions wrote it.
            Files.writeString(folder.path().resolve(RunFiles.DATA), DatasetDigest.of(DATASET) + "\n");
            folder.check(DATASET);
        }
    }

    @Test
    void damaged_lines_of_a_search_are_refused_and_it_can_be_opened_when_they_are_mended() throws Exception {
        SearchConfiguration configuration = configuration(Samplers.RANDOM, Pruner.NONE, "");
        Path file;
        try (SearchFolder folder = SearchFolder.open(home, configuration)) {
            run(configuration, 1, Optional.of(folder), 1);
            file = folder.path().resolve(SearchFolder.TRIALS);
        }
        String sound = Files.readString(file);
        for (String damaged : List.of(
                "null\n",
                sound.replace("\"trial\":0", "\"trial\":-5"),
                sound.replaceFirst("\"values\":\\[[^]]*]", "\"values\":[]"))) {
            assertThat(damaged).isNotEqualTo(sound);
            Files.writeString(file, damaged);
            assertThatThrownBy(() -> SearchFolder.open(home, configuration))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("trials.jsonl: ");
        }
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(3L << 30);
        }
        assertThatThrownBy(() -> SearchFolder.open(home, configuration)).hasMessageContaining("too large");
        Files.writeString(file, sound);
        try (SearchFolder folder = SearchFolder.open(home, configuration)) {
            assertThat(folder.known()).hasSize(1);
        }
    }

    @Test
    void a_trial_that_fails_does_not_end_the_search() throws Exception {
        SearchConfiguration reckless = new SearchConfiguration(
                base(2),
                Space.of(Map.of(
                        "lr", Map.of("choice", List.of(1e6, 0.01)), "optimizer", Map.of("choice", List.of("sgd")))),
                Samplers.GRID,
                Pruner.NONE,
                "",
                false);

        List<SearchTrial> trials = run(reckless, 100, Optional.empty(), 2);

        assertThat(trials).extracting(SearchTrial::state).containsExactly(State.FAILED, State.COMPLETE);
        assertThat(trials.getFirst().message()).contains("lower the learning rate");
        assertThat(trials.getFirst().params()).containsEntry("lr", 1e6);
        assertThat(reckless.best(trials)).contains(trials.get(1));
    }

    /** As on a device that is lost: the values are not to blame. */
    @Test
    void trials_that_fail_for_what_is_around_them_are_tried_again() throws Exception {
        SearchConfiguration configuration = new SearchConfiguration(
                base(1).withEngine(Configuration.OPENCL), SPACE, Samplers.RANDOM, Pruner.NONE, "", false);
        for (int start = 0; start < 2; start++) {
            try (RunStore store = RunStore.open(home);
                    SearchFolder folder = SearchFolder.open(home, configuration)) {
                Records records = new Records(() -> Optional.of(store), Runnable::run, _ -> {});
                assertThat(folder.known()).isEmpty();
                WorkRecord record = SearchRun.record(records, configuration, DATASET.name(), 0, 2);
                AtomicReference<TrialsEvent<SearchTrial>> last = new AtomicReference<>();
                Search search = Search.start(
                        configuration,
                        new Budget(2, 0),
                        DATASET,
                        new Engines(List.of(new BrokenEngine())),
                        Optional.of(folder),
                        TrialPlace.here(1),
                        records,
                        last::set);
                search.await();
                assertThat(search.results())
                        .hasSize(2)
                        .allMatch(trial -> trial.message().contains("the card is lost"));
                SearchRun.end(record, configuration, last.get(), search);
                assertThat(store.list(RunQuery.NEWEST.withKinds(List.of(RunKind.SEARCH))))
                        .as("the same search")
                        .hasSize(1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TPE", "RANDOM"})
    void no_trial_repeats_an_earlier_one_as_long_as_there_are_others(Samplers sampler) throws Exception {
        Space small = Space.of(
                Map.of("lr", Map.of("choice", List.of(0.01, 0.02, 0.03)), "order", Map.of("int", List.of(1, 4))));
        SearchConfiguration configuration = new SearchConfiguration(base(1), small, sampler, Pruner.NONE, "", false);

        List<SearchTrial> trials = timeless(run(configuration, 11, Optional.empty(), 2));

        assertThat(trials).extracting(SearchTrial::params).doesNotHaveDuplicates();
        assertThat(timeless(run(configuration, 11, Optional.empty(), 1))).isEqualTo(trials);
        assertThat(run(configuration, 15, Optional.empty(), 2))
                .as("of twelve combinations")
                .hasSize(15);
    }

    @Test
    void of_two_objectives_the_front_is_told() throws Exception {
        SearchConfiguration configuration = configuration(Samplers.TPE, Pruner.NONE, "parameters");

        List<SearchTrial> trials = run(configuration, 14, Optional.empty(), 2);

        List<SearchTrial> front = configuration.front(trials);
        assertThat(front)
                .isNotEmpty()
                .allSatisfy(one -> assertThat(trials)
                        .noneMatch(other -> other.score() > one.score()
                                && other.values().get(1) <= one.values().get(1)));
        assertThat(trials)
                .allSatisfy(trial -> assertThat(trial.values().get(1)).isEqualTo((double)
                        Settings.of(base(5), trial.params()).network().parameters()));
    }

    @Test
    void parameters_are_those_of_the_network_that_was_trained() throws Exception {
        Configuration refined = Settings.of(base(3), Map.of("preset", "efficient-kan", "refine-grid", 1));
        Space space = Space.of(Map.of("lr", Map.of("choice", List.of(0.01))));
        SearchConfiguration configuration =
                new SearchConfiguration(refined, space, Samplers.GRID, Pruner.NONE, "parameters", false);

        assertThat(run(configuration, 1, Optional.empty(), 1)
                        .getFirst()
                        .values()
                        .get(1))
                .isGreaterThan(refined.network().parameters());
    }

    @Test
    void a_cluster_prunes_by_many_long_curves() throws Exception {
        SearchConfiguration configuration = configuration(Samplers.RANDOM, Pruner.MEDIAN, "");
        List<Double> curve = Collections.nCopies(12_000, 0.25);
        try (SearchFolder folder = SearchFolder.open(home, configuration)) {
            for (int i = 0; i < 32; i++) {
                folder.append(
                        new SearchTrial(i, State.COMPLETE, List.of(0.25), curve, 1, 1, 0, Map.of("order", i), 0, ""));
            }
        }
        try (SearchFolder folder = SearchFolder.open(home, configuration)) {
            Search search = Search.start(
                    configuration,
                    new Budget(33, 0),
                    DATASET,
                    Engines.VECTOR,
                    Optional.of(folder),
                    TrialPlace.on(new PretendedCluster(1, home)),
                    nowhere,
                    _ -> {});
            search.await();
            assertThat(search.results().getLast().message()).isEmpty();
        }
    }

    @Test
    void a_cancelled_search_keeps_what_is_done() throws Exception {
        SearchConfiguration configuration = configuration(Samplers.RANDOM, Pruner.NONE, "");
        CountDownLatch some = new CountDownLatch(3);
        AtomicReference<TrialsEvent<SearchTrial>> last = new AtomicReference<>();
        Consumer<TrialsEvent<SearchTrial>> listener = event -> {
            last.set(event);
            some.countDown();
        };
        Search search = Search.start(
                configuration,
                new Budget(100_000, 0),
                DATASET,
                Engines.VECTOR,
                Optional.empty(),
                TrialPlace.here(2),
                nowhere,
                listener);
        some.await();
        search.control().cancel();
        search.await();

        assertThat(last.get())
                .isEqualTo(new TrialsEvent.Finished<>(true, search.results().size(), 100_000));
        assertThat(search.results()).hasSizeBetween(3, 1000);
    }

    @Test
    void every_trial_is_a_run_and_the_search_is_one() throws Exception {
        SearchConfiguration configuration = configuration(Samplers.RANDOM, Pruner.NONE, "");
        try (RunStore store = RunStore.open(home)) {
            Records records = new Records(() -> Optional.of(store), Runnable::run, _ -> {});
            WorkRecord record = SearchRun.record(records, configuration, DATASET.name(), 0, 3);
            SearchFolder opened = SearchFolder.open(home, configuration);
            AtomicReference<TrialsEvent<SearchTrial>> last = new AtomicReference<>();
            Search search = Search.start(
                    configuration,
                    new Budget(3, 0),
                    DATASET,
                    Engines.VECTOR,
                    Optional.of(opened),
                    TrialPlace.here(2),
                    records,
                    last::set);
            search.await();
            opened.close();
            SearchRun.end(record, configuration, last.get(), search);

            StoredRun whole = store.list(RunQuery.NEWEST.withKinds(List.of(RunKind.SEARCH)))
                    .getFirst();
            assertThat(whole.state()).isEqualTo(RunState.FINISHED);
            assertThat(whole.epochs()).isEqualTo(3);
            assertThat(whole.message()).startsWith("Best: ").contains("lr ", "order ");
            assertThat(SearchRun.configuration(whole)).isEqualTo(configuration);
            for (SearchTrial trial : search.results()) {
                StoredRun run = store.run(trial.run()).orElseThrow();
                assertThat(run.tags()).containsExactly(configuration.name(), "trial " + trial.trial());
                assertThat(run.lastScore()).hasValue(trial.score());
                assertThat(run.parsedConfiguration().recipe().learningRate())
                        .isEqualTo(trial.params().get("lr"));
                assertThat(store.metrics(run.id())).isNotEmpty();
            }

            SearchTrial best = configuration.best(search.results()).orElseThrow();
            Path folder = SearchFolder.of(home, configuration);
            assertThat(Confirmation.known(configuration, best, DATASET, Optional.of(folder), records))
                    .isEmpty();
            Confirmation confirmation =
                    confirmed(configuration, best, TrialPlace.here(2), Optional.of(folder), records);
            assertThat(confirmation.given())
                    .contains("lr 0.")
                    .doesNotContain("lr " + Domain.written(best.params().get("lr")));

            StoredRun after = store.run(whole.id()).orElseThrow();
            assertThat(after.state()).isEqualTo(RunState.FINISHED);
            assertThat(after.ended()).as("when the search did").isEqualTo(whole.ended());
            assertThat(SearchRun.confirmed(after, configuration, search.results()))
                    .isEqualTo(confirmation.sentence());
            SearchRun.end(
                    SearchRun.record(records, configuration, DATASET.name(), 3, 3), configuration, last.get(), search);
            assertThat(SearchRun.confirmed(store.run(whole.id()).orElseThrow(), configuration, search.results()))
                    .as("what was confirmed stays")
                    .isEqualTo(confirmation.sentence());
            assertThat(Confirmation.known(configuration, best, DATASET, Optional.of(folder), records))
                    .contains(confirmation);
            assertThat(SearchRun.confirmed(store.run(whole.id()).orElseThrow(), configuration, search.results()))
                    .isEqualTo(confirmation.sentence());
            assertThat(Confirmation.known(
                            configuration, complete(9, 1, Map.of("lr", 0.5)), DATASET, Optional.of(folder), records))
                    .as("of other values")
                    .isEmpty();
            Dataset corrected = DATASET.with(DATASET.train(), DATASET.train().select(new int[] {3, 5}));
            assertThat(Confirmation.known(configuration, best, corrected, Optional.of(folder), records))
                    .as("of another test set")
                    .isEmpty();
            List<StoredRun> kept = store.list(RunQuery.NEWEST.withKinds(List.of(RunKind.TRAINING)))
                    .subList(0, 2 * Confirmation.SEEDS);
            for (String which : List.of("best", "default")) {
                List<StoredRun> runs = kept.stream()
                        .filter(run -> run.tags().equals(List.of(configuration.name(), "confirmed " + which)))
                        .toList();
                assertThat(runs)
                        .extracting(run -> run.description().configurationKey())
                        .hasSize(Confirmation.SEEDS)
                        .containsOnly(runs.getFirst().description().configurationKey());
                assertThat(runs)
                        .extracting(run -> run.lastScore().orElseThrow())
                        .containsExactlyInAnyOrderElementsOf(
                                which.equals("best") ? confirmation.best() : confirmation.base());
            }
        }
    }

    private static SearchTrial complete(int number, double score, Map<String, Object> params) {
        return new SearchTrial(number, State.COMPLETE, List.of(score), List.of(score), 0, 0, 0, params, 0, "");
    }

    @Test
    void the_time_of_a_search_is_that_in_which_trials_ran() {
        List<SearchTrial> trials = List.of(
                timed(1_000_000, 10),
                timed(1_004_000, 10),
                timed(1_006_000, 2),
                // A day later.
                timed(87_400_000, 3),
                // Of earlier versions, that did not write down when it began.
                timed(0, 5));

        assertThat(SearchTrial.busy(trials)).isCloseTo(14 + 3 + 5, within(1e-6));
    }

    private static SearchTrial timed(long started, double seconds) {
        return new SearchTrial(0, State.COMPLETE, List.of(1.0), List.of(), seconds, started, 0, Map.of(), 0, "");
    }

    @Test
    void a_best_score_that_several_trials_have_is_told_as_such() {
        SearchConfiguration configuration = configuration(Samplers.RANDOM, Pruner.NONE, "");
        SearchTrial first = complete(1, 0.9, Map.of("lr", 0.01));
        SearchTrial worse = complete(0, 0.8, Map.of("lr", 0.02));

        assertThat(SearchRun.sentence(configuration, List.of(worse, first)))
                .isEqualTo("Best: 90.00 % in trial 1 (lr 0.01)");
        assertThat(SearchRun.sentence(configuration, List.of(worse, first, complete(2, 0.9, Map.of("lr", 0.03)))))
                .isEqualTo("Best: 90.00 % in trial 1 (lr 0.01), the first of 2 with this score");
    }

    /** Without one of its trainings, there is no result, whatever the others come to. */
    @Test
    void a_confirmation_ends_with_the_first_training_that_fails() throws Exception {
        SearchTrial best =
                new SearchTrial(0, State.COMPLETE, List.of(0.9), List.of(), 0, 0, 0, Map.of("lr", 1e6), 0, "");
        List<TrialProgress> progress = new ArrayList<>();
        AtomicReference<String> why = new AtomicReference<>();

        Confirmation.start(
                        configuration(Samplers.TPE, Pruner.ASHA, ""),
                        best,
                        DATASET,
                        Engines.VECTOR,
                        TrialPlace.here(1),
                        Optional.empty(),
                        nowhere,
                        progress::add,
                        (_, failure) -> why.set(failure))
                .await();

        assertThat(why.get()).contains("not finite");
        assertThat(progress).isEmpty();
    }

    private static Confirmation confirmed(
            SearchConfiguration configuration,
            SearchTrial best,
            TrialPlace place,
            Optional<Path> folder,
            Records records)
            throws Exception {
        AtomicReference<Confirmation> told = new AtomicReference<>();
        Confirmation.start(
                        configuration,
                        best,
                        DATASET,
                        Engines.VECTOR,
                        place,
                        folder,
                        records,
                        _ -> {},
                        (result, _) -> told.set(result.orElseThrow()))
                .await();
        return told.get();
    }

    @Test
    void a_confirmation_tells_differences_that_are_significant_alone() {
        Confirmation better = new Confirmation(
                Measure.ACCURACY,
                List.of(0.91, 0.92, 0.93, 0.92, 0.92, 0.93),
                List.of(0.90, 0.90, 0.91, 0.91, 0.90, 0.91),
                "lr 0.1");

        // SciPy: ttest_rel(...).confidence_interval(0.95) is 0.016667 ± 0.005419.
        assertThat(better.difference()).isCloseTo(1.0 / 60, within(1e-12));
        assertThat(better.halfWidth()).isCloseTo(0.0054193, within(1e-5));
        assertThat(better.p()).isEqualTo(0.03125);
        assertThat(better.sentence())
                .isEqualTo(
                        "The best is better than the given settings (lr 0.1): test accuracy 92.17 % against 90.50 %, difference +1.67"
                                + " ± 0.54 pp (95 % CI) over 6 new seeds. Permutation test, paired by seed: p = 0.0313."
                                + " A difference is significant if the interval excludes 0 and p is below 0.05.");
        Confirmation doubtful = new Confirmation(
                Measure.ACCURACY,
                List.of(0.92, 0.92, 0.92, 0.92, 0.92, 0.90),
                List.of(0.90, 0.90, 0.90, 0.90, 0.90, 0.90),
                "lr 0.1");
        assertThat(doubtful.difference()).isGreaterThan(doubtful.halfWidth());
        assertThat(doubtful.sentence()).startsWith("No significant difference").contains("p = 0.0625");
        assertThat(new Confirmation(Measure.RMSE, List.of(1.0, 2.0), List.of(2.0, 1.5), "").sentence())
                .startsWith("No significant difference");
    }

    @Test
    void a_cluster_confirms_with_the_same_scores() throws Exception {
        SearchConfiguration configuration = configuration(Samplers.TPE, Pruner.ASHA, "");
        SearchTrial best =
                new SearchTrial(0, State.COMPLETE, List.of(0.9), List.of(), 0, 0, 0, Map.of("lr", 0.05), 0, "");

        assertThat(confirmed(
                        configuration, best, TrialPlace.on(new PretendedCluster(2, home)), Optional.empty(), nowhere))
                .isEqualTo(confirmed(configuration, best, TrialPlace.here(2), Optional.empty(), nowhere));
    }
}

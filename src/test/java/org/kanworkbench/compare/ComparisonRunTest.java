package org.kanworkbench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.ToyShape;
import org.kanworkbench.files.json.VersionedJson;
import org.kanworkbench.gpu.GpuEngine;
import org.kanworkbench.gpu.SomeDevice;
import org.kanworkbench.gpu.opencl.OpenClApi;
import org.kanworkbench.network.Model;
import org.kanworkbench.training.BrokenEngine;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engine;
import org.kanworkbench.training.Engines;
import org.kanworkbench.training.Evaluator;
import org.kanworkbench.training.Measure;
import org.kanworkbench.training.TrainingEvent;
import org.kanworkbench.training.VectorEngine;
import org.kanworkbench.training.device.NvidiaDriver;
import org.kanworkbench.training.loop.TrainingRun;
import org.kanworkbench.training.trials.Cluster;
import org.kanworkbench.training.trials.PretendedCluster;
import org.kanworkbench.training.trials.RemoteWork;
import org.kanworkbench.training.trials.TrialPlace;
import org.kanworkbench.training.trials.TrialsEvent;

class ComparisonRunTest {

    private static final DataSource MOONS = new DataSource.Toy(ToyShape.MOONS, 0.3, 200, 0);
    private static final DataSource PRODUCT = new DataSource.Function("x*y?rows=100");

    @TempDir
    private Path folder;

    private static Comparison comparison(int seeds) {
        return new Comparison(
                List.of("kal-net", "mlp"),
                List.of(MOONS, PRODUCT),
                seeds,
                3,
                Quantity.PARAMETERS,
                0,
                4,
                0,
                List.of(0.1, 0.001),
                0,
                Configuration.VECTOR);
    }

    private static PreparedComparison prepared(Comparison comparison, Path folder) throws Exception {
        return PreparedComparison.of(comparison, folder, Engines.VECTOR, _ -> {}, () -> true);
    }

    /** All scores in a stable order, without times. */
    private static List<Score> run(Comparison comparison, Path folder, int threads) throws Exception {
        PreparedComparison prepared = prepared(comparison, folder);
        AtomicReference<TrialsEvent<Score>> last = new AtomicReference<>();
        try (ComparisonFolder opened = ComparisonFolder.open(folder, prepared.sized())) {
            ComparisonRun run = ComparisonRun.start(prepared, opened, TrialPlace.here(threads), last::set);
            run.await();
        }
        assertThat(last.get())
                .isEqualTo(new TrialsEvent.Finished<>(false, comparison.trainings(), comparison.trainings()));
        return ordered(ComparisonFolder.scores(folder));
    }

    @Test
    void a_cluster_has_the_same_scores_and_weights() throws Exception {
        List<Score> here = run(comparison(2), folder.resolve("here"), 2);
        PreparedComparison prepared = prepared(comparison(2), folder.resolve("there"));
        try (ComparisonFolder opened = ComparisonFolder.open(folder.resolve("there"), prepared.sized())) {
            ComparisonRun.start(prepared, opened, TrialPlace.on(new PretendedCluster(3, folder)), _ -> {})
                    .await();
        }

        assertThat(ordered(ComparisonFolder.scores(folder.resolve("there")))).isEqualTo(here);
    }

    @Test
    void why_a_tuning_failed_is_told_and_not_what_waited_for_it() throws Exception {
        PreparedComparison prepared = prepared(comparison(1), folder);
        Set<Thread> tuning = ConcurrentHashMap.newKeySet();
        CountDownLatch all = new CountDownLatch(8);
        IllegalStateException lost = new IllegalStateException() {
            /** When what waits for the learning rates has gone on. */
            @Override
            public String getMessage() {
                for (Thread thread : Thread.getAllStackTraces().keySet()) {
                    if (thread.getName().startsWith("trials-") && !tuning.contains(thread)) {
                        joined(thread);
                    }
                }
                return "the card is lost";
            }
        };
        Cluster cluster = new Cluster() {
            @Override
            public int slots() {
                return 6;
            }

            @Override
            public void whenGrown(IntConsumer listener) {}

            @Override
            public Sent send(RemoteWork.Opener opener, byte[] parcel) {
                return (_, _) -> {
                    tuning.add(Thread.currentThread());
                    all.countDown();
                    all.await();
                    throw lost;
                };
            }

            @Override
            public void close() {}
        };
        AtomicReference<TrialsEvent<Score>> last = new AtomicReference<>();
        try (ComparisonFolder opened = ComparisonFolder.open(folder, prepared.sized())) {
            ComparisonRun.start(prepared, opened, TrialPlace.on(cluster), last::set)
                    .await();
        }
        assertThat(last.get()).isEqualTo(new TrialsEvent.Failed<>("the card is lost"));
    }

    private static void joined(Thread thread) {
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Comparison onDevice(int seeds) {
        return new Comparison(
                List.of("kal-net", "mlp"),
                List.of(MOONS),
                seeds,
                3,
                Quantity.PARAMETERS,
                0,
                4,
                0,
                List.of(0.01),
                0,
                Configuration.OPENCL);
    }

    private static PreparedComparison prepared(Comparison comparison, Path folder, Engine device) throws Exception {
        Engines engines = new Engines(List.of(new VectorEngine(), device));
        return PreparedComparison.of(comparison, folder, engines, _ -> {}, () -> true);
    }

    @Test
    void trainings_on_a_device_run_several_at_once_with_the_same_scores() throws Exception {
        SomeDevice.orSkip();
        List<List<Score>> all = new ArrayList<>();
        for (int threads : new int[] {1, 3}) {
            Path at = folder.resolve("threads-" + threads);
            PreparedComparison prepared = prepared(onDevice(2), at, new GpuEngine(new OpenClApi(), new NvidiaDriver()));
            try (ComparisonFolder opened = ComparisonFolder.open(at, prepared.sized())) {
                ComparisonRun.start(prepared, opened, TrialPlace.here(threads), _ -> {})
                        .await();
            }
            all.add(ordered(ComparisonFolder.scores(at)));
        }
        assertThat(all.get(0)).hasSize(onDevice(2).trainings()).isEqualTo(all.get(1));
        assertThat(all.get(0)).allSatisfy(score -> assertThat(score.failed()).isFalse());
    }

    @Test
    void a_device_that_fails_gives_no_scores_and_one_that_is_not_there_or_lacks_something_no_trainings()
            throws Exception {
        PreparedComparison prepared = prepared(onDevice(1), folder, new BrokenEngine());
        AtomicReference<TrialsEvent<Score>> last = new AtomicReference<>();
        try (ComparisonFolder opened = ComparisonFolder.open(folder, prepared.sized())) {
            ComparisonRun.start(prepared, opened, TrialPlace.here(2), last::set).await();
        }
        assertThat(last.get()).isInstanceOf(TrialsEvent.Failed.class);
        assertThat(last.get().toString()).contains("the card is lost");
        assertThat(ComparisonFolder.scores(folder)).isEmpty();
        Path other = folder.resolve("other");
        assertThatThrownBy(() -> prepared(
                        onDevice(1), other, new BrokenEngine(Optional.of("no card: buy one"), Optional.empty())))
                .hasMessage("opencl is not available: no card: buy one");
        assertThatThrownBy(
                        () -> prepared(onDevice(1), other, new BrokenEngine(Optional.empty(), Optional.of("no edges"))))
                .hasMessageStartingWith("kal-net on ")
                .hasMessageEndingWith(": no edges");
        assertThat(other).doesNotExist();
    }

    /** A comparison's folder is named after it. */
    @Test
    void the_vector_engine_stands_in_no_file() throws Exception {
        assertThat(VersionedJson.text(comparison(1), 1)).doesNotContain("engine");
        assertThat(VersionedJson.text(onDevice(1), 1)).contains("opencl");
    }

    private static List<Score> ordered(List<Score> scores) {
        return scores.stream()
                .map(s -> new Score(
                        s.data(),
                        s.preset(),
                        s.tuning(),
                        s.turn(),
                        s.learningRate(),
                        s.validation(),
                        s.test(),
                        0,
                        s.weights(),
                        s.failure()))
                .sorted(Comparator.comparing(Score::toString))
                .toList();
    }

    @Test
    void every_preset_is_tuned_alike_and_trained_with_seeds_that_differ() throws Exception {
        List<Score> scores = run(comparison(3), folder, 2);

        assertThat(scores).hasSize(2 * 2 * (2 + 3)).allMatch(score -> !score.failed());
        assertThat(scores).extracting(Score::weights).doesNotHaveDuplicates();
        assertThat(scores)
                .filteredOn(Score::tuning)
                .allSatisfy(score -> assertThat(score.test())
                        .as("tuning sees no test samples")
                        .isZero());
        for (Score score : scores) {
            Measure measure = score.data() == 0 ? Measure.ACCURACY : Measure.RMSE;
            if (!score.tuning()) {
                List<Score> tried = scores.stream()
                        .filter(s -> s.tuning()
                                && s.data() == score.data()
                                && s.preset().equals(score.preset()))
                        .toList();
                Score chosen = tried.stream()
                        .filter(s -> s.learningRate() == score.learningRate())
                        .findFirst()
                        .orElseThrow();
                assertThat(tried)
                        .as("no other learning rate had a better validation score")
                        .noneMatch(s -> measure.better(s.validation(), chosen.validation()));
            }
        }
    }

    /** The same training by hand. */
    @Test
    void scores_are_those_of_the_last_epoch_on_samples_that_it_did_not_see() throws Exception {
        Comparison comparison = comparison(1);
        Score score = run(comparison, folder, 1).stream()
                .filter(s -> !s.tuning() && s.data() == 0 && s.preset().equals("kal-net"))
                .findFirst()
                .orElseThrow();
        LoadedData data = LoadedData.load(MOONS, 0);
        Dataset whole = MOONS.load();
        Configuration configuration = data.configuration(
                "kal-net", List.of(8), 4, score.learningRate(), comparison.firstSeed(), comparison.engine());
        CompletableFuture<TrainingEvent.Finished> end = new CompletableFuture<>();
        TrainingRun.start(configuration, data.fitting(), event -> {
                    if (event instanceof TrainingEvent.Finished finished) {
                        end.complete(finished);
                    }
                })
                .await();
        Model model = end.get().model();

        assertThat(score.test()).isEqualTo(Evaluator.ofTest(model, whole, 64, 1).score());
        assertThat(score.validation())
                .isEqualTo(Evaluator.ofTest(model, data.fitting(), 64, 1).score());
        assertThat(data.fitting().train().size() + data.fitting().test().size())
                .as("validation samples are training samples")
                .isEqualTo(whole.train().size());
    }

    @Test
    void threads_and_interruptions_change_nothing() throws Exception {
        List<Score> scores = run(comparison(2), folder.resolve("whole"), 1);
        Path broken = folder.resolve("broken");
        Files.createDirectories(broken);
        Files.copy(folder.resolve("whole/compare.json"), broken.resolve("compare.json"));
        String text = Files.readString(folder.resolve("whole/scores.jsonl"));
        // Killed while it wrote the sixth line.
        int at = 0;
        for (int line = 0; line < 5; line++) {
            at = text.indexOf('\n', at) + 1;
        }
        Files.writeString(broken.resolve("scores.jsonl"), text.substring(0, at + 20));

        assertThat(run(comparison(2), broken, 3)).isEqualTo(scores);
        assertThat(Files.readString(broken.resolve("scores.jsonl")))
                .as("what was done is not done again")
                .startsWith(text.substring(0, at));
    }

    @Test
    void the_last_training_takes_as_long_on_many_cores() throws Exception {
        run(comparison(1), folder, 2);
        Path file = folder.resolve("scores.jsonl");
        List<String> lines = Files.readAllLines(file);
        Files.writeString(
                file,
                String.join("\n", lines.subList(0, lines.size() - 2))
                                .replaceAll("\"seconds\":[^,]*", "\"seconds\":1000")
                        + "\n");
        PreparedComparison prepared = prepared(comparison(1), folder);
        List<TrialsEvent<Score>> events = new ArrayList<>();
        try (ComparisonFolder opened = ComparisonFolder.open(folder, prepared.sized())) {
            ComparisonRun.start(prepared, opened, TrialPlace.here(8), events::add)
                    .await();
        }

        assertThat(events.getFirst())
                .isInstanceOfSatisfying(
                        TrialsEvent.Advanced.class,
                        one -> assertThat(one.progress().remaining()).isGreaterThan(Duration.ofSeconds(500)));
    }

    @Test
    void a_cancelled_comparison_ends_and_keeps_what_it_has() throws Exception {
        Comparison comparison = comparison(50);
        PreparedComparison prepared = prepared(comparison, folder);
        List<TrialsEvent<Score>> events = new ArrayList<>();
        CompletableFuture<ComparisonRun> started = new CompletableFuture<>();
        try (ComparisonFolder opened = ComparisonFolder.open(folder, prepared.sized())) {
            ComparisonRun run = ComparisonRun.start(prepared, opened, TrialPlace.here(2), event -> {
                events.add(event);
                if (events.size() == 3) {
                    started.join().control().cancel();
                }
            });
            started.complete(run);
            run.await();
        }

        TrialsEvent.Finished<Score> ended = (TrialsEvent.Finished<Score>) events.getLast();
        assertThat(ended.cancelled()).isTrue();
        assertThat(ComparisonFolder.scores(folder)).hasSize(ended.done()).hasSizeBetween(3, 10);
    }

    @Test
    void a_folder_is_for_one_comparison_of_one_process_and_the_same_data() throws Exception {
        Comparison comparison = comparison(1);
        PreparedComparison prepared = prepared(comparison, folder);
        try (ComparisonFolder opened = ComparisonFolder.open(folder, prepared.sized())) {
            assertThat(opened.path()).isEqualTo(folder);
            assertThatThrownBy(() -> ComparisonFolder.open(folder, prepared.sized()))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("at work");
        }
        assertThatThrownBy(() -> prepared(comparison(2), folder))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("another comparison (seeds 1 instead of 2): choose another folder");
        Path file = folder.resolve("compare.json");
        Files.writeString(file, Files.readString(file).replaceAll("\"digest\" : \"...", "\"digest\" : \"000"));
        assertThatThrownBy(() -> prepared(comparison, folder))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("has changed");
    }

    @Test
    void samples_can_be_fewer_but_not_more_than_there_are() throws Exception {
        LoadedData few = LoadedData.load(MOONS, 60);

        assertThat(few.fitting().train().size()).isEqualTo(50);
        assertThat(few.fitting().test().size()).isEqualTo(10);
        assertThat(few.whole().test().size()).isEqualTo(MOONS.load().test().size());
        assertThatThrownBy(() -> LoadedData.load(MOONS, 201))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("200 training samples");
    }
}

package org.kanworkbench.training.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Dataset.ImageShape;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.engine.FullBatch;
import org.kanworkbench.engine.Network;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.files.model.CheckpointFile;
import org.kanworkbench.files.model.StartWeights;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.basis.BSpline;
import org.kanworkbench.network.recipe.Loss;
import org.kanworkbench.network.recipe.Optimizer;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.network.recipe.RecipeField;
import org.kanworkbench.network.recipe.Schedule;
import org.kanworkbench.training.Checkpoint;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engine;
import org.kanworkbench.training.Engines;
import org.kanworkbench.training.Run;
import org.kanworkbench.training.Selected;
import org.kanworkbench.training.Start;
import org.kanworkbench.training.Stepper;
import org.kanworkbench.training.Task;
import org.kanworkbench.training.TrainingEvent;
import org.kanworkbench.training.TrainingEvent.Checkpointed;
import org.kanworkbench.training.TrainingEvent.Evaluated;
import org.kanworkbench.training.TrainingEvent.Finished;
import org.kanworkbench.training.TrainingEvent.Progress;
import org.kanworkbench.training.TrainingEvent.Snapshot;
import org.kanworkbench.training.TrainingEvent.Started;
import org.kanworkbench.training.VectorEngine;
import org.kanworkbench.training.device.Device;

/** A run that goes on from a checkpoint ends as one that was never interrupted, bit for bit. */
@Timeout(60)
class ResumeTest {

    private static final int EPOCHS = 6;
    private static final int ROWS = 200;
    private static final Duration ALWAYS = Duration.ZERO;
    private static final Duration NEVER = Duration.ofDays(1);

    private final Dataset dataset = Toy.dataset(ROWS, 60);

    static Stream<Arguments> recipes() {
        Recipe plain = Toy.recipe(EPOCHS);
        return Stream.of(
                Arguments.of("kal-net", plain),
                Arguments.of("torchkan", plain.with(RecipeField.GRID_EVERY, 1)),
                Arguments.of("torchkan", plain.with(RecipeField.AVERAGING, 0.9).with(RecipeField.GRID_EVERY, 2)),
                Arguments.of("efficient-kan", plain.with(RecipeField.AVERAGING, 0.99)),
                Arguments.of(
                        "kal-net-faithful",
                        plain.with(RecipeField.VALIDATION_ROWS, 40)
                                .with(RecipeField.PATIENCE, 2)
                                .with(RecipeField.KEEP_BEST, true)),
                Arguments.of("kanvolver", plain),
                Arguments.of("lazy-kan", with(plain, new Optimizer.Adam())),
                Arguments.of("torchkan", lbfgs(plain).with(RecipeField.GRID_EVERY, 2)),
                Arguments.of(
                        "torchkan",
                        lbfgs(plain).with(RecipeField.REFINE_EVERY, 2).with(RecipeField.SPARSITY, 0.01)),
                Arguments.of(
                        "efficient-kan",
                        plain.with(RecipeField.REFINE_EVERY, 1)
                                .with(RecipeField.AVERAGING, 0.9)
                                .with(RecipeField.VALIDATION_ROWS, 40)),
                Arguments.of("kag-net", lbfgs(plain).with(RecipeField.VALIDATION_ROWS, 40)),
                Arguments.of("kag-net", with(plain, new Optimizer.Sgd(0.9, 1e-4))));
    }

    private static Recipe lbfgs(Recipe recipe) {
        return recipe.with(RecipeField.OPTIMIZER, Optimizer.Kind.LBFGS);
    }

    private static Recipe with(Recipe recipe, Optimizer optimizer) {
        return new Recipe(
                        Loss.CROSS_ENTROPY,
                        optimizer,
                        recipe.learningRate(),
                        new Schedule.Constant(),
                        recipe.batch(),
                        recipe.epochs())
                .with(RecipeField.SHIFT, 1.0)
                .with(RecipeField.ROTATION, 10.0)
                .with(RecipeField.SCALE, 0.1)
                .with(RecipeField.LABEL_SMOOTHING, 0.1);
    }

    /** Their optimiser counts steps from 0 again. */
    @Test
    void finer_grids_have_dropout_masks_of_their_own() {
        NetworkSpec coarse = Toy.network("efficient-kan");
        NetworkSpec fine = coarse.withLayers(coarse.layers().stream()
                .map(layer -> layer.withBasis(new BSpline(10, 3)))
                .toList());
        Configuration configuration = Toy.configuration(coarse, Toy.recipe(2).with(RecipeField.REFINE_EVERY, 1), 1);
        try (Workers alone = new Workers(1)) {
            Task task = Task.of(
                    configuration, Network.initialize(coarse, 1).snapshot(), 7, Optional.empty(), dataset, alone);
            Task refined = task.with(Network.initialize(fine, 1).snapshot(), Optional.empty());

            assertThat(refined.dropoutSeed()).isNotEqualTo(task.dropoutSeed());
            assertThat(refined.with(task.model(), Optional.empty()).dropoutSeed())
                    .isEqualTo(task.dropoutSeed());
        }
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void from_any_point_on_weights_and_scores_are_those_of_the_whole_run(String preset, Recipe recipe)
            throws InterruptedException {
        Dataset data = data(preset, recipe);
        NetworkSpec network = Preset.named(preset).orElseThrow().network(data.inputs(), List.of(8), Toy.CLASSES);
        Configuration configuration = Toy.configuration(network, recipe, 2);
        List<TrainingEvent> whole = new ArrayList<>();
        TrainingRun.start(Engines.VECTOR, configuration, data, StartWeights::read, ALWAYS, whole::add)
                .await();
        List<Checkpoint> checkpoints = checkpoints(whole);
        long perEpoch = ((Started) whole.getFirst()).stepsPerEpoch();

        assertThat(checkpoints).hasSizeGreaterThan((int) perEpoch);
        for (long step : new long[] {0, perEpoch / 2, perEpoch, 2 * perEpoch + 1, 3 * perEpoch}) {
            Checkpoint from = checkpoints.stream()
                    .filter(c -> c.step() == step)
                    .findFirst()
                    .orElseThrow();
            List<TrainingEvent> rest = new ArrayList<>();
            TrainingRun.resume(Engines.VECTOR, from, data, NEVER, rest::add).await();

            assertThat(scores(rest)).as("from step " + step).isEqualTo(scores(whole, step));
            Finished end = (Finished) rest.getLast();
            Finished wanted = (Finished) whole.getLast();
            assertThat(end.model()).isEqualTo(wanted.model());
            assertThat(end.selected().map(Selected::sentence))
                    .isEqualTo(wanted.selected().map(Selected::sentence));
        }
    }

    @Test
    void a_run_on_numbers_goes_on_from_its_file_as_it_was(@TempDir Path folder) throws Exception {
        DataSource.Function source = new DataSource.Function("x*y?rows=120");
        Dataset data = source.load();
        Preset preset = Preset.named("kal-net").orElseThrow().forNumbers();
        Recipe recipe =
                preset.recipe().withEpochs(4).with(RecipeField.BATCH, 20).with(RecipeField.VALIDATION_ROWS, 20);
        Configuration configuration =
                new Configuration("kal-net", source, preset.network(2, 1), recipe, 2, 1, Configuration.VECTOR);
        List<TrainingEvent> whole = new ArrayList<>();
        TrainingRun.start(Engines.VECTOR, configuration, data, StartWeights::read, ALWAYS, whole::add)
                .await();
        Checkpoint from = checkpoints(whole).stream()
                .filter(c -> c.step() == 13)
                .findFirst()
                .orElseThrow();
        Path file = folder.resolve("run.checkpoint");
        CheckpointFile.write(from, file);
        List<TrainingEvent> rest = new ArrayList<>();
        TrainingRun.resume(Engines.VECTOR, CheckpointFile.read(file), data, NEVER, rest::add)
                .await();

        assertThat(scores(rest)).isEqualTo(scores(whole, 13));
        assertThat(((Finished) rest.getLast()).model()).isEqualTo(((Finished) whole.getLast()).model());
    }

    @Test
    void a_changed_learning_rate_is_gone_on_with() throws InterruptedException {
        Configuration configuration = Toy.configuration("kal-net", EPOCHS, 1);
        List<TrainingEvent> whole = train(configuration, ALWAYS, (run, event) -> {
            if (event instanceof Evaluated e && e.epochEnd() && e.epoch() == 1) {
                run.setLearningRate(0.003);
            }
        });
        Checkpoint later = checkpoints(whole).getLast();
        List<TrainingEvent> rest = new ArrayList<>();
        TrainingRun.resume(Engines.VECTOR, later, dataset, NEVER, rest::add).await();

        assertThat(later.learningRate()).isEqualTo(0.003);
        assertThat(((Finished) rest.getLast()).model()).isEqualTo(((Finished) whole.getLast()).model());
    }

    @Test
    void a_stopped_run_leaves_a_checkpoint_and_time_goes_on_from_there() throws InterruptedException {
        Configuration configuration = Toy.configuration("kal-net", EPOCHS, 1);
        List<TrainingEvent> stopped = train(configuration, NEVER, (run, event) -> {
            if (event instanceof Snapshot s && s.step() == 1) {
                run.stop();
            }
        });
        List<TrainingEvent> whole = train(configuration, NEVER, (_, _) -> {});

        Checkpoint left = checkpoints(stopped).getLast();
        List<TrainingEvent> rest = new ArrayList<>();
        TrainingRun.resume(Engines.VECTOR, left, dataset, NEVER, rest::add).await();

        assertThat(((Finished) stopped.getLast()).stopped()).isTrue();
        assertThat(((Finished) rest.getLast()).model()).isEqualTo(((Finished) whole.getLast()).model());
        assertThat(((Finished) rest.getLast()).elapsed()).isGreaterThan(left.elapsed());
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void a_run_that_is_stopped_while_it_is_scored_goes_on_with_those_scores(String preset, Recipe recipe)
            throws InterruptedException {
        Dataset data = data(preset, recipe);
        NetworkSpec network = Preset.named(preset).orElseThrow().network(data.inputs(), List.of(8), Toy.CLASSES);
        Configuration configuration = Toy.configuration(network, recipe, 2);
        List<TrainingEvent> whole = train(configuration, data, NEVER, (_, _) -> {});
        long perEpoch = ((Started) whole.getFirst()).stepsPerEpoch();
        long inFirst = Told.only(whole, Evaluated.class).getFirst().step();
        for (long step : new long[] {inFirst, perEpoch, 3 * perEpoch, EPOCHS * perEpoch}) {
            // The newest thing that is told before scoring.
            List<TrainingEvent> stopped = train(configuration, data, NEVER, (run, event) -> {
                if (event instanceof Progress p && p.step() == step
                        || event instanceof Snapshot s && s.step() == step) {
                    run.stop();
                }
            });
            Checkpoint left = checkpoints(stopped).getLast();
            List<TrainingEvent> rest = new ArrayList<>();
            TrainingRun.resume(Engines.VECTOR, left, data, NEVER, rest::add).await();

            assertThat(left.step()).isEqualTo(step);
            assertThat(scores(rest)).as("from step " + step).isEqualTo(scores(whole, step - 1));
            Finished end = (Finished) rest.getLast();
            assertThat(end.model()).isEqualTo(((Finished) whole.getLast()).model());
            assertThat(end.stopped()).isFalse();
        }
    }

    @Test
    void a_run_that_is_stopped_within_a_step_on_all_rows_repeats_it() throws InterruptedException {
        Configuration configuration = Toy.configuration(Toy.network("kal-net"), lbfgs(Toy.recipe(EPOCHS)), 2);
        List<TrainingEvent> whole = train(configuration, NEVER, (_, _) -> {});
        CompletableFuture<Run> self = new CompletableFuture<>();
        // Batches of some step in the middle of the run.
        int[] left = {50};
        AtomicInteger closed = new AtomicInteger();
        Engine engine = new Engine() {
            @Override
            public String name() {
                return Configuration.VECTOR;
            }

            @Override
            public Device device() {
                return new VectorEngine().device();
            }

            @Override
            public Stepper begin(Task task) {
                Stepper real = new VectorEngine().begin(task);
                return (Stepper) Proxy.newProxyInstance(
                        Stepper.class.getClassLoader(), new Class<?>[] {Stepper.class}, (_, method, arguments) -> {
                            if (arguments != null && arguments[0] instanceof FullBatch all) {
                                BooleanSupplier proceed = (BooleanSupplier) arguments[1];
                                return real.step(all, () -> {
                                    if (left[0]-- == 0) {
                                        self.join().stop();
                                    }
                                    return proceed.getAsBoolean();
                                });
                            }
                            if (method.getName().equals("close")) {
                                closed.incrementAndGet();
                            }
                            return method.invoke(real, arguments);
                        });
            }
        };
        List<TrainingEvent> stopped = Collections.synchronizedList(new ArrayList<>());
        self.complete(TrainingRun.start(
                new Engines(List.of(engine)), configuration, dataset, StartWeights::read, NEVER, stopped::add));
        self.join().await();
        assertThat(closed).as("what the engine holds is given back").hasValue(1);
        Checkpoint checkpoint = checkpoints(stopped).getLast();
        List<TrainingEvent> rest = new ArrayList<>();
        TrainingRun.resume(Engines.VECTOR, checkpoint, dataset, NEVER, rest::add)
                .await();

        assertThat(((Finished) stopped.getLast()).stopped()).isTrue();
        assertThat(checkpoint.step()).isBetween(1L, EPOCHS - 1L);
        assertThat(checkpoint.scoresDue()).isFalse();
        assertThat(scores(rest)).isEqualTo(scores(whole, checkpoint.step()));
        assertThat(((Finished) rest.getLast()).model()).isEqualTo(((Finished) whole.getLast()).model());
    }

    @Test
    void a_resumed_run_that_is_stopped_before_a_step_leaves_its_scores_as_they_were() throws InterruptedException {
        List<TrainingEvent> whole = train(Toy.configuration("kal-net", EPOCHS, 1), ALWAYS, (_, _) -> {});
        long perEpoch = ((Started) whole.getFirst()).stepsPerEpoch();
        Checkpoint from = checkpoints(whole).stream()
                .filter(c -> c.step() == perEpoch && !c.scoresDue())
                .findFirst()
                .orElseThrow();
        List<TrainingEvent> rest = Told.by(
                listener -> TrainingRun.resume(Engines.VECTOR, from, dataset, NEVER, listener), (run, event) -> {
                    if (event instanceof Started) {
                        run.stop();
                    }
                });

        assertThat(scores(rest)).isEmpty();
        assertThat(((Finished) rest.getLast()).test()).isPresent();
    }

    @Test
    void a_run_that_nobody_watches_leaves_the_weights_at_which_it_was_stopped() throws InterruptedException {
        Configuration configuration = Toy.configuration("kal-net", EPOCHS, 1);
        Start start = new Start(configuration, Optional.empty(), Optional.empty(), Optional.of(NEVER), false);
        List<TrainingEvent> events =
                Told.by(listener -> TrainingRun.start(Engines.VECTOR, start, dataset, listener), (run, event) -> {
                    if (event instanceof Started) {
                        run.requestLiveUpdate(0, 0, _ -> run.stop());
                    }
                });

        Checkpoint left = checkpoints(events).getFirst();
        assertThat(left.step()).isOne();
        assertThat(scores(events)).isEmpty();
        assertThat((Finished) events.getLast())
                .returns(Optional.empty(), Finished::test)
                .returns(left.model(), Finished::model);
        assertThat(left.model())
                .isNotEqualTo(start.model(Seeds.of(configuration.seed()).weights()));
    }

    @Test
    void a_run_that_was_not_asked_tells_no_checkpoints() throws InterruptedException {
        List<TrainingEvent> events = new ArrayList<>();
        TrainingRun.start(Toy.configuration("kal-net", 2, 1), dataset, events::add)
                .await();

        assertThat(checkpoints(events)).isEmpty();
    }

    private List<TrainingEvent> train(Configuration configuration, Duration every, BiConsumer<Run, TrainingEvent> steer)
            throws InterruptedException {
        return train(configuration, dataset, every, steer);
    }

    private static List<TrainingEvent> train(
            Configuration configuration, Dataset data, Duration every, BiConsumer<Run, TrainingEvent> steer)
            throws InterruptedException {
        return Told.by(
                listener -> TrainingRun.start(Engines.VECTOR, configuration, data, StartWeights::read, every, listener),
                steer);
    }

    private static List<Checkpoint> checkpoints(List<TrainingEvent> events) {
        return Told.only(events, Checkpointed.class).stream()
                .map(Checkpointed::checkpoint)
                .toList();
    }

    private static List<List<Number>> scores(List<TrainingEvent> events) {
        return scores(events, 0);
    }

    /** What was told after so many steps, times left out. */
    private static List<List<Number>> scores(List<TrainingEvent> events, long after) {
        return Told.only(events, Evaluated.class).stream()
                .filter(e -> e.step() > after)
                .map(e -> List.<Number>of(
                        e.step(),
                        e.trainLoss(),
                        e.trainScore(),
                        e.learningRate(),
                        e.test().score(),
                        e.test().loss()))
                .toList();
    }

    private Dataset data(String preset, Recipe recipe) {
        return preset.equals("kanvolver") || recipe.augmentation().active() ? images() : dataset;
    }

    /** The toy rows with every value as an 8 × 8 picture's background and foreground. */
    private Dataset images() {
        return new Dataset(
                "pictures",
                Pictures.of(dataset.train()),
                Pictures.of(dataset.test()),
                Optional.of(new ImageShape(Pictures.SIDE, Pictures.SIDE)),
                dataset.target().names());
    }
}

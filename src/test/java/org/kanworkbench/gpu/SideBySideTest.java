package org.kanworkbench.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.ToyShape;
import org.kanworkbench.files.model.StartWeights;
import org.kanworkbench.gpu.opencl.OpenClApi;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.network.recipe.RecipeField;
import org.kanworkbench.network.tensor.Tensor;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engine;
import org.kanworkbench.training.Engines;
import org.kanworkbench.training.Run;
import org.kanworkbench.training.TrainingEvent;
import org.kanworkbench.training.device.NvidiaDriver;
import org.kanworkbench.training.loop.TrainingRun;

/** Runs that share their launches, against the same runs one by one. */
@Timeout(240)
class SideBySideTest {

    private static final DataSource MOONS = new DataSource.Toy(ToyShape.MOONS, 0.1, 400, 1);

    private Dataset dataset;

    @BeforeEach
    void load() throws Exception {
        SomeDevice.orSkip();
        dataset = MOONS.load();
    }

    private static Recipe recipe(String preset) {
        return Preset.named(preset)
                .orElseThrow()
                .forSmallData()
                .recipe()
                .withEpochs(5)
                .with(Map.of(RecipeField.AVERAGING, 0.9, RecipeField.BATCH, 48));
    }

    private static Configuration configuration(String preset, Recipe recipe, long seed) {
        return new Configuration(
                preset,
                MOONS,
                Preset.named(preset).orElseThrow().forSmallData().network(2, 2),
                recipe,
                seed,
                1,
                Configuration.OPENCL);
    }

    private Run start(Engine engine, Configuration configuration, List<TrainingEvent> events) {
        return TrainingRun.start(
                new Engines(List.of(engine)),
                configuration,
                dataset,
                StartWeights::read,
                Duration.ofHours(1),
                events::add);
    }

    private static List<TrainingEvent> events() {
        return Collections.synchronizedList(new ArrayList<>());
    }

    private static TrainingEvent.Finished end(List<TrainingEvent> events) {
        return (TrainingEvent.Finished) events.getLast();
    }

    private Map<String, Tensor> alone(Configuration configuration) throws InterruptedException {
        List<TrainingEvent> events = events();
        start(new GpuEngine(new OpenClApi(), new NvidiaDriver()), configuration, events)
                .await();
        return end(events).model().tensors();
    }

    private void assertLikeAlone(List<Configuration> configurations) throws InterruptedException {
        Engine together = new GpuEngine(new OpenClApi(), new NvidiaDriver())
                .sideBySide(configurations.size())
                .orElseThrow();
        List<List<TrainingEvent>> all = new ArrayList<>();
        List<Run> runs = new ArrayList<>();
        for (Configuration configuration : configurations) {
            all.add(events());
            runs.add(start(together, configuration, all.getLast()));
        }
        for (int n = 0; n < runs.size(); n++) {
            runs.get(n).await();
            assertThat(end(all.get(n)).model().tensors()).isEqualTo(alone(configurations.get(n)));
        }
    }

    /** With dropout, whose masks are each seed's own, and with values on each edge. */
    @ParameterizedTest
    @ValueSource(strings = {"lazy-kan", "wav-kan"})
    void every_seed_ends_with_the_bits_of_its_run_alone(String preset) throws InterruptedException {
        Recipe recipe = recipe(preset);
        assertLikeAlone(List.of(
                configuration(preset, recipe, 3), configuration(preset, recipe, 4), configuration(preset, recipe, 5)));
    }

    @Test
    void so_does_every_seed_with_a_sparsity_penalty() throws InterruptedException {
        Recipe recipe = recipe("kal-net").with(RecipeField.SPARSITY, 0.01);
        assertLikeAlone(List.of(configuration("kal-net", recipe, 3), configuration("kal-net", recipe, 4)));
    }

    @Test
    void so_does_every_learning_rate_and_weight_decay() throws InterruptedException {
        Recipe recipe = recipe("kal-net");
        Recipe faster = recipe.withLearningRate(2e-3);
        assertLikeAlone(List.of(
                configuration("kal-net", recipe, 3),
                configuration("kal-net", faster, 3),
                configuration("kal-net", faster, 4),
                configuration("kal-net", recipe.with(RecipeField.WEIGHT_DECAY, 0.5), 3)));
    }

    @Test
    void one_of_another_batch_size_is_refused() throws InterruptedException {
        Engine together =
                new GpuEngine(new OpenClApi(), new NvidiaDriver()).sideBySide(2).orElseThrow();
        Recipe recipe = recipe("kal-net");
        List<TrainingEvent> first = events();
        List<TrainingEvent> second = events();
        Run run = start(together, configuration("kal-net", recipe, 3), first);
        Run other = start(together, configuration("kal-net", recipe.with(RecipeField.BATCH, 50), 3), second);
        other.await();
        run.await();
        assertThat(List.of(first.getLast(), second.getLast()))
                .anySatisfy(last -> assertThat(last)
                        .isInstanceOfSatisfying(
                                TrainingEvent.Failed.class,
                                failed -> assertThat(failed.message())
                                        .contains("differ in more than seed, learning rate and weight decay")));
    }

    @Test
    void a_run_that_is_stopped_and_one_that_fails_leave_the_others_alone() throws InterruptedException {
        Recipe recipe = recipe("kal-net");
        Engine together =
                new GpuEngine(new OpenClApi(), new NvidiaDriver()).sideBySide(3).orElseThrow();
        CompletableFuture<Run> self = new CompletableFuture<>();
        List<TrainingEvent> stopped = events();
        List<TrainingEvent> failed = events();
        List<TrainingEvent> whole = events();
        Run first = TrainingRun.start(
                new Engines(List.of(together)),
                configuration("kal-net", recipe, 3),
                dataset,
                StartWeights::read,
                Duration.ofHours(1),
                event -> {
                    stopped.add(event);
                    if (event instanceof TrainingEvent.Evaluated) {
                        self.join().stop();
                    }
                });
        self.complete(first);
        Run second = start(together, configuration("kal-net", recipe.withLearningRate(1e6), 4), failed);
        Run third = start(together, configuration("kal-net", recipe, 5), whole);
        for (Run run : List.of(first, second, third)) {
            run.await();
        }
        assertThat(end(stopped).stopped()).isTrue();
        assertThat(failed.getLast()).isInstanceOf(TrainingEvent.Failed.class);
        assertThat(end(whole).model().tensors()).isEqualTo(alone(configuration("kal-net", recipe, 5)));
    }

    /** As one whose weights are gone, or whose data do not fit into memory. */
    @Test
    void a_run_that_does_not_begin_is_not_waited_for() throws InterruptedException {
        Recipe recipe = recipe("kal-net");
        Engine together =
                new GpuEngine(new OpenClApi(), new NvidiaDriver()).sideBySide(4).orElseThrow();
        List<TrainingEvent> early = events();
        List<TrainingEvent> late = events();
        Configuration without = configuration("kal-net", recipe, 4).withStart("none.kan");
        start(together, without, events()).await();
        Run first = start(together, configuration("kal-net", recipe, 3), early);
        start(together, without, events()).await();
        Run second = start(together, configuration("kal-net", recipe, 5), late);
        for (Run run : List.of(first, second)) {
            run.await();
        }
        assertThat(end(early).model().tensors()).isEqualTo(alone(configuration("kal-net", recipe, 3)));
        assertThat(end(late).model().tensors()).isEqualTo(alone(configuration("kal-net", recipe, 5)));
    }

    @Test
    void what_one_run_has_built_serves_the_next_and_changes_nothing() throws InterruptedException {
        GpuEngine engine = new GpuEngine(new OpenClApi(), new NvidiaDriver());
        Engine keeping = engine.keeping();
        for (long seed : new long[] {3, 4}) {
            Configuration configuration = configuration("kal-net", recipe("kal-net"), seed);
            List<TrainingEvent> events = events();
            start(keeping.sideBySide(1).orElseThrow(), configuration, events).await();
            assertThat(end(events).model().tensors()).isEqualTo(alone(configuration));
        }
        keeping.release();
        assertThat(engine.held()).hasValue(0);
    }

    @Test
    void grids_that_move_are_refused() {
        Engine together =
                new GpuEngine(new OpenClApi(), new NvidiaDriver()).sideBySide(2).orElseThrow();
        Recipe recipe = recipe("torchkan").with(Map.of(RecipeField.GRID_EVERY, 1, RecipeField.GRID_UNTIL, 4));
        assertThat(together.obstacle(configuration("torchkan", recipe, 1)))
                .hasValueSatisfying(line -> assertThat(line).contains("do not move their grids"));
    }
}

package org.kanworkbench.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.kanworkbench.training.loop.Told.only;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.engine.Network;
import org.kanworkbench.engine.Predictor;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.LayerField;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Normalization;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.basis.BSpline;
import org.kanworkbench.network.recipe.Loss;
import org.kanworkbench.network.recipe.Optimizer;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.network.recipe.RecipeField;
import org.kanworkbench.network.recipe.Schedule;
import org.kanworkbench.network.tensor.Tensor;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engines;
import org.kanworkbench.training.Evaluation;
import org.kanworkbench.training.Evaluator;
import org.kanworkbench.training.Run;
import org.kanworkbench.training.Start;
import org.kanworkbench.training.TrainingEvent;
import org.kanworkbench.training.TrainingEvent.Evaluated;
import org.kanworkbench.training.TrainingEvent.Failed;
import org.kanworkbench.training.TrainingEvent.Finished;
import org.kanworkbench.training.TrainingEvent.LearningRateChanged;
import org.kanworkbench.training.TrainingEvent.Paused;
import org.kanworkbench.training.TrainingEvent.Progress;
import org.kanworkbench.training.TrainingEvent.Resumed;
import org.kanworkbench.training.TrainingEvent.Snapshot;
import org.kanworkbench.training.TrainingEvent.Started;

@Timeout(60)
class TrainingRunTest {

    private static final int ENDLESS = 100_000;

    private final Dataset dataset = Toy.dataset(640, 100);

    private List<TrainingEvent> train(Configuration configuration) throws InterruptedException {
        return Told.by(listener -> TrainingRun.start(configuration, dataset, listener));
    }

    /** A run whose listener may steer it, from the run's own thread. */
    private List<TrainingEvent> train(Configuration configuration, BiConsumer<Run, TrainingEvent> steer)
            throws InterruptedException {
        Start start = new Start(configuration, Optional.empty(), Optional.empty(), Optional.empty());
        return train(start, dataset, steer);
    }

    private static List<TrainingEvent> train(Start start, Dataset data, BiConsumer<Run, TrainingEvent> steer)
            throws InterruptedException {
        return Told.by(listener -> TrainingRun.start(Engines.VECTOR, start, data, listener), steer);
    }

    @Test
    void tells_from_start_to_finish_in_order() throws InterruptedException {
        List<TrainingEvent> events = train(Toy.configuration("kal-net", 3, 1));

        assertThat(events.getFirst()).isInstanceOfSatisfying(Started.class, started -> {
            assertThat(started.stepsPerEpoch()).isEqualTo(40);
            assertThat(started.totalSteps()).isEqualTo(120);
        });
        assertThat(only(events, Progress.class))
                .extracting(Progress::step)
                .isSorted()
                .contains(40L, 80L, 120L);
        assertThat(only(events, Progress.class).getFirst().remaining())
                .isPositive()
                .isLessThan(Duration.ofMinutes(1));
        assertThat(only(events, Progress.class).getLast().remaining()).isZero();
        List<Evaluated> evaluated = only(events, Evaluated.class);
        assertThat(evaluated).extracting(Evaluated::step).containsExactly(5L, 10L, 20L, 40L, 60L, 80L, 100L, 120L);
        assertThat(evaluated.stream().filter(Evaluated::epochEnd))
                .extracting(Evaluated::epoch)
                .containsExactly(1.0, 2.0, 3.0);
        assertThat(events.getLast()).isInstanceOfSatisfying(Finished.class, finished -> {
            assertThat(finished.stopped()).isFalse();
            assertThat(finished.test()).contains(evaluated.getLast().test());
            assertThat(finished.model()).isEqualTo(evaluated.getLast().model());
        });
        assertThat(only(events, Finished.class)).hasSize(1);
        assertThat(only(events, Progress.class))
                .as("some 30 per second, and at the end of every epoch")
                .hasSizeLessThanOrEqualTo(
                        3 + (int) (((Finished) events.getLast()).elapsed().toMillis() / 33));
    }

    /** The last batch is not full, and the second epoch changes nothing. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void figures_of_an_epoch_are_means_over_its_own_rows(boolean numbers) throws InterruptedException {
        Dataset classes = Toy.dataset(650, 100);
        Dataset uneven = numbers ? Toy.sums(classes) : classes;
        Recipe recipe = numbers ? Toy.squares(2) : Toy.recipe(2);
        Preset mlp = Preset.named("mlp").orElseThrow();
        Configuration configuration = Toy.configuration(
                (numbers ? mlp.forNumbers() : mlp).network(uneven.inputs(), List.of(8), uneven.outputs()), recipe, 1);
        Start start = new Start(configuration, Optional.empty(), Optional.empty(), Optional.empty());
        List<TrainingEvent> events = train(start, uneven, (run, event) -> {
            if (event instanceof Evaluated e && e.epochEnd()) {
                run.setLearningRate(1e-12);
            }
        });

        List<Evaluated> epochs = only(events, Evaluated.class).stream()
                .filter(Evaluated::epochEnd)
                .toList();
        Evaluated second = epochs.getLast();
        try (Workers workers = new Workers(1)) {
            Evaluation all = new Evaluator(uneven.train(), uneven.target(), 50)
                    .evaluate(new Predictor(epochs.getFirst().model(), 50, workers));
            assertThat(second.trainScore()).isEqualTo(all.score(), within(1e-6));
            assertThat(second.trainLoss()).isEqualTo(all.loss(), within(1e-6));
            assertThat(epochs.getFirst().trainLoss()).isNotCloseTo(all.loss(), within(1e-3));
        }
        int rows = uneven.train().size();
        assertThat(rows % Toy.BATCH).isNotZero();
        long steps = Math.ceilDiv(rows, Toy.BATCH);
        double loss = 0;
        double score = 0;
        long before = 0;
        for (Progress p : only(events, Progress.class)) {
            long to = Math.min(rows, (p.step() - steps) * Toy.BATCH);
            if (to > 0) {
                loss += (to - before) * p.loss() / rows;
                score += (to - before) * p.score() / rows;
                before = to;
                assertThat(p.samplesPerSecond() * p.msPerStep()).isBetween(9_999.0, 16_001.0);
            }
        }
        assertThat(loss).isEqualTo(second.trainLoss(), within(1e-9));
        if (!numbers) {
            assertThat(score).isEqualTo(second.trainScore(), within(1e-9));
        }
        assertThat(second.msPerStep()).isPositive();
        assertThat(second.trainSeconds())
                .isEqualTo(second.msPerStep() * steps / 1e3, within(1e-9))
                .isLessThan(((Finished) events.getLast()).elapsed().toNanos() / 1e9);
    }

    @Test
    void the_first_epoch_is_told_in_snapshots_from_the_beginning_on_denser_at_the_start() throws InterruptedException {
        Configuration configuration = Toy.configuration("kal-net", 3, 1);

        List<Snapshot> snapshots = only(train(configuration), Snapshot.class);

        // Beside the evaluations at 5, 10, 20 and 40.
        assertThat(snapshots).extracting(Snapshot::step).containsExactly(0L, 1L, 2L, 7L, 15L, 25L, 30L, 35L);
        assertThat(snapshots.getFirst().model())
                .isEqualTo(Network.initialize(
                                configuration.network(),
                                Seeds.of(configuration.seed()).weights())
                        .snapshot());
        assertThat(snapshots).extracting(Snapshot::model).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"kal-net", "kac-net", "torchkan", "efficient-kan", "kag-net", "mlp"})
    void every_family_learns(String preset) throws InterruptedException {
        Finished finished = (Finished) train(Toy.configuration(preset, 25, 1)).getLast();

        assertThat(finished.test().orElseThrow().score()).isGreaterThan(0.85);
    }

    @Test
    void the_schedule_lowers_the_rate_after_every_epoch() throws InterruptedException {
        List<Evaluated> evaluated = only(train(Toy.configuration("mlp", 3, 1)), Evaluated.class);

        assertThat(evaluated.stream().filter(Evaluated::epochEnd).map(Evaluated::learningRate))
                .containsExactly(0.01, 0.005, 0.0025);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kal-net", "torchkan", "efficient-kan", "kag-net", "mlp", "kac-net-faithful"})
    void the_same_seed_gives_the_same_bits_on_any_number_of_threads(String preset) throws InterruptedException {
        Model once = ((Finished) train(Toy.configuration(preset, 2, 1)).getLast()).model();
        Model again = ((Finished) train(Toy.configuration(preset, 2, 1)).getLast()).model();
        Model onTwo = ((Finished) train(Toy.configuration(preset, 2, 2)).getLast()).model();

        assertThat(again).isEqualTo(once);
        assertThat(onTwo).isEqualTo(once);
    }

    @ParameterizedTest
    @ValueSource(strings = {"torchkan-faithful", "efficient-kan-faithful"})
    void grids_move_when_the_recipe_says_so_and_the_same_on_any_number_of_threads(String preset)
            throws InterruptedException {
        Recipe moving = Toy.recipe(6).with(RecipeField.GRID_EVERY, 2).with(RecipeField.GRID_UNTIL, 3);
        List<TrainingEvent> once = train(Toy.configuration(Toy.network(preset), moving, 1));
        List<TrainingEvent> onTwo = train(Toy.configuration(Toy.network(preset), moving, 2));

        assertThat(((Finished) onTwo.getLast()).model()).isEqualTo(((Finished) once.getLast()).model());
        List<BSpline> afterEveryEpoch = only(once, Evaluated.class).stream()
                .filter(Evaluated::epochEnd)
                .map(e -> (BSpline) e.model().network().layers().getLast().basis())
                .toList();
        BSpline first = new BSpline(5, 3);
        assertThat(afterEveryEpoch.subList(0, 2)).containsExactly(first, first);
        BSpline moved = afterEveryEpoch.get(2);
        assertThat(moved).isNotEqualTo(first);
        assertThat(afterEveryEpoch.subList(2, 6)).containsExactly(moved, moved, moved, moved);
    }

    @Test
    void averaged_weights_move_along_with_the_grids() throws InterruptedException {
        Recipe moving = Toy.recipe(6)
                .with(RecipeField.GRID_EVERY, 1)
                .with(RecipeField.GRID_UNTIL, 3)
                .with(RecipeField.AVERAGING, 0.9);
        List<TrainingEvent> events = train(Toy.configuration(Toy.network("efficient-kan-faithful"), moving, 1));

        Finished finished = (Finished) events.getLast();
        assertThat(finished.model().network().layers().getLast().basis()).isNotEqualTo(new BSpline(5, 3));
        assertThat(finished.test().orElseThrow().score()).isGreaterThan(0.85);
    }

    @Test
    void every_evaluation_tells_how_grids_cover_their_inputs() throws InterruptedException {
        Evaluated splines = only(train(Toy.configuration("torchkan", 1, 1)), Evaluated.class)
                .getLast();
        Evaluated polynomials =
                only(train(Toy.configuration("kal-net", 1, 1)), Evaluated.class).getLast();

        // Min-max and tanh scaling keep inputs on [-1, 1], but for few beyond the running range.
        assertThat(splines.grids().outside())
                .hasSize(2)
                .allSatisfy(share -> assertThat(share.getAsDouble()).isBetween(0.0, 0.02));
        assertThat(polynomials.grids().exists()).isFalse();
    }

    @Test
    void a_stopped_run_tells_the_scores_of_the_weights_that_it_leaves() throws InterruptedException {
        // The first between two evaluations, the second while one is due.
        for (long step : new long[] {7, 40}) {
            List<TrainingEvent> events = train(Toy.configuration("kal-net", ENDLESS, 1), (run, event) -> {
                if (event instanceof Snapshot s && s.step() == step
                        || event instanceof Progress p && p.step() == step) {
                    run.stop();
                }
            });

            Evaluated last = only(events, Evaluated.class).getLast();
            assertThat(last.step()).isEqualTo(step);
            assertThat(events.getLast()).isInstanceOfSatisfying(Finished.class, finished -> {
                assertThat(finished.stopped()).isTrue();
                assertThat(finished.model()).isEqualTo(last.model());
                assertThat(finished.test()).contains(last.test());
            });
        }
    }

    @Test
    void averaged_weights_are_what_is_scored_and_kept() throws InterruptedException {
        Configuration plain = Toy.configuration("kal-net", 4, 1);
        List<TrainingEvent> events =
                train(Toy.configuration(plain.network(), plain.recipe().with(RecipeField.AVERAGING, 0.97), 2));
        Finished finished = (Finished) events.getLast();
        Model last = ((Finished) train(plain).getLast()).model();

        assertThat(finished.model()).isNotEqualTo(last);
        try (Workers workers = new Workers(1)) {
            Evaluation again = new Evaluator(dataset.test(), dataset.target(), 50)
                    .evaluate(new Predictor(finished.model(), 50, workers));
            assertThat(finished.test().orElseThrow().score()).isEqualTo(again.score());
        }
        assertThat(only(events, Evaluated.class).getLast().model()).isEqualTo(finished.model());
    }

    @Test
    void averaged_weights_follow_those_that_are_trained_on_numbers() throws InterruptedException {
        Recipe recipe = Toy.squares(2).with(RecipeField.AVERAGING, 0.9);
        NetworkSpec network = Preset.named("mlp").orElseThrow().forNumbers().network(Toy.INPUTS, 2);
        Start start =
                new Start(Toy.configuration(network, recipe, 1), Optional.empty(), Optional.empty(), Optional.empty());

        List<TrainingEvent> events = train(start, Toy.sums(dataset), (_, _) -> {});

        assertThat(only(events, Evaluated.class).getLast().test().score())
                .isLessThan(
                        0.7 * only(events, Evaluated.class).getFirst().test().score());
    }

    @Test
    void no_step_is_made_between_pause_and_resume() throws InterruptedException {
        LinkedBlockingQueue<TrainingEvent> events = new LinkedBlockingQueue<>();
        Run run = TrainingRun.start(Toy.configuration("kal-net", ENDLESS, 1), dataset, events::add);

        run.pause();
        Paused paused = await(events, Paused.class);
        run.setLearningRate(0.5);
        TrainingEvent whilePaused = events.take();
        run.resume();
        TrainingEvent next = events.take();
        run.stop();
        run.await();

        assertThat(whilePaused).isEqualTo(new LearningRateChanged(paused.step(), 0.5));
        assertThat(next).isEqualTo(new Resumed(paused.step()));
        Finished finished = await(events, Finished.class);
        assertThat(finished.elapsed()).isBetween(Duration.ZERO, Duration.ofMinutes(1));
    }

    @Test
    void waits_after_the_steps_that_it_may_take() throws InterruptedException {
        LinkedBlockingQueue<TrainingEvent> events = new LinkedBlockingQueue<>();
        CompletableFuture<Run> self = new CompletableFuture<>();
        Run run = TrainingRun.start(Toy.configuration("kal-net", ENDLESS, 1), dataset, event -> {
            if (event instanceof Snapshot s && s.step() == 2) {
                self.join().waitAfter(2);
            }
            events.add(event);
        });
        self.complete(run);

        for (int step = 0; step <= 2; step++) {
            await(events, Snapshot.class);
        }
        // Once it has heard of the first it has gone as far as it may.
        run.setLearningRate(0.2);
        await(events, LearningRateChanged.class);
        run.setLearningRate(0.1);
        assertThat(await(events, LearningRateChanged.class).step()).isEqualTo(2);
        assertThat(events).noneMatch(Finished.class::isInstance);
        run.stop();
        assertThat(await(events, Finished.class).elapsed()).isBetween(Duration.ZERO, Duration.ofMinutes(1));
    }

    @Test
    void stops_while_paused() throws InterruptedException {
        LinkedBlockingQueue<TrainingEvent> events = new LinkedBlockingQueue<>();
        Run run = TrainingRun.start(Toy.configuration("kal-net", ENDLESS, 1), dataset, events::add);

        run.pause();
        await(events, Paused.class);
        run.stop();
        run.await();

        // Before the end, at most the scores of the weights that it leaves.
        assertThat(events).hasSizeLessThan(3).noneMatch(e -> e instanceof Resumed || e instanceof Progress);
        assertThat(events)
                .last()
                .isInstanceOfSatisfying(
                        Finished.class, f -> assertThat(f.stopped()).isTrue());
    }

    @Test
    void a_new_learning_rate_counts_from_the_next_step_under_the_schedule() throws InterruptedException {
        List<TrainingEvent> events = train(Toy.configuration("kal-net", 2, 1), (run, event) -> {
            if (event instanceof Evaluated e && e.step() == 40) {
                run.setLearningRate(0.2);
            }
        });

        assertThat(events).contains(new LearningRateChanged(40, 0.2));
        assertThat(only(events, Evaluated.class))
                .filteredOn(e -> e.step() > 40)
                .allSatisfy(e -> assertThat(e.learningRate()).isEqualTo(0.1, within(1e-12)));
    }

    @Test
    void refuses_an_impossible_learning_rate() throws InterruptedException {
        Run run = TrainingRun.start(Toy.configuration("kal-net", ENDLESS, 1), dataset, _ -> {});

        assertThatThrownBy(() -> run.setLearningRate(Double.NaN)).hasMessageContaining("learning rate");

        run.stop();
        run.await();
    }

    @Test
    void a_run_that_diverges_says_where_and_keeps_the_last_good_weights() throws InterruptedException {
        Recipe reckless = new Recipe(
                Loss.CROSS_ENTROPY, new Optimizer.Sgd(0.9, 0), 0.05, new Schedule.Constant(), Toy.BATCH, ENDLESS);
        List<TrainingEvent> events = train(Toy.configuration(Toy.network("mlp"), reckless, 1), (run, event) -> {
            if (event instanceof Evaluated e && e.step() == 40) {
                run.setLearningRate(9e5);
            }
        });

        assertThat(events.getLast()).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.message())
                    .containsPattern("loss|gradient")
                    .contains("step " + (failed.step() + 1), "lower the learning rate (at that step it was 900000.0)")
                    .doesNotContain("\n");
            assertThat(failed.step()).isGreaterThan(40);
            assertThat(failed.lastGood().orElseThrow().tensors().values()).allSatisfy(TrainingRunTest::isFinite);
            Model good = only(events, Evaluated.class).getLast().model();
            assertThat(failed.lastGood()).contains(good);
        });
    }

    private static void isFinite(Tensor tensor) {
        for (float value : tensor.values()) {
            assertThat(value).isFinite();
        }
    }

    @Test
    void a_listener_that_throws_hears_of_it() throws InterruptedException {
        List<TrainingEvent> events = train(Toy.configuration("mlp", ENDLESS, 1), (run, event) -> {
            if (event instanceof Evaluated) {
                throw new IllegalStateException("chart is gone");
            }
        });

        assertThat(events.getLast()).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.message()).contains("chart is gone");
            assertThat(failed.lastGood()).isPresent();
        });
    }

    @Test
    void an_error_of_the_virtual_machine_ends_the_run_too() throws InterruptedException {
        List<TrainingEvent> events = train(Toy.configuration("mlp", ENDLESS, 1), (_, event) -> {
            if (event instanceof Evaluated) {
                throw new StackOverflowError();
            }
        });

        assertThat(events.getLast())
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.message()).contains("StackOverflowError"));
    }

    private static void refused(NetworkSpec network, Recipe recipe, int threads, Dataset data, String why) {
        assertThatThrownBy(() -> TrainingRun.start(Toy.configuration(network, recipe, threads), data, _ -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void what_cannot_be_trained_is_refused_before_a_thread_starts() {
        Recipe r = Toy.recipe(1);
        Recipe lbfgs = r.with(RecipeField.OPTIMIZER, Optimizer.Kind.LBFGS);
        NetworkSpec network = Toy.network("kal-net");
        Preset preset = Preset.named("kal-net").orElseThrow();
        Dataset none = dataset.with(dataset.train().select(new int[0]), dataset.test());

        refused(
                network,
                Toy.squares(1),
                1,
                dataset,
                "toy has classes to predict, for which the loss is CROSS_ENTROPY, not MSE: change the recipe's loss");
        refused(network, r, 0, dataset, "threads is 0: choose 1 or more");
        refused(network, r, 1, none, "has no training samples");
        refused(preset.network(9, Toy.CLASSES), r, 1, dataset, "network has 9 inputs but toy needs 6");
        refused(preset.network(Toy.INPUTS, 4), r, 1, dataset, "network has 4 outputs but toy needs 3");
        refused(network, r.with(RecipeField.GRID_EVERY, 1), 1, dataset, "grid updates are for B-splines");
        refused(network, r.with(RecipeField.REFINE_EVERY, 1), 1, dataset, "grid refinements are for B-splines");
        refused(Toy.network("lazy-kan"), lbfgs, 1, dataset, "L-BFGS needs the same loss at every evaluation");
        refused(Toy.network("wav-kan"), r.with(RecipeField.SPARSITY, 0.1), 1, dataset, "sparsity penalty needs");
        refused(
                preset.network(Toy.INPUTS, List.of(1), Toy.CLASSES),
                r,
                1,
                dataset,
                "layer 1 has layer norm over one unit");
        NetworkSpec narrow = Preset.named("bsrbf-kan").orElseThrow().network(Toy.INPUTS, List.of(1), Toy.CLASSES);
        refused(narrow, r, 1, dataset, "layer 2 has layer norm over its one input");
        NetworkSpec byBatch = network.withLayers(network.layers().stream()
                .map(layer -> layer.with(LayerField.NORMALIZATION, Normalization.BATCH))
                .toList());
        refused(byBatch, r.with(RecipeField.BATCH, 1), 1, dataset, "layer 1 has batch norm over one sample");
    }

    private static <T extends TrainingEvent> T await(LinkedBlockingQueue<TrainingEvent> events, Class<T> type)
            throws InterruptedException {
        TrainingEvent event = events.take();
        while (!type.isInstance(event)) {
            event = events.take();
        }
        return type.cast(event);
    }

    @Test
    void a_live_update_shows_the_weights_after_a_step_and_changes_nothing() throws InterruptedException {
        Configuration configuration = Toy.configuration("kal-net", 3, 1);
        List<Model> seen = Collections.synchronizedList(new ArrayList<>());

        List<TrainingEvent> watched = train(configuration, (run, event) -> run.requestLiveUpdate(0, 1, seen::add));
        List<TrainingEvent> unwatched = train(configuration);

        assertThat(seen).hasSizeGreaterThan(5).doesNotHaveDuplicates();
        assertThat(seen)
                .allSatisfy(model -> assertThat(model.network().outputs()).isOne());
        assertThat(((Finished) watched.getLast()).model()).isEqualTo(((Finished) unwatched.getLast()).model());
    }
}

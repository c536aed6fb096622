package org.kanworkbench.app.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.beans.InvalidationListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.app.chart.Mark;
import org.kanworkbench.app.chart.PlotSeries;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.app.runs.KeptToyRuns;
import org.kanworkbench.app.runs.run.RunReading;
import org.kanworkbench.app.session.Notice;
import org.kanworkbench.app.session.StoredTraining;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.train.run.LiveRun.Phase;
import org.kanworkbench.app.train.run.Refreshes.Part;
import org.kanworkbench.app.train.run.RunTrace;
import org.kanworkbench.app.train.run.Scores;
import org.kanworkbench.app.work.BackgroundWork;
import org.kanworkbench.app.work.Problem;
import org.kanworkbench.app.work.Threads;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Examples;
import org.kanworkbench.data.FloatFeatures;
import org.kanworkbench.data.Target;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.ToyShape;
import org.kanworkbench.engine.Network;
import org.kanworkbench.files.model.ModelFile;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.recipe.RecipeField;
import org.kanworkbench.plot.Palette;
import org.kanworkbench.runs.Metric;
import org.kanworkbench.runs.Queued;
import org.kanworkbench.runs.RunFiles;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.RunQuery;
import org.kanworkbench.runs.RunState;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.store.RunStore;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Evaluation;
import org.kanworkbench.training.GridCoverage;
import org.kanworkbench.training.Measure;
import org.kanworkbench.training.Run;
import org.kanworkbench.training.Selected;
import org.kanworkbench.training.TrainingEvent;

/** Folds hand-made events in, without a window. */
class TrainViewModelTest {

    private static final class HandRun implements Run {
        private final List<String> asked = new ArrayList<>();

        @Override
        public void pause() {
            asked.add("pause");
        }

        @Override
        public void resume() {
            asked.add("resume");
        }

        @Override
        public void stop() {
            asked.add("stop");
        }

        @Override
        public void setLearningRate(double rate) {
            asked.add("rate " + rate);
        }

        @Override
        public void waitAfter(long steps) {
            asked.add("wait after " + steps);
        }

        @Override
        public void requestLiveUpdate(int layer, int output, Consumer<Model> to) {
            asked.add("live update " + layer + " " + output);
        }

        @Override
        public void await() {}
    }

    private long now;
    private final Workspace workspace = new Workspace();
    private final HandRun run = new HandRun();
    private Consumer<TrainingEvent> listener;
    private final TrainViewModel viewModel = new TrainViewModel(
            workspace,
            (_, _, events) -> {
                listener = events;
                return run;
            },
            // Run by the background's threads, what they find out would change what a test is reading.
            new Threads(workspace.background(), _ -> {}));

    @BeforeEach
    void useData() {
        Examples examples = new Examples(new FloatFeatures(new float[8], 4), new int[] {0, 1});
        viewModel.editor.use(
                new DataSource.Mnist(), new Dataset("two", examples, examples, Optional.empty(), List.of("a", "b")));
    }

    @AfterEach
    void close() {
        workspace.close();
    }

    @Test
    void data_that_is_read_when_a_run_has_begun_does_not_take_its_place() throws Exception {
        BlockingQueue<Runnable> later = new LinkedBlockingQueue<>();
        TrainViewModel slow = slow(later);
        Configuration mnist = slow.editor.configurationProperty().get();
        Dataset two = slow.editor.datasetProperty().get();
        slow.data.open(new DataSource.Toy(ToyShape.MOONS, 0.1, 50, 0));
        slow.train(mnist, two, two);
        catchUp(later);
        assertThat(slow.data.loadingProperty().get()).isFalse();
        assertThat(slow.shown.runProperty().get().configuration).isEqualTo(mnist);
        assertThat(slow.editor.sourceProperty().get()).isEqualTo(mnist.data());
    }

    @Test
    void a_training_of_the_queue_chooses_its_data_as_other_runs_see_them() {
        Configuration mnist = viewModel.editor.configurationProperty().get();
        Dataset chosen = viewModel.editor.datasetProperty().get();
        Dataset seen = chosen.withoutTest();
        viewModel.train(mnist.withSeed(7), seen, chosen);
        assertThat(viewModel.shown.runProperty().get().dataset).isSameAs(seen);
        assertThat(viewModel.editor.datasetProperty().get()).isSameAs(chosen);
    }

    @Test
    void a_configuration_that_is_opened_while_other_data_are_read_stays() throws Exception {
        BlockingQueue<Runnable> later = new LinkedBlockingQueue<>();
        TrainViewModel slow = slow(later);
        Configuration mnist = slow.editor.configurationProperty().get();
        slow.data.open(new DataSource.Toy(ToyShape.MOONS, 0.1, 50, 0));
        slow.edit(mnist.withSeed(7));
        catchUp(later);
        assertThat(slow.data.loadingProperty().get()).isFalse();
        assertThat(slow.editor.configurationProperty().get()).isEqualTo(mnist.withSeed(7));
    }

    @Test
    void a_run_waits_for_the_points_that_are_being_made() throws Exception {
        BlockingQueue<Runnable> later = new LinkedBlockingQueue<>();
        TrainViewModel slow = slow(later);
        DataSource.Toy moons = new DataSource.Toy(ToyShape.MOONS, 0.1, 50, 0);
        slow.data.remake(moons);
        slow.start();
        assertThat(slow.shown.runProperty().get()).isNull();
        catchUp(later);
        assertThat(slow.shown.runProperty().get().configuration.data()).isEqualTo(moons);
    }

    @Test
    void points_that_are_made_while_data_are_read_leave_nothing_waiting() throws Exception {
        BlockingQueue<Runnable> later = new LinkedBlockingQueue<>();
        TrainViewModel slow = slow(later);
        DataSource.Toy moons = new DataSource.Toy(ToyShape.MOONS, 0.1, 50, 0);

        slow.data.open(new DataSource.Toy(ToyShape.SPIRAL, 0.1, 50, 0));
        slow.data.remake(moons);
        catchUp(later);
        assertThat(slow.data.loadingProperty().get()).isFalse();
        assertThat(slow.editor.sourceProperty().get()).isEqualTo(moons);

        DataSource.Toy spiral = new DataSource.Toy(ToyShape.SPIRAL, 0.2, 50, 0);
        slow.data.remake(moons);
        slow.data.open(spiral);
        catchUp(later);
        slow.start();
        assertThat(slow.shown.runProperty().get().configuration.data()).isEqualTo(spiral);
    }

    /** What its background work comes to waits to be done. */
    private TrainViewModel slow(BlockingQueue<Runnable> later) {
        TrainViewModel slow =
                new TrainViewModel(workspace, (_, _, _) -> run, new Threads(workspace.background(), later::add));
        slow.editor.use(
                new DataSource.Mnist(), viewModel.editor.datasetProperty().get());
        return slow;
    }

    private static void catchUp(BlockingQueue<Runnable> later) throws InterruptedException {
        for (Runnable next = later.take(); next != null; next = later.poll(500, TimeUnit.MILLISECONDS)) {
            next.run();
        }
    }

    private Model model() {
        return new Model(viewModel.editor.configurationProperty().get().network(), Map.of());
    }

    private static Evaluation evaluation(int correct) {
        return new Evaluation.Classification(
                correct, 100, 0.4, new int[][] {{correct, 100 - correct}, {0, 0}}, new int[100], new float[100], 0.1);
    }

    private static TrainingEvent.Progress progress(double epoch, double loss) {
        return new TrainingEvent.Progress(
                Math.round(epoch * 1000),
                epoch,
                loss,
                0.5,
                1e-3,
                2,
                32_000,
                Duration.ofSeconds(3),
                Duration.ofSeconds(65));
    }

    private TrainingEvent.Evaluated evaluated(double epoch, int correct, Model model) {
        return evaluated(epoch, false, correct, model);
    }

    private TrainingEvent.Evaluated evaluated(double epoch, boolean epochEnd, int correct, Model model) {
        return evaluated(10, epoch, epochEnd, correct, model);
    }

    private TrainingEvent.Evaluated evaluated(long step, double epoch, boolean epochEnd, int correct, Model model) {
        return new TrainingEvent.Evaluated(
                step,
                epoch,
                epochEnd,
                1,
                0.5,
                evaluation(correct),
                Optional.empty(),
                1e-3,
                2,
                1,
                new GridCoverage(List.of()),
                model);
    }

    @Test
    void events_wait_until_the_frame_drains_them_all_with_one_update() {
        viewModel.start();
        long before = viewModel.refreshes.of(Part.PICTURES).get();
        for (int i = 1; i <= 50; i++) {
            listener.accept(progress(i / 50.0, 1.0 / i));
        }
        RunTrace trace = viewModel.shown.runProperty().get();
        assertThat(trace.losses().getFirst().size()).isZero();
        nextSecond();
        assertThat(trace.losses().getFirst().size()).isEqualTo(50);
        assertThat(viewModel.refreshes.of(Part.PICTURES).get()).isEqualTo(before + 1);
        nextSecond();
        assertThat(viewModel.refreshes.of(Part.PICTURES).get()).isEqualTo(before + 1);
    }

    @Test
    void what_comes_with_every_frame_is_drawn_thirty_times_a_second_and_written_four_times() {
        viewModel.start();
        long pictures = viewModel.refreshes.of(Part.PICTURES).get();
        long figures = viewModel.refreshes.of(Part.FIGURES).get();
        for (int frame = 0; frame < 60; frame++) {
            listener.accept(progress(frame / 60.0, 1));
            viewModel.frame(frame * 1_000_000_000L / 60);
        }
        assertThat(viewModel.refreshes.of(Part.PICTURES).get() - pictures).isEqualTo(30);
        assertThat(viewModel.refreshes.of(Part.FIGURES).get() - figures).isEqualTo(4);
    }

    @Test
    void what_the_next_run_costs_is_told_unless_another_trains() {
        viewModel.start();
        viewModel.preparing.set(true);
        listener.accept(evaluated(1, true, 1, model()));
        nextSecond();
        assertThat(viewModel.summaryProperty().get()).doesNotContain("per epoch");
        listener.accept(new TrainingEvent.Finished(
                false, model(), Optional.of(evaluation(1)), Optional.empty(), Duration.ZERO));
        nextSecond();
        viewModel.preparing.set(true);

        assertThat(viewModel.summaryProperty().get())
                .as("as the queue leaves it")
                .contains("per epoch");
    }

    @Test
    void settings_of_the_next_run_are_not_taken_for_those_of_the_shown_one() {
        viewModel.start();
        listener.accept(new TrainingEvent.Finished(
                false, model(), Optional.of(evaluation(1)), Optional.empty(), Duration.ZERO));
        nextSecond();
        assertThat(viewModel.summaryProperty().get()).doesNotContain("next run");

        viewModel.editor.recipe.of(RecipeField.EPOCHS).set(7);
        assertThat(viewModel.summaryProperty().get()).endsWith("\nFor the next run: kal-net #1 has other settings.");
    }

    @Test
    void scores_of_an_opened_model_go_with_the_data_that_they_are_of() throws Exception {
        Dataset two = viewModel.editor.datasetProperty().get();
        viewModel.shown.show(new Scores("opened", 1, two, evaluation(90), "the test set"));
        assertThat(viewModel.shown.measure()).isEqualTo(Measure.ACCURACY);
        DataSource moons = DataSource.Toy.of(ToyShape.MOONS);
        viewModel.editor.use(moons, moons.load());
        assertThat(viewModel.shown.scoresProperty().get()).isNull();
    }

    @Test
    void the_end_of_a_run_is_shown_at_once() {
        viewModel.start();
        listener.accept(progress(1, 1));
        viewModel.frame(0);
        listener.accept(evaluated(15, 95, model()));
        listener.accept(new TrainingEvent.Finished(
                false, model(), Optional.of(evaluation(97)), Optional.empty(), Duration.ofSeconds(5)));
        long figures = viewModel.refreshes.of(Part.FIGURES).get();
        viewModel.frame(1);
        assertThat(viewModel.shown.scoresProperty().get().evaluation().score()).isEqualTo(0.97);
        assertThat(viewModel.refreshes.of(Part.FIGURES).get()).isEqualTo(figures + 1);
    }

    @Test
    void every_evaluation_brings_its_weights_to_all_panes() {
        viewModel.start();
        assertThat(workspace.models()).hasSize(1);
        assertThat(workspace.models().getFirst().modelProperty().get()).isNull();
        Model first = model();
        listener.accept(evaluated(0.5, 80, first));
        nextSecond();
        assertThat(workspace.models().getFirst().modelProperty().get()).isSameAs(first);
        assertThat(viewModel
                        .shown
                        .runProperty()
                        .get()
                        .evaluationProperty()
                        .get()
                        .score())
                .isEqualTo(0.8);
    }

    @Test
    void the_status_line_tells_epoch_and_time_left() {
        viewModel.start();
        listener.accept(progress(2.3, 0.1));
        nextSecond();
        assertThat(viewModel.job.get().text()).isEqualTo("kal-net #1 · epoch 3 / 15 · 01:05 left");
        assertThat(viewModel.job.get().progress()).isEqualTo(2.3 / 15);
    }

    @Test
    void a_finished_run_says_its_accuracy_with_the_interval() {
        viewModel.start();
        listener.accept(progress(15, 0.1));
        listener.accept(new TrainingEvent.Finished(
                false, model(), Optional.of(evaluation(90)), Optional.empty(), Duration.ofSeconds(5)));
        nextSecond();
        assertThat(viewModel.shown.runProperty().get().resultProperty().get())
                .isEqualTo("Test accuracy 90.00 % (90 of 100), 95 % CI 82.56 to 94.48 %");
        assertThat(viewModel.shown.runProperty().get().marks())
                .extracting(Mark::text)
                .containsExactly("best epoch 15: 90.00 %");
        assertThat(viewModel.live.phaseProperty().get()).isEqualTo(Phase.IDLE);
        assertThat(viewModel.job.get()).isNull();
    }

    @Test
    void an_early_end_says_which_epoch_was_the_best() {
        viewModel.start();
        Selected selected = new Selected(6, evaluation(88), 9, true, true);
        listener.accept(new TrainingEvent.Finished(
                false, model(), Optional.of(evaluation(90)), Optional.of(selected), Duration.ofSeconds(5)));
        nextSecond();
        assertThat(viewModel.shown.runProperty().get().resultProperty().get())
                .endsWith("; stopped early after epoch 9: best was epoch 6, whose weights are kept");
    }

    @Test
    void validation_has_a_line_of_its_own_in_runs_that_hold_examples_out() {
        viewModel.start();
        assertThat(viewModel.shown.runProperty().get().scores()).hasSize(2);
        listener.accept(new TrainingEvent.Finished(true, model(), Optional.empty(), Optional.empty(), Duration.ZERO));
        nextSecond();
        viewModel.editor.recipe.of(RecipeField.VALIDATION_ROWS).textProperty().set("1");
        viewModel.start();
        listener.accept(new TrainingEvent.Evaluated(
                10,
                1,
                true,
                1,
                0.5,
                evaluation(80),
                Optional.of(evaluation(70)),
                1e-3,
                2,
                1,
                new GridCoverage(List.of()),
                model()));
        nextSecond();
        PlotSeries line = viewModel.shown.runProperty().get().scores().getLast();
        assertThat(line.name()).startsWith("valid");
        assertThat(line.x(0)).isEqualTo(1);
        assertThat(line.y(0)).isEqualTo(0.7);
    }

    @Test
    void a_run_whose_progress_is_kept_from_its_middle_is_drawn_from_its_beginning(@TempDir Path folder)
            throws Exception {
        KeptToyRuns.interrupt(folder, "kal-net", 7);
        try (RunStore store = RunStore.open(folder)) {
            StoredTraining kept =
                    new RunReading(store).toResume(store.list(RunQuery.NEWEST).getFirst(), Optional.empty());
            Metric first = kept.metrics().getFirst();
            Metric epoch =
                    kept.metrics().stream().filter(Metric::epochEnd).findFirst().orElseThrow();
            viewModel.open(new StoredTraining(
                    kept.run(),
                    kept.configuration(),
                    kept.dataset(),
                    kept.chosen(),
                    false,
                    kept.dataset(),
                    kept.metrics(),
                    kept.progress().stream()
                            .filter(p -> p.step() > epoch.step())
                            .toList(),
                    kept.events(),
                    kept.snapshots(),
                    Optional.empty(),
                    OptionalDouble.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()));

            PlotSeries loss = viewModel.shown.runProperty().get().losses().getFirst();
            assertThat(loss.x(0)).isEqualTo(first.epoch());
            assertThat(loss.size()).isGreaterThan(1);
        }
    }

    @Test
    void the_score_of_a_killed_run_is_of_the_weights_that_are_left(@TempDir Path folder) throws Exception {
        KeptToyRuns.interrupt(folder, "kal-net", 7);
        try (RunStore store = RunStore.open(folder)) {
            StoredTraining kept =
                    new RunReading(store).toOpen(store.list(RunQuery.NEWEST).getFirst(), Optional.empty());
            double epoch = kept.modelEpoch().orElseThrow();

            // So they are where a stop before has left a file.
            RunFiles files = store.files(kept.run().description().name());
            ModelFile.write(
                    SavedModel.trained(
                            kept.snapshots().getFirst().model(),
                            kept.configuration(),
                            kept.dataset(),
                            OptionalDouble.empty()),
                    files.file(RunFiles.MODEL));
            store.add(kept.run().id(), files.describe(RunFiles.MODEL, 0, 0, OptionalDouble.empty()));
            StoredTraining after =
                    new RunReading(store).toOpen(store.list(RunQuery.NEWEST).getFirst(), Optional.empty());
            assertThat(after.modelEpoch()).hasValue(epoch);
            assertThat(after.evaluation().orElseThrow().loss())
                    .isEqualTo(kept.evaluation().orElseThrow().loss());

            viewModel.open(kept);
            assertThat(viewModel.shown.runProperty().get().resultProperty().get())
                    .contains(
                            String.format(Locale.ROOT, " with the weights of epoch %.1f, interrupted at epoch", epoch));
        }
    }

    @Test
    void a_run_that_leaves_the_test_samples_alone_says_so_when_it_is_resumed(@TempDir Path folder) throws Exception {
        KeptToyRuns.interruptUntested(folder, "kal-net", 7);
        try (RunStore store = RunStore.open(folder)) {
            StoredTraining kept =
                    new RunReading(store).toResume(store.list(RunQuery.NEWEST).getFirst(), Optional.empty());
            assertThat(kept.seen().test().size()).isZero();
            assertThat(kept.dataset().test().size()).as("for whatever is next").isPositive();

            viewModel.resume(kept);
            assertThat(viewModel.job.get().text())
                    .as("how long it still takes is not known yet")
                    .endsWith("starting");
            listener.accept(evaluated(3, true, 80, model()));
            listener.accept(
                    new TrainingEvent.Finished(true, model(), Optional.empty(), Optional.empty(), Duration.ZERO));
            nextSecond();
            assertThat(viewModel.shown.scoresProperty().get().dataset().test().size())
                    .as("whose predictions they are")
                    .isEqualTo(kept.configuration().recipe().selection().validationRows());

            assertThat(viewModel.shown.scoresProperty().get().set()).isEqualTo("the validation set");

            RunTrace trace = viewModel.shown.runProperty().get();
            assertThat(trace.scored()).isEqualTo("Validation");
            assertThat(trace.resultProperty().get()).startsWith("Validation accuracy 80");
            assertThat(trace.scores().get(1).size())
                    .as("points of the test set")
                    .isZero();
        }
    }

    @Test
    void pause_resume_and_stop_reach_the_run() {
        viewModel.start();
        viewModel.live.pause();
        assertThat(viewModel.live.phaseProperty().get()).isEqualTo(Phase.PAUSED);
        viewModel.live.resume();
        viewModel.live.stop();
        viewModel.live.stop();
        assertThat(run.asked).containsExactly("pause", "resume", "stop");
        assertThat(viewModel.canStart()).isFalse();
    }

    @Test
    void a_learning_rate_reaches_the_run_when_it_makes_sense() {
        viewModel.start();
        viewModel.editor.recipe.of(RecipeField.LEARNING_RATE).textProperty().set("-1");
        viewModel.commitLearningRate();
        viewModel.editor.recipe.of(RecipeField.LEARNING_RATE).textProperty().set("0.0005");
        viewModel.commitLearningRate();
        assertThat(run.asked).containsExactly("rate 5.0E-4");
        viewModel.preparing.set(true);
        viewModel.preparing.set(false);
        assertThat(viewModel.editor.recipe.of(RecipeField.LEARNING_RATE).get())
                .as("back from the settings of the next run")
                .isEqualTo(0.0005);
    }

    @Test
    void a_failed_run_tells_why_and_leaves_its_last_good_weights() {
        viewModel.start();
        Model lastGood = model();
        listener.accept(new TrainingEvent.Failed("loss is NaN in layer 2 at step 7", 7, Optional.of(lastGood), true));
        nextSecond();
        assertThat(viewModel.problem.get().details()).isEqualTo("loss is NaN in layer 2 at step 7");
        // Also when the message is closed.
        assertThat(viewModel.shown.runProperty().get().resultProperty().get())
                .isEqualTo("Failed: loss is NaN in layer 2 at step 7");
        assertThat(viewModel.shown.runProperty().get().stateProperty().get()).isEqualTo(RunState.FAILED);
        assertThat(workspace.models().getFirst().modelProperty().get()).isSameAs(lastGood);
        assertThat(viewModel.canStart()).isTrue();
        assertThat(workspace.notices).as("where the card is seen and stays").isEmpty();
    }

    @Test
    void a_failure_is_a_notice_too_where_the_queue_s_next_start_clears_it_or_the_pane_is_not_in_front() {
        viewModel.seen.set(false);
        fail("not enough memory");
        viewModel.seen.set(true);
        workspace.queue.serve(RunKind.TRAINING, viewModel.busy(), (_, _) -> {});
        workspace.queue.add(List.of(Queued.training("next", "{}")));
        workspace.queue.resume();
        fail("loss is NaN");
        assertThat(workspace.notices)
                .extracting(Notice::text)
                .satisfiesExactly(
                        text -> assertThat(text).endsWith(" failed: not enough memory"),
                        text -> assertThat(text).endsWith(" failed: loss is NaN"));
    }

    private void fail(String why) {
        viewModel.start();
        listener.accept(new TrainingEvent.Failed(why, 0, Optional.empty(), false));
        nextSecond();
    }

    @Test
    void a_start_that_is_refused_closes_no_run() {
        for (int run = 0; run < Palette.SERIES; run++) {
            fail("not enough memory");
        }
        List<RunTrace> before = List.copyOf(viewModel.runs.all);
        Configuration configuration = viewModel.editor.configurationProperty().get();
        Configuration nothingLeft =
                configuration.withRecipe(configuration.recipe().with(RecipeField.VALIDATION_ROWS, 2));
        Dataset two = viewModel.editor.datasetProperty().get();
        assertThatThrownBy(() -> viewModel.train(nothingLeft, two, two)).hasMessageContaining("choose fewer");
        assertThat(viewModel.runs.all).isEqualTo(before);
    }

    @Test
    void a_second_start_while_start_weights_are_read_is_no_failure(@TempDir Path folder) throws Exception {
        Path table = folder.resolve("t.csv");
        Files.writeString(table, "x,y\n" + "0.5,a\n1.5,b\n".repeat(20));
        DataSource source = new DataSource.CsvFile(table);
        BlockingQueue<Runnable> later = new LinkedBlockingQueue<>();
        TrainViewModel slow = slow(later);
        slow.editor.use(source, source.load());
        slow.edit(slow.editor
                .configurationProperty()
                .get()
                .withStart(folder.resolve("none.kan").toString()));
        List<Problem> told = new ArrayList<>();
        slow.problem.addListener((InvalidationListener) _ -> told.add(slow.problem.get()));
        slow.start();
        slow.start();
        catchUp(later);
        assertThat(told).hasSize(1);
        slow.start();
        catchUp(later);
        assertThat(told).as("tried again").hasSize(2);
    }

    @Test
    void a_resumed_run_is_best_at_an_epoch_s_end_as_its_store_says(@TempDir Path folder) throws Exception {
        KeptToyRuns.interrupt(folder, "kal-net", 7);
        try (RunStore store = RunStore.open(folder)) {
            StoredRun run = store.list(RunQuery.NEWEST).getFirst();
            long step = new RunReading(store)
                    .toResume(run, Optional.empty())
                    .checkpoint()
                    .orElseThrow()
                    .step();
            store.add(run.id(), Metric.of(evaluated(step, 1.5, false, 100, model())));
            viewModel.resume(new RunReading(store).toResume(run, Optional.empty()));
            assertThat(viewModel.shown.runProperty().get().marks())
                    .extracting(Mark::text)
                    .filteredOn(text -> text.startsWith("best"))
                    .singleElement()
                    .asString()
                    .startsWith("best epoch 1:");
        }
    }

    @Test
    void a_run_that_fails_before_it_has_weights_takes_no_place_in_other_panes() {
        OpenModel other = workspace.open("file", Target.Classes.numbered(2), Optional.empty());
        viewModel.start();
        listener.accept(new TrainingEvent.Failed("not enough memory", 0, Optional.empty(), false));
        nextSecond();
        assertThat(workspace.models()).containsExactly(other);
        assertThat(viewModel.shown.runProperty().get().stateProperty().get()).isEqualTo(RunState.FAILED);
        viewModel.close(viewModel.shown.runProperty().get());
        assertThat(viewModel.runs.all).isEmpty();
    }

    @Test
    void a_data_set_that_fails_unexpectedly_is_told_and_no_longer_loading() throws Exception {
        BlockingQueue<Runnable> later = new LinkedBlockingQueue<>();
        TrainViewModel slow = slow(later);
        slow.data.open(new DataSource.CsvFile(null));
        while (slow.problem.get() == null) {
            catchUp(later);
        }
        assertThat(slow.data.loadingProperty().get()).isFalse();
        assertThat(slow.problem.get().what()).isEqualTo("The data set could not be opened");
        assertThat(slow.problem.get().details()).startsWith("unexpected NullPointerException");
        assertThat(slow.canStart()).isTrue();
    }

    @Test
    void a_configuration_whose_data_cannot_be_read_leaves_one_that_can_be_started(@TempDir Path folder)
            throws Exception {
        BlockingQueue<Runnable> later = new LinkedBlockingQueue<>();
        TrainViewModel slow = slow(later);
        DataSource airfoil = new DataSource.Airfoil();
        slow.data.open(airfoil);
        catchUp(later);
        Configuration numbers = slow.editor.configurationProperty().get();
        slow.editor.use(
                new DataSource.Mnist(), viewModel.editor.datasetProperty().get());
        DataSource gone = new DataSource.CsvFile(folder.resolve("gone.csv"));
        slow.edit(numbers.withData(gone));
        slow.data.stopReading();
        assertThat(slow.canStart()).as("given up").isTrue();
        slow.edit(numbers.withData(gone));
        catchUp(later);
        assertThat(slow.problem.get().details()).contains("gone.csv");
        assertThat(slow.canStart()).isTrue();
    }

    @Test
    void data_are_not_changed_while_a_run_has_the_settings() {
        viewModel.start();
        DataSource before = viewModel.editor.sourceProperty().get();
        viewModel.data.open(new DataSource.Toy(ToyShape.MOONS, 0.1, 50, 0));
        assertThat(viewModel.data.loadingProperty().get()).isFalse();
        assertThat(viewModel.problem.get().details()).startsWith("a run is training");
        assertThat(viewModel.editor.sourceProperty().get()).isEqualTo(before);
    }

    @Test
    void weights_that_were_not_scored_are_saved_without_a_score() {
        viewModel.start();
        RunTrace trace = viewModel.shown.run();
        Model earlier = model();
        listener.accept(evaluated(1, 70, earlier));
        nextSecond();
        assertThat(trace.testScore()).hasValue(0.7);
        listener.accept(new TrainingEvent.Failed("loss is NaN", 9, Optional.of(model()), true));
        nextSecond();
        assertThat(trace.testScore()).isEmpty();
    }

    @Test
    void a_run_that_is_opened_on_changed_data_takes_the_place_of_the_open_one(@TempDir Path folder) throws Exception {
        KeptToyRuns.interrupt(folder, "kal-net", 7);
        try (RunStore store = RunStore.open(folder)) {
            StoredTraining kept =
                    new RunReading(store).toOpen(store.list(RunQuery.NEWEST).getFirst(), Optional.empty());
            viewModel.open(kept);
            RunTrace first = viewModel.shown.run();
            assertThat(first.canBeResumed()).isTrue();
            viewModel.open(kept);
            assertThat(viewModel.shown.run()).isSameAs(first);
            viewModel.open(new StoredTraining(
                    kept.run(),
                    kept.configuration(),
                    kept.dataset(),
                    kept.chosen(),
                    false,
                    kept.scored(),
                    kept.metrics(),
                    kept.progress(),
                    kept.events(),
                    kept.snapshots(),
                    kept.model(),
                    kept.modelEpoch(),
                    kept.evaluation(),
                    kept.checkpoint(),
                    Optional.of(new Problem("Run 1 is opened on other data", "they have changed"))));
            assertThat(viewModel.runs.all).singleElement().isNotSameAs(first).isSameAs(viewModel.shown.run());
        }
    }

    @Test
    void a_run_and_weights_in_no_file_would_be_lost() {
        assertThat(viewModel.losses()).isEmpty();
        viewModel.start();
        assertThat(viewModel.losses()).containsExactly("kal-net #1 is still training.");
        Model trained = model();
        listener.accept(new TrainingEvent.Finished(
                false, trained, Optional.of(evaluation(90)), Optional.empty(), Duration.ZERO));
        nextSecond();
        assertThat(viewModel.losses()).containsExactly("kal-net #1 is trained but not saved.");
        viewModel.close(viewModel.shown.runProperty().get());
        assertThat(viewModel.runs.all).as("asked first").hasSize(1);
        assertThat(workspace.notices).last().satisfies(notice -> {
            assertThat(notice.text()).isEqualTo("kal-net #1 is trained but not saved. Closing it loses its weights.");
            assertThat(notice.actions()).hasSize(1);
        });
        viewModel.shown.runProperty().get().saved(trained);
        assertThat(viewModel.losses()).isEmpty();
        viewModel.close(viewModel.shown.runProperty().get());
        assertThat(viewModel.runs.all).isEmpty();
    }

    @Test
    void runs_stay_for_comparison_each_with_its_own_colour() {
        viewModel.start();
        listener.accept(new TrainingEvent.Finished(true, model(), Optional.empty(), Optional.empty(), Duration.ZERO));
        nextSecond();
        viewModel.start();
        assertThat(viewModel.runs.all).hasSize(2);
        assertThat(viewModel.runs.all)
                .extracting(r -> r.losses().getFirst().colour())
                .doesNotHaveDuplicates();
        assertThat(viewModel.runs.all).extracting(r -> r.model.name()).containsExactly("kal-net #1", "kal-net #2");
    }

    @Test
    void of_many_runs_the_newest_eight_stay_open_and_what_is_used_or_in_no_file() {
        workspace.stayOpenWhile(model -> model.name().equals("kal-net #3"));
        for (int i = 1; i <= Palette.SERIES - 8; i++) {
            workspace.open("file " + i, Target.Classes.numbered(2), Optional.empty());
        }
        for (int i = 1; i <= 12; i++) {
            viewModel.start();
            Model trained = model();
            listener.accept(new TrainingEvent.Finished(
                    false, trained, Optional.of(evaluation(90)), Optional.empty(), Duration.ZERO));
            nextSecond();
            if (i != 2) {
                viewModel.shown.runProperty().get().saved(trained);
            }
        }
        List<String> left = Stream.of(2, 3, 7, 8, 9, 10, 11, 12)
                .map(number -> "kal-net #" + number)
                .toList();
        assertThat(viewModel.runs.all).extracting(run -> run.model.name()).containsExactlyElementsOf(left);
        assertThat(workspace.models())
                .extracting(OpenModel::name)
                .filteredOn(name -> name.startsWith("kal"))
                .containsExactlyElementsOf(left);
        assertThat(workspace.models()).extracting(OpenModel::series).doesNotHaveDuplicates();
    }

    @Test
    void a_configuration_is_not_shown_over_a_run() {
        Configuration given = viewModel.editor.configurationProperty().get();
        viewModel.start();
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> viewModel.edit(given)))
                .hasMessageContaining("a run is training");
    }

    /** A frame in which everything is due. */
    private void nextSecond() {
        now += 1_000_000_000L;
        viewModel.frame(now);
    }

    @Test
    void a_model_offers_live_updates_of_its_weights_while_its_run_is_running() {
        viewModel.start();
        OpenModel open = workspace.models().getFirst();
        open.liveUpdatesProperty().get().ask(1, 2, _ -> {});
        assertThat(run.asked).contains("live update 1 2");

        listener.accept(new TrainingEvent.Finished(
                false, model(), Optional.of(evaluation(90)), Optional.empty(), Duration.ofSeconds(1)));
        viewModel.frame(now);

        assertThat(open.liveUpdatesProperty().get()).isNull();
    }

    @Test
    void a_file_has_the_weights_that_its_score_is_of(@TempDir Path folder) throws Exception {
        viewModel.start();
        NetworkSpec network = viewModel.editor.configurationProperty().get().network();
        Model first = Network.initialize(network, 1).snapshot();
        Model second = Network.initialize(network, 2).snapshot();
        listener.accept(evaluated(1, 50, first));
        nextSecond();
        listener.accept(evaluated(2, 90, second));
        viewModel.frame(now);
        Threads here = new Threads(Runnable::run, Runnable::run);
        Path file = folder.resolve("now.kan");
        new TrainFiles(viewModel, new BackgroundWork(here, viewModel.problem)).saveModel(viewModel.shown.run(), file);
        SavedModel saved = ModelFile.read(file);
        assertThat(saved.testScore()).hasValue(0.9);
        assertThat(saved.model().tensors()).isEqualTo(second.tensors());
    }
}

package org.kanworkbench.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Examples;
import org.kanworkbench.engine.NonFiniteException;
import org.kanworkbench.engine.Predictor;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.network.recipe.RecipeField;
import org.kanworkbench.network.recipe.Selection;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Evaluation;
import org.kanworkbench.training.Evaluator;
import org.kanworkbench.training.Run;
import org.kanworkbench.training.Selected;
import org.kanworkbench.training.TrainingEvent;
import org.kanworkbench.training.TrainingEvent.Evaluated;
import org.kanworkbench.training.TrainingEvent.Finished;
import org.kanworkbench.training.TrainingEvent.Started;

/** Early stop and best weights, held against what the events tell of every epoch. */
@Timeout(60)
class SelectionTest {

    private static final int HELD = 90;
    private static final int PATIENCE = 2;

    private final Dataset dataset = Toy.dataset(640, 100);

    /** A rate at which scores go up and down, so that the best epoch is not the last. */
    private static Configuration configuration(int patience, boolean keepBest) {
        return Toy.configuration(
                Toy.network("kal-net"),
                Toy.recipe(30)
                        .withLearningRate(0.5)
                        .with(RecipeField.VALIDATION_ROWS, HELD)
                        .with(RecipeField.PATIENCE, patience)
                        .with(RecipeField.KEEP_BEST, keepBest),
                1);
    }

    private static List<TrainingEvent> train(Configuration configuration, Dataset data) throws InterruptedException {
        return train(configuration, data, (_, _) -> {});
    }

    private static List<TrainingEvent> train(
            Configuration configuration, Dataset data, BiConsumer<Run, TrainingEvent> steer)
            throws InterruptedException {
        return Told.by(listener -> TrainingRun.start(configuration, data, listener), steer);
    }

    private static List<Evaluated> epochs(List<TrainingEvent> events) {
        return Told.only(events, Evaluated.class).stream()
                .filter(Evaluated::epochEnd)
                .toList();
    }

    private static Finished finished(List<TrainingEvent> events) {
        return (Finished) events.getLast();
    }

    private static Evaluation validation(Evaluated epoch) {
        return epoch.validation().orElseThrow();
    }

    /** Index of the first epoch with the most right answers; among equals, of the lowest loss. */
    private static int best(List<Evaluated> epochs) {
        int best = 0;
        for (int e = 1; e < epochs.size(); e++) {
            double more = validation(epochs.get(e)).score()
                    - validation(epochs.get(best)).score();
            if (more > 0
                    || more == 0
                            && validation(epochs.get(e)).loss()
                                    < validation(epochs.get(best)).loss()) {
                best = e;
            }
        }
        return best;
    }

    @Test
    void an_estimate_counts_no_copies_of_held_out_rows() {
        Examples all = dataset.train();
        Examples copied = new Examples(all.features(), all.labels(), all.numbers(), new Examples.Copies(160, 40));
        assertThat(TrialRun.trained(configuration(0, false), dataset.with(copied, dataset.test())))
                .isEqualTo(640 - HELD - HELD * 160 / 480);
    }

    @Test
    void an_estimate_without_a_test_set_is_of_evaluations_on_the_held_out_rows() {
        Configuration few = configuration(0, false);
        Configuration many = few.withRecipe(few.recipe().with(RecipeField.VALIDATION_ROWS, 300));

        assertThat(TrialRun.evaluationsPerEpoch(few, dataset.withoutTest())).isEqualTo(2);
        assertThat(TrialRun.evaluationsPerEpoch(many, dataset.withoutTest())).isEqualTo(1);
    }

    @Test
    void held_out_rows_are_not_trained_on_and_are_scored_at_every_epochs_end() throws InterruptedException {
        List<TrainingEvent> events = train(configuration(0, false), dataset);

        assertThat(((Started) events.getFirst()).stepsPerEpoch()).isEqualTo(Math.ceilDiv(640 - HELD, Toy.BATCH));
        List<Evaluated> epochs = epochs(events);
        assertThat(epochs).hasSize(30);
        assertThat(Told.only(events, Evaluated.class))
                .filteredOn(e -> !e.epochEnd())
                .isNotEmpty()
                .allSatisfy(e -> assertThat(e.validation()).isEmpty());
        Dataset held = dataset.holdOut(HELD, 0);
        Evaluated any = epochs.get(3);
        assertThat(any.seconds())
                .isEqualTo(any.test().seconds() + validation(any).seconds());
        try (Workers workers = new Workers(1)) {
            Evaluation scored =
                    new Evaluator(held.test(), held.target(), HELD).evaluate(new Predictor(any.model(), HELD, workers));
            assertThat(validation(any).score()).isEqualTo(scored.score());
            assertThat(validation(any).total()).isEqualTo(HELD);
        }
        assertThat(any.test().total()).isEqualTo(100);
    }

    @Test
    void ends_after_epochs_without_a_better_score_with_the_best_epochs_weights() throws InterruptedException {
        List<TrainingEvent> events = train(configuration(PATIENCE, true), dataset);

        List<Evaluated> epochs = epochs(events);
        int best = best(epochs);
        assertThat(epochs.size()).isLessThan(30).isEqualTo(best + 1 + PATIENCE);
        Finished finished = finished(events);
        assertThat(finished.stopped()).isFalse();
        assertThat(finished.model())
                .isEqualTo(epochs.get(best).model())
                .isNotEqualTo(epochs.getLast().model());
        assertThat(finished.test()).contains(epochs.get(best).test());
        Selected selected = finished.selected().orElseThrow();
        assertThat(selected).isEqualTo(new Selected(best + 1, validation(epochs.get(best)), epochs.size(), true, true));
        assertThat(selected.sentence())
                .isEqualTo("stopped early after epoch " + epochs.size() + ": best was epoch " + (best + 1)
                        + ", whose weights are kept");

        Configuration planned = configuration(PATIENCE, true);
        Recipe enough = planned.recipe().withEpochs(epochs.size());
        Selected whole =
                finished(train(planned.withRecipe(enough), dataset)).selected().orElseThrow();
        assertThat(whole.early()).as("it was its last epoch anyway").isFalse();
        assertThat(whole.best()).isEqualTo(selected.best());
    }

    @Test
    void patience_alone_keeps_the_last_weights() throws InterruptedException {
        List<TrainingEvent> events = train(configuration(PATIENCE, false), dataset);

        Finished finished = finished(events);
        assertThat(finished.model()).isEqualTo(epochs(events).getLast().model());
        assertThat(finished.test()).contains(epochs(events).getLast().test());
        assertThat(finished.selected().orElseThrow().early()).isTrue();
    }

    @Test
    void best_weights_alone_run_to_the_end() throws InterruptedException {
        List<TrainingEvent> events = train(configuration(0, true), dataset);

        List<Evaluated> epochs = epochs(events);
        assertThat(epochs).hasSize(30);
        assertThat(finished(events).model()).isEqualTo(epochs.get(best(epochs)).model());
        assertThat(finished(events).selected().orElseThrow().early()).isFalse();
    }

    @Test
    void the_test_set_has_no_say() throws InterruptedException {
        Configuration configuration = configuration(PATIENCE, true);
        Dataset misleading = new Dataset(
                "misleading",
                dataset.train(),
                Toy.dataset(640, 37).train().select(new int[] {5, 1, 0}),
                dataset.image(),
                dataset.target().names());

        Model model = finished(train(configuration, dataset)).model();

        assertThat(finished(train(configuration, misleading)).model()).isEqualTo(model);
        assertThat(finished(train(configuration, dataset.withoutTest())).model())
                .isEqualTo(model);
    }

    @Test
    void without_a_test_set_the_held_out_rows_are_reported_on() throws InterruptedException {
        List<TrainingEvent> events = train(configuration(0, false), dataset.withoutTest());

        // Within an epoch, too: whoever reads the first of them must not take it for one on a test set.
        assertThat(Told.only(events, Evaluated.class))
                .anyMatch(e -> !e.epochEnd())
                .allSatisfy(e -> assertThat(e.validation()).contains(e.test()))
                .allSatisfy(e -> assertThat(e.test().total()).isEqualTo(HELD))
                .allSatisfy(e -> assertThat(e.seconds()).isEqualTo(e.test().seconds()));
    }

    @Test
    void a_run_that_is_stopped_keeps_the_best_epoch_so_far() throws InterruptedException {
        List<TrainingEvent> events = train(configuration(0, true), dataset, (run, event) -> {
            if (event instanceof Evaluated e && e.epoch() == 12) {
                run.stop();
            }
        });

        List<Evaluated> epochs = epochs(events);
        assertThat(epochs).hasSize(12);
        assertThat(finished(events).stopped()).isTrue();
        assertThat(finished(events).model()).isEqualTo(epochs.get(best(epochs)).model());
        assertThat(finished(events).test()).contains(epochs.get(best(epochs)).test());
    }

    @Test
    void validation_rows_without_a_finite_loss_end_the_run() {
        Selector selector = new Selector(
                configuration(PATIENCE, true).recipe().selection(), dataset.test(), dataset.target(), HELD);

        assertThatThrownBy(() -> selector.evaluate((_, _, logits) -> Arrays.fill(logits, Float.NaN), () -> true))
                .isInstanceOf(NonFiniteException.class)
                .hasMessageContaining("validation");
    }

    @Test
    void among_equally_many_right_answers_the_lower_loss_is_better() {
        Evaluation sure = scored(80, 0.2);
        Evaluation unsure = scored(80, 0.3);
        Evaluation right = scored(81, 0.9);

        assertThat(sure.betterThan(unsure)).isTrue();
        assertThat(unsure.betterThan(sure)).isFalse();
        assertThat(right.betterThan(sure)).isTrue();
        assertThat(sure.betterThan(sure)).isFalse();
    }

    private static Evaluation scored(int correct, double loss) {
        return new Evaluation.Classification(correct, 100, loss, new int[0][], new int[0], new float[0], 0);
    }

    @Test
    void selection_without_rows_to_select_by_and_too_many_rows_are_refused() {
        assertThatThrownBy(() -> new Selection(0, 3, false)).hasMessageContaining("no validation samples");
        assertThatThrownBy(() -> new Selection(0, 0, true)).hasMessageContaining("no validation samples");
        Configuration greedy =
                Toy.configuration(Toy.network("kal-net"), Toy.recipe(1).with(RecipeField.VALIDATION_ROWS, 640), 1);
        assertThatThrownBy(() -> TrainingRun.start(greedy, dataset, _ -> {}))
                .hasMessage("640 validation samples leave none of the 640 of toy to train on: choose fewer");
        assertThat(Optional.of(Selection.NONE).filter(Selection::active)).isEmpty();
    }
}

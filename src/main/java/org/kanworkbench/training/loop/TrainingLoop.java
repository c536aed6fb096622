package org.kanworkbench.training.loop;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.ShuffledBatches;
import org.kanworkbench.engine.NonFiniteException;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.training.Checkpoint;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engine;
import org.kanworkbench.training.Evaluation;
import org.kanworkbench.training.Evaluator;
import org.kanworkbench.training.Selected;
import org.kanworkbench.training.Start;
import org.kanworkbench.training.Stepper;
import org.kanworkbench.training.Task;
import org.kanworkbench.training.TrainingEvent;

/** Epochs of steps, with the test set scored in between. Lives on the run's thread. */
final class TrainingLoop {

    /** Least time between two progress events: some 30 a second. */
    private static final long PROGRESS_NANOS = 33_000_000;

    private enum End {
        REACHED,
        EARLY,
        STOPPED
    }

    private final Configuration configuration;
    private final Recipe recipe;
    private final RunControl control;
    private final Consumer<TrainingEvent> listener;

    private final Stepper stepper;
    private final ShuffledBatches batches;
    private final Evaluator evaluator;
    private final Survivors survivors;
    private final Optional<Selector> selector;
    private final boolean reportsOnValidation;
    private final TrainingBatch batch;

    private final long stepsPerEpoch;
    private final long totalSteps;
    private final double stepsPerEvaluation;
    private final EvaluationPlan plan;
    private final RunClock clock;
    private final Tally window = new Tally();
    private final Tally epochTally = new Tally();

    private RunControl.Request handled;
    private long step;
    /** Time in this epoch that it waited for more steps to be allowed. */
    private long heldNanos;
    /** Such seconds a step, in the epoch before. */
    private double heldPerStep;

    private double learningRate;
    private long progressAt = System.nanoTime();
    /** Least time between two checkpoints; Long.MAX_VALUE for none. */
    private final long checkpointNanos;

    private long checkpointAt = System.nanoTime();
    private Model lastScored;
    /** Scores of the weights as they are, where they were scored. */
    private Optional<Evaluation> newest = Optional.empty();
    /** Whether the newest step is to be scored before the next. */
    private boolean scoresDue;

    TrainingLoop(
            Start start,
            Engine engine,
            Dataset whole,
            RunControl control,
            Workers workers,
            Consumer<TrainingEvent> listener) {
        this.configuration = start.configuration();
        this.recipe = configuration.recipe();
        this.control = control;
        this.listener = listener;
        Division division = Division.of(whole, recipe.selection());
        Dataset dataset = division.dataset();
        Seeds seeds = Seeds.of(configuration.seed());
        Optional<Checkpoint> from = start.from();
        Model first = from.map(Checkpoint::model).orElseGet(() -> start.model(seeds.weights()));
        this.stepper = engine.begin(Task.of(configuration, first, seeds.dropout(), from, dataset, workers));
        this.batches = ShuffledBatches.of(dataset, recipe, seeds.batches());
        int scoredTogether = Evaluator.batch(configuration.network(), recipe.batch());
        this.evaluator = new Evaluator(dataset.test(), dataset.outputs(), scoredTogether);
        this.selector = division.validation()
                .map(rows ->
                        new Selector(recipe.selection(), rows, dataset.outputs(), stepper.inference(), scoredTogether));
        this.reportsOnValidation = division.reportsOnValidation();
        this.batch = new TrainingBatch(batches, recipe.batch(), dataset.inputs(), workers);
        int trainRows = dataset.train().size();
        int testRows = dataset.test().size();
        this.stepsPerEpoch = batches.perEpoch();
        this.totalSteps = stepsPerEpoch * recipe.epochs();
        this.stepsPerEvaluation = (double) testRows / recipe.batch();
        this.plan = EvaluationPlan.of(stepsPerEpoch, trainRows, testRows);
        this.handled = control.first();
        this.learningRate = handled.learningRate();
        this.lastScored = stepper.scored();
        this.survivors = new Survivors(dataset, scoredTogether, workers);
        this.checkpointNanos = start.checkpoints().map(Duration::toNanos).orElse(Long.MAX_VALUE);
        this.clock = new RunClock(from.map(Checkpoint::elapsed).orElse(Duration.ZERO));
        from.ifPresent(this::resume);
    }

    private void resume(Checkpoint checkpoint) {
        step = checkpoint.step();
        scoresDue = checkpoint.scoresDue();
        if (scoresDue) {
            learningRate = rate(step - 1);
        }
        epochTally.resume(checkpoint.epoch());
        checkpoint.selection().ifPresent(state -> selector.orElseThrow().resume(state));
    }

    /** Gives back what the engine holds; the loop is of no use after it. */
    void close() {
        stepper.close();
    }

    /** Steps done. */
    long step() {
        return step;
    }

    /** The rate of the newest step, the schedule's factor applied. */
    double learningRate() {
        return learningRate;
    }

    Optional<Model> lastScored() {
        return Optional.of(lastScored);
    }

    /** The weights as they are, or the last scored ones: whichever has the lower loss on training rows. */
    Optional<Model> lastGood() {
        return Optional.of(survivors.choose(
                stepper.scored(), lastScored, () -> !control.request().stopped()));
    }

    void run() throws NonFiniteException {
        listener.accept(new TrainingEvent.Started(
                configuration, configuration.network().parameters(), stepsPerEpoch, totalSteps));
        if (step == 0) {
            // The weights that the run begins with: nothing has been trained.
            tellSnapshot(lastScored);
        }
        int firstEpoch = (int) ((scoresDue ? step - 1 : step) / stepsPerEpoch);
        long firstDone = step - firstEpoch * stepsPerEpoch;
        for (int epoch = firstEpoch; epoch < recipe.epochs(); epoch++) {
            batches.startEpoch(epoch);
            long before = epoch == firstEpoch ? firstDone : 0;
            batches.skip(before);
            if (before == 0) {
                epochTally.reset();
            }
            if (scoresDue && !score(epoch, before == stepsPerEpoch)) {
                return;
            }
            for (long done = before + 1; done <= stepsPerEpoch; done++) {
                boolean goesOn = mayStep();
                tellCheckpoint(!goesOn);
                if (!goesOn) {
                    finish(End.STOPPED);
                    return;
                }
                train();
                answerGlimpse();
                tellProgress(epoch, done);
                newest = Optional.empty();
                if (plan.snapshotDue(epoch, done)) {
                    tellSnapshot(stepper.scored());
                }
                if (plan.due(epoch, done) && !score(epoch, done == stepsPerEpoch)) {
                    return;
                }
            }
            if (epoch + 1 < recipe.epochs()
                    && selector.isPresent()
                    && selector.get().over()) {
                finish(End.EARLY);
                return;
            }
            if (epoch + 1 < recipe.epochs()) {
                stepper.epochsDone(epoch + 1);
            }
        }
        finish(End.REACHED);
    }

    private void answerGlimpse() {
        RunControl.Glimpse asked = control.takeGlimpse();
        if (asked != null) {
            asked.to().accept(stepper.edgesTo(asked.layer(), asked.output()));
        }
    }

    private void tellSnapshot(Model weights) {
        listener.accept(new TrainingEvent.Snapshot(step, epochs(), weights));
    }

    /** False when the run was stopped meanwhile, which is its end: it goes on with these scores. */
    private boolean score(int epoch, boolean epochEnd) throws NonFiniteException {
        scoresDue = true;
        newest = evaluate(epoch, epochEnd);
        if (newest.isEmpty()) {
            tellCheckpoint(true);
            finish(End.STOPPED);
            return false;
        }
        scoresDue = false;
        return true;
    }

    /** Between two steps, when it is time to, or at the run's end. */
    private void tellCheckpoint(boolean last) {
        long now = System.nanoTime();
        if (checkpointNanos == Long.MAX_VALUE || now - checkpointAt < checkpointNanos && !last) {
            return;
        }
        checkpointAt = now;
        listener.accept(new TrainingEvent.Checkpointed(new Checkpoint(
                configuration,
                step,
                scoresDue,
                handled.learningRate(),
                stepper.trained(),
                stepper.optimizerState(),
                stepper.average(),
                epochTally.sums(),
                selector.flatMap(Selector::state),
                clock.elapsed())));
    }

    /** @param done steps before the one that it is for */
    private double rate(long done) {
        return handled.learningRate() * recipe.schedule().factor(done, stepsPerEpoch, totalSteps);
    }

    private void train() throws NonFiniteException {
        learningRate = rate(step);
        long start = System.nanoTime();
        int rows = batch.next();
        stepper.step(batch.x, batch.labels, rows, learningRate);
        long nanos = System.nanoTime() - start;
        step++;
        window.add(stepper.loss(), stepper.correct(), rows, nanos);
        epochTally.add(stepper.loss(), stepper.correct(), rows, nanos);
    }

    private void tellProgress(int epoch, long done) {
        long now = System.nanoTime();
        if (now - progressAt < PROGRESS_NANOS && done < stepsPerEpoch) {
            return;
        }
        progressAt = now;
        if (done == stepsPerEpoch) {
            heldPerStep = heldNanos / 1e9 / stepsPerEpoch;
            heldNanos = 0;
        }
        // A run that is held now and then takes longer than its steps do.
        clock.stepTook(window.msPerStep() / 1e3 + heldPerStep);
        listener.accept(new TrainingEvent.Progress(
                step,
                epochs(),
                window.loss(),
                window.accuracy(),
                learningRate,
                window.msPerStep(),
                window.rowsPerSecond(),
                clock.elapsed(),
                clock.remaining(totalSteps - step, plan.left(epoch, done, recipe.epochs()), stepsPerEvaluation)));
        window.reset();
    }

    /** Nothing when it was stopped meanwhile. */
    private Optional<Evaluation> evaluate(int epoch, boolean epochEnd) throws NonFiniteException {
        Optional<Evaluation> reported = evaluator.evaluate(stepper.inference(), this::mayGoOn);
        if (reported.isEmpty()) {
            return reported;
        }
        Evaluation test = reported.get();
        if (!Double.isFinite(test.loss())) {
            throw new NonFiniteException("loss of the test set is not finite");
        }
        Optional<Evaluation> validation = Optional.empty();
        if (epochEnd && selector.isPresent()) {
            validation = reportsOnValidation ? reported : selector.get().evaluate(this::mayGoOn);
            if (validation.isEmpty()) {
                return validation;
            }
        }
        clock.evaluationTook(
                test.seconds() + validation.map(Evaluation::seconds).orElse(0.0));
        lastScored = stepper.scored();
        validation.ifPresent(rows -> selector.orElseThrow().add(new Selector.Epoch(epoch + 1, lastScored, rows, test)));
        listener.accept(new TrainingEvent.Evaluated(
                step,
                epochs(),
                epochEnd,
                epochTally.loss(),
                epochTally.accuracy(),
                test,
                validation,
                learningRate,
                epochTally.msPerStep(),
                epochTally.seconds(),
                stepper.coverage(),
                lastScored));
        return reported;
    }

    private double epochs() {
        return (double) step / stepsPerEpoch;
    }

    private void finish(End end) {
        Optional<Selected> selected = selector.flatMap(s -> s.selected(end == End.EARLY));
        Optional<Selector.Epoch> kept = selector.flatMap(Selector::kept);
        Model model =
                kept.map(Selector.Epoch::model).orElseGet(() -> newest.isPresent() ? lastScored : stepper.scored());
        listener.accept(new TrainingEvent.Finished(
                end == End.STOPPED, model, kept.map(Selector.Epoch::test).or(() -> newest), selected, clock.elapsed()));
    }

    /** As {@link #mayGoOn()}; sleeps also while as many steps are done as may be. */
    private boolean mayStep() {
        while (mayGoOn()) {
            if (step < handled.steps()) {
                return true;
            }
            clock.pause();
            long start = System.nanoTime();
            control.awaitChange(handled);
            long nanos = System.nanoTime() - start;
            clock.resume();
            heldNanos += nanos;
            progressAt += nanos;
        }
        return false;
    }

    /** Does what was asked for meanwhile, sleeping while paused; false when the run is to stop. */
    private boolean mayGoOn() {
        RunControl.Request asked = control.request();
        if (asked == handled) {
            return true;
        }
        boolean paused = false;
        while (true) {
            if (asked.learningRate() != handled.learningRate()) {
                listener.accept(new TrainingEvent.LearningRateChanged(step, asked.learningRate()));
            }
            handled = asked;
            if (asked.stopped() || !asked.paused()) {
                break;
            }
            if (!paused) {
                paused = true;
                clock.pause();
                listener.accept(new TrainingEvent.Paused(step));
            }
            asked = control.awaitChange(asked);
        }
        if (paused) {
            clock.resume();
        }
        if (paused && !asked.stopped()) {
            listener.accept(new TrainingEvent.Resumed(step));
        }
        return !asked.stopped();
    }
}

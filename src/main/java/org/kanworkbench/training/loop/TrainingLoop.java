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
import org.kanworkbench.training.Checkpoint.SelectionState;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engine;
import org.kanworkbench.training.Evaluation;
import org.kanworkbench.training.Evaluator;
import org.kanworkbench.training.Selected;
import org.kanworkbench.training.Start;
import org.kanworkbench.training.Stepper;
import org.kanworkbench.training.Task;
import org.kanworkbench.training.TrainingEvent;

/** The training loop: epochs of steps with evaluations in between. Confined to the run's thread. */
final class TrainingLoop {

    /** Minimum time between two progress events: about 30 per second. */
    private static final long PROGRESS_NANOS = 33_000_000;

    /** How long the evaluation of a stopped run may take. */
    private static final long STOPPING_NANOS = 5_000_000_000L;

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
    private final FallbackWeights survivors;
    private final Optional<Selector> selector;
    private final boolean reportsOnValidation;
    private final TrainingBatch batch;
    private final int trainRows;

    private final long stepsPerEpoch;
    private final long totalSteps;
    private final double stepsPerEvaluation;
    private final EvaluationPlan plan;
    private final RunClock clock;
    private final Tally window;
    private final Tally epochTally;

    private RunControl.Request handled;
    private long step;
    /** Where this loop began: more than 0 of a run that is resumed. */
    private final long begun;
    /** Time in this epoch spent waiting at the step limit. */
    private long heldNanos;
    /** The same in seconds per step, for the epoch before. */
    private double heldPerStep;

    private double learningRate;
    /** Whether the stepper holds the examples, so that steps are not waited for one by one. */
    private final boolean runsAhead;
    /** Steps whose figures are not yet in the tallies, the rows of the last one, and the time that they have taken so far. */
    private int untold;

    private int untoldRows;
    private long untoldNanos;
    private double nanosPerStep = PROGRESS_NANOS;

    private long progressAt = System.nanoTime();
    /** The first checkpoint comes after this part of the time between two. */
    private static final int EARLY = 8;

    /** Minimum time between two checkpoints, once the loop has run for longer; Long.MAX_VALUE for none. */
    private final long checkpointNanos;

    private final long begunAt = System.nanoTime();
    private long checkpointAt = begunAt;
    private final boolean watched;
    private Model lastScored;
    /** Scores of the current weights; empty if not evaluated. */
    private Optional<Evaluation> newest = Optional.empty();
    /** Whether an evaluation is due before the next step. */
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
        Seeds seeds = Seeds.of(configuration.seed());
        Optional<Checkpoint> from = start.from();
        TrainValidationSplit division;
        Model first;
        Task task;
        try {
            division = TrainValidationSplit.of(whole, recipe.selection());
            first = from.map(Checkpoint::model).orElseGet(() -> start.model(seeds.weights()));
            task = Task.of(configuration, first, seeds.dropout(), from, division.dataset(), workers);
        } catch (RuntimeException | Error e) {
            engine.abandon();
            throw e;
        }
        Dataset dataset = division.dataset();
        this.stepper = engine.begin(task);
        try {
            this.batches = ShuffledBatches.of(dataset, recipe, seeds.batches());
            int scoredTogether = configuration.evaluationBatch();
            this.evaluator = new Evaluator(dataset.test(), dataset.target(), scoredTogether);
            this.selector = division.validation()
                    .map(rows -> new Selector(recipe.selection(), rows, dataset.target(), scoredTogether));
            this.reportsOnValidation = division.reportsOnValidation();
            this.batch = new TrainingBatch(batches, recipe.batch(), dataset, workers);
            this.runsAhead = !recipe.optimizer().kind().fullBatch() && batch.hold(stepper);
            this.window = new Tally(dataset.target());
            this.epochTally = new Tally(dataset.target());
            this.trainRows = dataset.train().size();
            int testRows = dataset.test().size();
            this.stepsPerEpoch = recipe.optimizer().kind().fullBatch() ? 1 : batches.perEpoch();
            this.totalSteps = stepsPerEpoch * recipe.epochs();
            this.stepsPerEvaluation = (double) testRows / trainRows * stepsPerEpoch;
            this.watched = start.watched();
            this.plan = watched
                    ? EvaluationPlan.of(stepsPerEpoch, trainRows, testRows)
                    : EvaluationPlan.afterEpochs(stepsPerEpoch);
            this.handled = control.first();
            this.learningRate = handled.learningRate();
            this.lastScored = from.isPresent() ? stepper.scored() : first;
            this.survivors = new FallbackWeights(dataset, scoredTogether, workers);
            this.checkpointNanos = start.checkpoints().map(Duration::toNanos).orElse(Long.MAX_VALUE);
            this.clock = new RunClock(from.map(Checkpoint::elapsed).orElse(Duration.ZERO));
            from.ifPresent(this::resume);
            this.begun = step;
        } catch (RuntimeException | Error e) {
            // Nothing stays on the device, and runs beside this one do not wait for it.
            stepper.close();
            throw e;
        }
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

    /** Releases the engine's resources; the loop cannot be used afterwards. */
    void close() {
        stepper.close();
    }

    /** Completed steps. */
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

    /** The current weights or the last evaluated ones, whichever has the lower loss on training samples. */
    Optional<Model> lastGood() {
        return Optional.of(survivors.choose(
                stepper.scored(), lastScored, () -> !control.request().stopped()));
    }

    void run() throws NonFiniteException {
        listener.accept(new TrainingEvent.Started(
                configuration, configuration.network().parameters(), stepsPerEpoch, totalSteps));
        if (step == 0) {
            // The initial weights: nothing has been trained yet.
            publishSnapshot(lastScored);
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
                if (!mayStep()) {
                    stop();
                    return;
                }
                publishCheckpoint(false);
                if (!train()) {
                    stop();
                    return;
                }
                publishLiveUpdate();
                publishProgress(epoch, done);
                newest = Optional.empty();
                if (plan.snapshotDue(epoch, done)) {
                    publishSnapshot(stepper.scored());
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

    private void publishLiveUpdate() {
        RunControl.LiveUpdateRequest request = control.takeLiveUpdateRequest();
        if (request != null) {
            request.to().accept(stepper.edgesTo(request.layer(), request.output()));
        }
    }

    private void publishSnapshot(Model weights) {
        listener.accept(new TrainingEvent.Snapshot(step, epochs(), weights));
    }

    /** False if the run was stopped during the evaluation; a resumed run repeats it. */
    private boolean score(int epoch, boolean epochEnd) throws NonFiniteException {
        scoresDue = true;
        newest = evaluate(epoch, epochEnd);
        if (newest.isEmpty()) {
            stop();
            return false;
        }
        scoresDue = false;
        return true;
    }

    /** Emits a checkpoint between two steps if one is due, or at the run's end. */
    private void publishCheckpoint(boolean last) throws NonFiniteException {
        long now = System.nanoTime();
        // Short runs, too, are to have a place from which they can go on: the time between two doubles at first.
        long wait = Math.min(checkpointNanos, Math.max(checkpointNanos / EARLY, checkpointAt - begunAt));
        if (checkpointNanos == Long.MAX_VALUE || now - checkpointAt < wait && !last) {
            return;
        }
        tally();
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

    /**
     * 1 for an optimiser that finds the length of its steps.
     *
     * @param done completed steps before this one
     */
    private double rate(long done) {
        return recipe.optimizer().kind().fullBatch()
                ? 1
                : handled.learningRate() * recipe.schedule().factor(done, stepsPerEpoch, totalSteps);
    }

    /** False if the run was stopped during the step; a resumed run repeats it. */
    private boolean train() throws NonFiniteException {
        learningRate = rate(step);
        long start = clock.elapsed().toNanos();
        int rows = trainRows;
        if (recipe.optimizer().kind().fullBatch()) {
            if (!stepper.step(batch, this::mayContinue)) {
                return false;
            }
        } else {
            rows = batch.step(stepper, learningRate);
        }
        long nanos = clock.elapsed().toNanos() - start;
        step++;
        untold++;
        untoldRows = rows;
        untoldNanos += nanos;
        if (!runsAhead) {
            tally();
        }
        return true;
    }

    /** Waits for the steps that are under way, and adds what they came to. */
    private void tally() throws NonFiniteException {
        if (untold == 0) {
            return;
        }
        long start = clock.elapsed().toNanos();
        int settled;
        try {
            settled = stepper.settle();
        } catch (NonFiniteException e) {
            step -= e.undone();
            throw e;
        }
        long nanos = untoldNanos + clock.elapsed().toNanos() - start;
        for (int n = 0; n < settled; n++) {
            stepper.show(n);
            int rows = n + 1 < settled ? recipe.batch() : untoldRows;
            window.add(stepper, rows, n == 0 ? nanos : 0);
            epochTally.add(stepper, rows, n == 0 ? nanos : 0);
        }
        nanosPerStep = (double) nanos / settled;
        untold = 0;
        untoldNanos = 0;
    }

    private void publishProgress(int epoch, long done) throws NonFiniteException {
        long now = System.nanoTime();
        boolean enough = runsAhead && untold * nanosPerStep >= PROGRESS_NANOS;
        if (now - progressAt < PROGRESS_NANOS && done < stepsPerEpoch && !enough) {
            return;
        }
        tally();
        progressAt = System.nanoTime();
        if (done == stepsPerEpoch) {
            heldPerStep = heldNanos / 1e9 / stepsPerEpoch;
            heldNanos = 0;
        }
        // A run that waits at the step limit takes longer than its steps.
        clock.stepTook(window.msPerStep() / 1e3 + heldPerStep);
        listener.accept(new TrainingEvent.Progress(
                step,
                epochs(),
                window.loss(),
                window.score(),
                learningRate,
                window.msPerStep(),
                window.rowsPerSecond(),
                clock.elapsed(),
                clock.remaining(totalSteps - step, plan.left(epoch, done, recipe.epochs()), stepsPerEvaluation)));
        window.reset();
    }

    /** Empty if the run was stopped meanwhile. */
    private Optional<Evaluation> evaluate(int epoch, boolean epochEnd) throws NonFiniteException {
        tally();
        Optional<Evaluation> reported = evaluator.evaluate(stepper.inference(), this::mayContinue);
        if (reported.isEmpty()) {
            return reported;
        }
        Evaluation test = reported.get();
        if (!Double.isFinite(test.loss())) {
            throw new NonFiniteException("loss of the test set is not finite");
        }
        Optional<Evaluation> validation = onValidation(test);
        if (epochEnd && selector.isPresent() && !reportsOnValidation) {
            validation = selector.get().evaluate(stepper.inference(), this::mayContinue);
            if (validation.isEmpty()) {
                return validation;
            }
        }
        lastScored = stepper.scored();
        if (epochEnd && validation.isPresent()) {
            selector.orElseThrow().add(epoch + 1, lastScored, validation.get(), test);
        }
        TrainingEvent.Evaluated evaluated = evaluated(test, validation, epochEnd);
        clock.evaluationTook(evaluated.seconds());
        listener.accept(evaluated);
        return reported;
    }

    /** The scores that are reported, if those are on the validation samples: so they say at every time. */
    private Optional<Evaluation> onValidation(Evaluation reported) {
        return reportsOnValidation ? Optional.of(reported) : Optional.empty();
    }

    private TrainingEvent.Evaluated evaluated(Evaluation test, Optional<Evaluation> validation, boolean epochEnd) {
        return new TrainingEvent.Evaluated(
                step,
                epochs(),
                epochEnd,
                epochTally.loss(),
                epochTally.score(),
                test,
                validation,
                learningRate,
                epochTally.msPerStep(),
                epochTally.seconds(),
                stepper.coverage(),
                lastScored);
    }

    private double epochs() {
        return (double) step / stepsPerEpoch;
    }

    private void stop() throws NonFiniteException {
        tally();
        publishCheckpoint(true);
        if (watched && step > 0 && newest.isEmpty()) {
            // Scores of earlier weights would be told of those that the run leaves.
            long began = System.nanoTime();
            newest = evaluator
                    .evaluate(stepper.inference(), () -> System.nanoTime() - began < STOPPING_NANOS)
                    .filter(scores -> Double.isFinite(scores.loss()));
            if (newest.isPresent()) {
                lastScored = stepper.scored();
                if (step > begun) {
                    // Without a step there are no sums over training samples, and the run has that step's scores.
                    listener.accept(evaluated(newest.get(), onValidation(newest.get()), false));
                }
            }
        }
        finish(End.STOPPED);
    }

    private void finish(End end) {
        Optional<Selected> selected = selector.flatMap(s -> s.selected(end == End.EARLY));
        Optional<SelectionState> kept = selector.flatMap(Selector::kept);
        Model model =
                kept.map(SelectionState::model).orElseGet(() -> newest.isPresent() ? lastScored : stepper.scored());
        listener.accept(new TrainingEvent.Finished(
                end == End.STOPPED, model, kept.map(SelectionState::test).or(() -> newest), selected, clock.elapsed()));
    }

    /** As {@link #mayContinue()}, but also waits at the step limit. */
    private boolean mayStep() {
        while (mayContinue()) {
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

    /** Handles requests, and waits while paused; false if the run must stop. */
    private boolean mayContinue() {
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

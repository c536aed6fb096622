package org.kanworkbench.training.loop;

import java.time.Duration;
import java.util.function.LongSupplier;

/** The elapsed time of a run, pauses excluded, and the estimated remaining time. */
final class RunClock {

    /** What is older than this share of the run so far hardly counts, as the first steps are slow. */
    private static final double MEMORY = 0.3;

    /** Nor what is older than this [s], as other programs come and go. */
    private static final double LONGEST_MEMORY = 5;

    /** Cost of evaluating a sample relative to training on it, until measured. */
    private static final double FORWARD_SHARE = 0.35;

    private final LongSupplier nanos;
    private final long started;
    private long paused;
    private long pausedSince;
    private double stepSeconds = Double.NaN;
    private double evaluationSeconds = Double.NaN;
    /** Elapsed time when a step was measured last [s]. */
    private double measured;

    /** @param before training time before an interruption */
    RunClock(Duration before) {
        this(before, System::nanoTime);
    }

    /** @param nanos the time */
    RunClock(Duration before, LongSupplier nanos) {
        this.nanos = nanos;
        started = nanos.getAsLong() - before.toNanos();
    }

    void pause() {
        pausedSince = nanos.getAsLong();
    }

    void resume() {
        paused += nanos.getAsLong() - pausedSince;
    }

    void stepTook(double seconds) {
        double now = elapsed().toNanos() / 1e9;
        double memory = Math.min(MEMORY * now, LONGEST_MEMORY);
        double newest = 1 - Math.exp((measured - now) / memory);
        measured = now;
        stepSeconds = Double.isNaN(stepSeconds) ? seconds : stepSeconds + newest * (seconds - stepSeconds);
    }

    void evaluationTook(double seconds) {
        evaluationSeconds = Double.isNaN(evaluationSeconds) ? seconds : (evaluationSeconds + seconds) / 2;
    }

    Duration elapsed() {
        return Duration.ofNanos(nanos.getAsLong() - started - paused);
    }

    /** @param stepsPerEvaluation steps with as many samples as an evaluation */
    Duration remaining(long steps, long evaluations, double stepsPerEvaluation) {
        if (Double.isNaN(stepSeconds)) {
            return Duration.ZERO;
        }
        double evaluation =
                Double.isNaN(evaluationSeconds) ? FORWARD_SHARE * stepsPerEvaluation * stepSeconds : evaluationSeconds;
        return Duration.ofNanos((long) ((steps * stepSeconds + evaluations * evaluation) * 1e9));
    }
}

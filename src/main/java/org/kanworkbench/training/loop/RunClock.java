package org.kanworkbench.training.loop;

import java.time.Duration;

/** The elapsed time of a run, pauses excluded, and the estimated remaining time. */
final class RunClock {

    /** Weight of the newest measurement in the smoothed step time. */
    private static final double NEWEST = 0.2;

    /** Cost of evaluating a sample relative to training on it, until measured. */
    private static final double FORWARD_SHARE = 0.35;

    private final long started;
    private long paused;
    private long pausedSince;
    private double stepSeconds = Double.NaN;
    private double evaluationSeconds = Double.NaN;

    /** @param before training time before an interruption */
    RunClock(Duration before) {
        started = System.nanoTime() - before.toNanos();
    }

    void pause() {
        pausedSince = System.nanoTime();
    }

    void resume() {
        paused += System.nanoTime() - pausedSince;
    }

    void stepTook(double seconds) {
        stepSeconds = Double.isNaN(stepSeconds) ? seconds : stepSeconds + NEWEST * (seconds - stepSeconds);
    }

    void evaluationTook(double seconds) {
        evaluationSeconds = seconds;
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - started - paused);
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

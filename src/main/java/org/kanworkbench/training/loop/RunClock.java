package org.kanworkbench.training.loop;

import java.time.Duration;
import java.util.function.LongSupplier;

/** The elapsed time of a run, pauses excluded, and the estimated remaining time. */
final class RunClock {

    /** What is older than this share of the time since the start or resumption hardly counts, as the first steps are slow. */
    private static final double MEMORY = 0.3;

    /** Nor what is older than this [s], as other programs come and go. */
    private static final double LONGEST_MEMORY = 5;

    /** Cost of evaluating a sample relative to training on it, until measured. */
    private static final double FORWARD_SHARE = 0.35;

    private final LongSupplier nanos;
    /** Training time before an interruption [s]. */
    private final double before;

    private final long started;
    private long paused;
    private long pausedSince;
    private final Mean step = new Mean();
    private final Mean evaluation = new Mean();

    /** Of times measured again and again, the newer the more. */
    private final class Mean {
        /** Of times [s], and their number, both faded. */
        private double sum;

        private double count;
        /** Elapsed time at the newest measurement [s]. */
        private double measured;

        /** Each counts as one, however long it took: a hundred short ones weigh as much as a hundred long ones. */
        void add(double newest) {
            double now = elapsed().toNanos() / 1e9;
            double memory = Math.min(MEMORY * (now - before), LONGEST_MEMORY);
            double left = memory > 0 ? Math.exp((measured - now) / memory) : 0;
            measured = now;
            sum = left * sum + newest;
            count = left * count + 1;
        }

        /** NaN before the first. */
        double seconds() {
            return sum / count;
        }
    }

    /** @param before training time before an interruption */
    RunClock(Duration before) {
        this(before, System::nanoTime);
    }

    /** @param nanos the time */
    RunClock(Duration before, LongSupplier nanos) {
        this.nanos = nanos;
        this.before = before.toNanos() / 1e9;
        started = nanos.getAsLong() - before.toNanos();
    }

    void pause() {
        pausedSince = nanos.getAsLong();
    }

    void resume() {
        paused += nanos.getAsLong() - pausedSince;
    }

    void stepTook(double seconds) {
        step.add(seconds);
    }

    void evaluationTook(double seconds) {
        evaluation.add(seconds);
    }

    Duration elapsed() {
        return Duration.ofNanos(nanos.getAsLong() - started - paused);
    }

    /** @param stepsPerEvaluation steps with as many samples as an evaluation */
    Duration remaining(long steps, long evaluations, double stepsPerEvaluation) {
        if (Double.isNaN(step.seconds())) {
            return Duration.ZERO;
        }
        double each = Double.isNaN(evaluation.seconds())
                ? FORWARD_SHARE * stepsPerEvaluation * step.seconds()
                : evaluation.seconds();
        return Duration.ofNanos((long) ((steps * step.seconds() + evaluations * each) * 1e9));
    }
}

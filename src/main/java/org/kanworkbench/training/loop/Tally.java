package org.kanworkbench.training.loop;

import org.kanworkbench.training.Checkpoint;

/** Sums of loss, accuracy and time over steps. */
final class Tally {

    private double lossSum;
    private long correct;
    private long rows;
    private long steps;
    private long nanos;

    /** @param loss mean over the batch */
    void add(double loss, int correctRows, int batchRows, long stepNanos) {
        lossSum += loss * batchRows;
        correct += correctRows;
        rows += batchRows;
        steps++;
        nanos += stepNanos;
    }

    Checkpoint.EpochSums sums() {
        return new Checkpoint.EpochSums(lossSum, correct, rows, steps, nanos);
    }

    void resume(Checkpoint.EpochSums sums) {
        lossSum = sums.loss();
        correct = sums.correct();
        rows = sums.rows();
        steps = sums.steps();
        nanos = sums.nanos();
    }

    void reset() {
        lossSum = 0;
        correct = 0;
        rows = 0;
        steps = 0;
        nanos = 0;
    }

    double loss() {
        return lossSum / rows;
    }

    double accuracy() {
        return (double) correct / rows;
    }

    double seconds() {
        return nanos / 1e9;
    }

    double msPerStep() {
        return nanos / 1e6 / steps;
    }

    double rowsPerSecond() {
        return rows / Math.max(1e-9, seconds());
    }
}

package org.kanworkbench.files.tensorboard;

import org.kanworkbench.training.TrainingEvent;

/** Merges several progress events: means over all their steps, and the newest of other values. */
final class ProgressMean {

    private double loss;
    private double score;
    private double msPerStep;
    private double steps;
    private TrainingEvent.Progress newest;
    private long before;

    void add(TrainingEvent.Progress p) {
        double weight = Math.max(1, p.step() - before);
        loss += weight * p.loss();
        score += weight * p.score();
        msPerStep += weight * p.msPerStep();
        steps += weight;
        before = p.step();
        newest = p;
    }

    boolean isEmpty() {
        return steps == 0;
    }

    void clear() {
        loss = 0;
        score = 0;
        msPerStep = 0;
        steps = 0;
    }

    long step() {
        return newest.step();
    }

    double learningRate() {
        return newest.learningRate();
    }

    double loss() {
        return loss / steps;
    }

    double score() {
        return score / steps;
    }

    double msPerStep() {
        return msPerStep / steps;
    }
}

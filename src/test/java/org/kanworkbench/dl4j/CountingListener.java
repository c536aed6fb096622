package org.kanworkbench.dl4j;

import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;

/** Counts what Deeplearning4j tells its listeners. */
public final class CountingListener extends BaseTrainingListener {

    private int steps;
    private int epochs;
    private double first;
    private double last;

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
        last = model.score();
        first = steps == 0 ? last : first;
        steps++;
    }

    @Override
    public void onEpochEnd(Model model) {
        epochs++;
    }

    public int steps() {
        return steps;
    }

    public int epochs() {
        return epochs;
    }

    public double firstScore() {
        return first;
    }

    public double lastScore() {
        return last;
    }
}

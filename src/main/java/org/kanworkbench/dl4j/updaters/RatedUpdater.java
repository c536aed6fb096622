package org.kanworkbench.dl4j.updaters;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;

/** A rule of update with a learning rate, fixed or by Deeplearning4j's schedule, and constants of its own. */
abstract class RatedUpdater implements IUpdater {

    private static final long serialVersionUID = 1;

    private double learningRate;
    private ISchedule learningRateSchedule;

    /** @param learningRateSchedule null for a fixed rate */
    RatedUpdater(double learningRate, ISchedule learningRateSchedule) {
        this.learningRate = learningRate;
        this.learningRateSchedule = learningRateSchedule;
    }

    /** The rule at work, before it has its state. */
    abstract GradientUpdater<?> begin();

    /** What makes the rule, beside its learning rate. */
    abstract List<Double> constants();

    /** {@inheritDoc} */
    @Override
    public abstract IUpdater clone();

    @Override
    public final GradientUpdater<?> instantiate(Map<String, INDArray> state, boolean initialize) {
        GradientUpdater<?> updater = begin();
        updater.setState(state, initialize);
        return updater;
    }

    @Override
    public final GradientUpdater<?> instantiate(INDArray state, boolean initialize) {
        GradientUpdater<?> updater = begin();
        INDArray row = state.reshape(1, state.length());
        updater.setStateViewArray(row, new long[] {state.length() / stateSize(1)}, row.ordering(), initialize);
        return updater;
    }

    @Override
    public final double getLearningRate(int iteration, int epoch) {
        return learningRateSchedule == null ? learningRate : learningRateSchedule.valueAt(iteration, epoch);
    }

    @Override
    public final boolean hasLearningRate() {
        return true;
    }

    @Override
    public final void setLrAndSchedule(double rate, ISchedule schedule) {
        learningRate = rate;
        learningRateSchedule = schedule;
    }

    public final double getLearningRate() {
        return learningRate;
    }

    public final ISchedule getLearningRateSchedule() {
        return learningRateSchedule;
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof RatedUpdater rated
                && rated.getClass() == getClass()
                && learningRate == rated.learningRate
                && Objects.equals(learningRateSchedule, rated.learningRateSchedule)
                && constants().equals(rated.constants());
    }

    @Override
    public final int hashCode() {
        return Objects.hash(learningRate, learningRateSchedule, constants());
    }
}

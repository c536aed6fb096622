package org.kanworkbench.dl4j.updaters;

import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/** Gradient descent with momentum (Polyak, 1964): v ← momentum·v + g; w ← w − lr·v. ND4J has Nesterov's kind alone. */
public final class Momentum extends RatedUpdater {

    private static final long serialVersionUID = 1;

    /** What the velocities are called in an updater's state. */
    public static final String VELOCITY = "V";

    private final double momentum;

    public Momentum(double learningRate, double momentum) {
        this(learningRate, null, momentum);
    }

    private Momentum(
            @JsonProperty("learningRate") double learningRate,
            @JsonProperty("learningRateSchedule") ISchedule learningRateSchedule,
            @JsonProperty("momentum") double momentum) {
        super(learningRate, learningRateSchedule);
        this.momentum = momentum;
    }

    private final class Updater implements GradientUpdater<Momentum> {
        private INDArray velocity;

        @Override
        public Momentum getConfig() {
            return Momentum.this;
        }

        @Override
        public void setState(Map<String, INDArray> state, boolean initialize) {
            velocity = state.get(VELOCITY);
        }

        @Override
        public Map<String, INDArray> getState() {
            return Map.of(VELOCITY, velocity);
        }

        @Override
        public void setStateViewArray(INDArray state, long[] shape, char order, boolean initialize) {
            velocity = state.reshape(order, shape);
            if (initialize) {
                velocity.assign(0);
            }
        }

        @Override
        public void applyUpdater(INDArray gradient, int iteration, int epoch) {
            velocity.muli(momentum).addi(gradient.reshape(velocity.shape()));
            gradient.assign(velocity.reshape(gradient.shape()));
            gradient.muli(Momentum.this.getLearningRate(iteration, epoch));
        }
    }

    @Override
    public long stateSize(long parameters) {
        return parameters;
    }

    @Override
    GradientUpdater<?> begin() {
        return new Updater();
    }

    @Override
    List<Double> constants() {
        return List.of(momentum);
    }

    @Override
    public IUpdater clone() {
        return new Momentum(getLearningRate(), getLearningRateSchedule(), momentum);
    }

    public double getMomentum() {
        return momentum;
    }
}

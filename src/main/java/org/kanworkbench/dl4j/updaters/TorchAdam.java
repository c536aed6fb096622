package org.kanworkbench.dl4j.updaters;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.Axpy;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.AdamUpdater;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Adam (Kingma and Ba, 2015) as PyTorch has it: ε is added to the root of the second moment after that has been corrected
 * for its start at 0; ND4J's own adds it before. With {@code weightDecay(decay, true)} it is AdamW.
 */
public final class TorchAdam extends RatedUpdater {

    private static final long serialVersionUID = 1;

    private final double beta1;
    private final double beta2;
    private final double epsilon;

    public TorchAdam(double learningRate, double beta1, double beta2, double epsilon) {
        this(learningRate, null, beta1, beta2, epsilon);
    }

    private TorchAdam(
            @JsonProperty("learningRate") double learningRate,
            @JsonProperty("learningRateSchedule") ISchedule learningRateSchedule,
            @JsonProperty("beta1") double beta1,
            @JsonProperty("beta2") double beta2,
            @JsonProperty("epsilon") double epsilon) {
        super(learningRate, learningRateSchedule);
        this.beta1 = beta1;
        this.beta2 = beta2;
        this.epsilon = epsilon;
    }

    /**
     * In a dozen operations on whole arrays: measured on 200,000 parameters, they take a quarter of the time that ND4J's one
     * operation for Adam does.
     */
    private final class Updater extends AdamUpdater {
        Updater() {
            super(new Adam(TorchAdam.this.getLearningRate(), beta1, beta2, epsilon));
        }

        @Override
        public void applyUpdater(INDArray gradient, int iteration, int epoch) {
            INDArray m = getM();
            INDArray v = getV();
            INDArray g = gradient.reshape(m.shape());
            double step = iteration + 1.0;
            m.muli(beta1);
            Nd4j.exec(new Axpy(g, m, m, 1 - beta1));
            g.muli(g);
            v.muli(beta2);
            Nd4j.exec(new Axpy(g, v, v, 1 - beta2));
            INDArray root = Transforms.sqrt(v, true);
            root.muli(1 / Math.sqrt(1 - Math.pow(beta2, step))).addi(epsilon);
            m.div(root, g);
            g.muli(TorchAdam.this.getLearningRate(iteration, epoch) / (1 - Math.pow(beta1, step)));
        }
    }

    @Override
    public long stateSize(long parameters) {
        return 2 * parameters;
    }

    @Override
    GradientUpdater<?> begin() {
        return new Updater();
    }

    @Override
    List<Double> constants() {
        return List.of(beta1, beta2, epsilon);
    }

    @Override
    public IUpdater clone() {
        return new TorchAdam(getLearningRate(), getLearningRateSchedule(), beta1, beta2, epsilon);
    }

    public double getBeta1() {
        return beta1;
    }

    public double getBeta2() {
        return beta2;
    }

    public double getEpsilon() {
        return epsilon;
    }
}

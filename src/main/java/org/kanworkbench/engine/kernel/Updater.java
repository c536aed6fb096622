package org.kanworkbench.engine.kernel;

import java.util.IdentityHashMap;
import java.util.Map;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.kanworkbench.network.recipe.Optimizer;

/** Applies gradients to slices of parameters. Slices are whole vectors; threads may work on different slices at once. */
public abstract sealed class Updater {

    private static final VectorSpecies<Float> S = Lanes.SPECIES;

    /** The updater of an optimiser. */
    public static Updater of(Optimizer optimizer) {
        return switch (optimizer) {
            case Optimizer.AdamW o -> new AdamUpdater(o.beta1(), o.beta2(), o.epsilon(), o.weightDecay(), true);
            case Optimizer.Adam o -> new AdamUpdater(o.beta1(), o.beta2(), o.epsilon(), o.weightDecay(), false);
            case Optimizer.Sgd o -> new Momentum(o.momentum(), o.weightDecay());
            case Optimizer.Lbfgs _ -> new Sum();
        };
    }

    /** Allocates the optimiser state. */
    public abstract void prepare(ParameterBlock block);

    /** Whether blocks have a second moment beside the first. */
    public boolean hasSecondMoments() {
        return false;
    }

    /** Resumes after the given number of steps. */
    public void resume(long steps) {}

    /** Begins the next step. */
    public void begin(double learningRate) {}

    /** Updates values[at .. at + length) by their gradients g[from .. from + length). */
    public abstract void update(ParameterBlock block, int at, float[] g, int from, int length);

    /** Adam (Kingma and Ba, 2015) and AdamW (Loshchilov and Hutter, 2019), ε outside the root as in PyTorch. */
    private static final class AdamUpdater extends Updater {
        private final double beta1;
        private final double beta2;
        private final double epsilon;
        private final double decay;
        private final boolean decoupled;
        private long step;
        private float shrink;
        private float rate;
        private float inverseRootCorrection;

        AdamUpdater(double beta1, double beta2, double epsilon, double decay, boolean decoupled) {
            this.beta1 = beta1;
            this.beta2 = beta2;
            this.epsilon = epsilon;
            this.decay = decay;
            this.decoupled = decoupled;
        }

        @Override
        public void prepare(ParameterBlock block) {
            block.first = new float[block.values.length];
            block.second = new float[block.values.length];
        }

        @Override
        public boolean hasSecondMoments() {
            return true;
        }

        @Override
        public void resume(long steps) {
            step = steps;
        }

        @Override
        public void begin(double learningRate) {
            step++;
            shrink = decoupled ? (float) (1 - learningRate * decay) : 1;
            rate = (float) (learningRate / (1 - Math.pow(beta1, step)));
            inverseRootCorrection = (float) (1 / Math.sqrt(1 - Math.pow(beta2, step)));
        }

        @Override
        public void update(ParameterBlock block, int at, float[] g, int from, int length) {
            float[] w = block.values;
            float[] first = block.first;
            float[] second = block.second;
            float keep1 = (float) beta1;
            float keep2 = (float) beta2;
            float take1 = (float) (1 - beta1);
            float take2 = (float) (1 - beta2);
            float coupled = decoupled ? 0 : (float) decay;
            FloatVector eps = FloatVector.broadcast(S, (float) epsilon);
            FloatVector correction = FloatVector.broadcast(S, inverseRootCorrection);
            for (int j = 0; j < length; j += Lanes.COUNT) {
                FloatVector weight = FloatVector.fromArray(S, w, at + j);
                FloatVector grad = FloatVector.fromArray(S, g, from + j);
                if (coupled != 0) {
                    grad = weight.mul(coupled).add(grad);
                }
                FloatVector m =
                        FloatVector.fromArray(S, first, at + j).mul(keep1).add(grad.mul(take1));
                FloatVector v = FloatVector.fromArray(S, second, at + j)
                        .mul(keep2)
                        .add(grad.mul(grad).mul(take2));
                m.intoArray(first, at + j);
                v.intoArray(second, at + j);
                FloatVector root = v.sqrt().fma(correction, eps);
                weight.mul(shrink).sub(m.mul(rate).div(root)).intoArray(w, at + j);
            }
        }
    }

    /** Gradient descent with momentum. */
    private static final class Momentum extends Updater {
        private final float momentum;
        private final float decay;
        private float rate;

        Momentum(double momentum, double decay) {
            this.momentum = (float) momentum;
            this.decay = (float) decay;
        }

        @Override
        public void prepare(ParameterBlock block) {
            block.first = new float[block.values.length];
        }

        @Override
        public void begin(double learningRate) {
            rate = (float) learningRate;
        }

        @Override
        public void update(ParameterBlock block, int at, float[] g, int from, int length) {
            for (int j = 0; j < length; j += Lanes.COUNT) {
                FloatVector weight = FloatVector.fromArray(S, block.values, at + j);
                FloatVector grad = weight.mul(decay).add(FloatVector.fromArray(S, g, from + j));
                FloatVector velocity = FloatVector.fromArray(S, block.first, at + j)
                        .mul(momentum)
                        .add(grad);
                velocity.intoArray(block.first, at + j);
                weight.sub(velocity.mul(rate)).intoArray(block.values, at + j);
            }
        }
    }

    /** Adds up the gradients of batches in float64 and updates nothing. */
    public static final class Sum extends Updater {
        private final Map<ParameterBlock, Integer> starts = new IdentityHashMap<>();
        private int size;
        private double[] sum;
        private double share;

        @Override
        public void prepare(ParameterBlock block) {
            starts.put(block, size);
            size = Math.addExact(size, block.values.length);
        }

        /**
         * What the next gradients are added to.
         *
         * @param to all blocks' values, one block after the other as they were prepared
         * @param factor of the gradients
         */
        public void into(double[] to, double factor) {
            sum = to;
            share = factor;
        }

        @Override
        public void update(ParameterBlock block, int at, float[] g, int from, int length) {
            int start = starts.get(block) + at;
            for (int j = 0; j < length; j++) {
                sum[start + j] += share * g[from + j];
            }
        }
    }
}

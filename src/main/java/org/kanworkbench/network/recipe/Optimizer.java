package org.kanworkbench.network.recipe;

import org.kanworkbench.network.Limits;

/** The update rule of a weight w with gradient g and learning rate lr; formulas and defaults as in PyTorch. */
public sealed interface Optimizer {

    /** The kind of optimiser, without its hyper-parameters. */
    enum Kind {
        ADAM_W("AdamW"),
        ADAM("Adam"),
        SGD("SGD"),
        LBFGS("L-BFGS");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }

        /** Whether a step needs the loss of all training samples, the same one whenever it is evaluated. */
        public boolean fullBatch() {
            return this == LBFGS;
        }
    }

    default Kind kind() {
        return switch (this) {
            case AdamW _ -> Kind.ADAM_W;
            case Adam _ -> Kind.ADAM;
            case Sgd _ -> Kind.SGD;
            case Lbfgs _ -> Kind.LBFGS;
        };
    }

    double weightDecay();

    private static void checkAdam(double beta1, double beta2, double epsilon) {
        Limits.range("beta1", beta1, 0, 0.999999);
        Limits.range("beta2", beta2, 0, 0.999999);
        Limits.range("epsilon", epsilon, 1e-30, 1);
    }

    /** Adam with decoupled weight decay: w ← w·(1 − lr·decay) before Adam's step (Loshchilov and Hutter, 2019). */
    record AdamW(double beta1, double beta2, double epsilon, double weightDecay) implements Optimizer {
        public AdamW {
            checkAdam(beta1, beta2, epsilon);
            RecipeField.WEIGHT_DECAY.check(weightDecay);
        }

        public AdamW(double weightDecay) {
            this(0.9, 0.999, 1e-8, weightDecay);
        }
    }

    /**
     * Adam, the decay added to the gradient (Kingma and Ba, 2015): m and v are means of g and g² corrected for their start
     * at 0, w ← w − lr·m/(√v + ε).
     */
    record Adam(double beta1, double beta2, double epsilon, double weightDecay) implements Optimizer {
        public Adam {
            checkAdam(beta1, beta2, epsilon);
            RecipeField.WEIGHT_DECAY.check(weightDecay);
        }

        public Adam() {
            this(0.9, 0.999, 1e-8, 0);
        }
    }

    /** Gradient descent with momentum (Polyak, 1964): v ← momentum·v + g + decay·w; w ← w − lr·v. */
    record Sgd(double momentum, double weightDecay) implements Optimizer {
        public Sgd {
            RecipeField.MOMENTUM.check(momentum);
            RecipeField.WEIGHT_DECAY.check(weightDecay);
        }
    }

    /**
     * L-BFGS on the whole training set (Liu and Nocedal, 1989), history 10, with a line search to the strong Wolfe conditions:
     * one step per epoch, whose length the search finds.
     */
    record Lbfgs() implements Optimizer {
        @Override
        public double weightDecay() {
            return 0;
        }
    }
}

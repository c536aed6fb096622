package org.kanworkbench.network;

/** The rule that turns a gradient g into a new weight w, with learning rate lr; forms and defaults are PyTorch's. */
public sealed interface Optimizer {

    String label();

    private static void checkAdam(double beta1, double beta2, double epsilon) {
        Limits.range("beta1", beta1, 0, 0.999999);
        Limits.range("beta2", beta2, 0, 0.999999);
        Limits.range("epsilon", epsilon, 1e-30, 1);
    }

    /** Adam with decoupled weight decay: w ← w·(1 − lr·decay) before Adam's step (Loshchilov and Hutter, 2019). */
    record AdamW(double beta1, double beta2, double epsilon, double weightDecay) implements Optimizer {
        public AdamW {
            checkAdam(beta1, beta2, epsilon);
            Limits.range("weight decay", weightDecay, 0, 1000);
        }

        public AdamW(double weightDecay) {
            this(0.9, 0.999, 1e-8, weightDecay);
        }

        @Override
        public String label() {
            return "AdamW";
        }
    }

    /**
     * Adam, the decay added to the gradient (Kingma and Ba, 2015): m and v are means of g and g² corrected for their start
     * at 0, w ← w − lr·m/(√v + ε).
     */
    record Adam(double beta1, double beta2, double epsilon, double weightDecay) implements Optimizer {
        public Adam {
            checkAdam(beta1, beta2, epsilon);
            Limits.range("weight decay", weightDecay, 0, 1000);
        }

        public Adam() {
            this(0.9, 0.999, 1e-8, 0);
        }

        @Override
        public String label() {
            return "Adam";
        }
    }

    /** Gradient descent with momentum (Polyak, 1964): v ← momentum·v + g + decay·w; w ← w − lr·v. */
    record Sgd(double momentum, double weightDecay) implements Optimizer {
        public Sgd {
            Limits.range("momentum", momentum, 0, 0.9999);
            Limits.range("weight decay", weightDecay, 0, 1000);
        }

        @Override
        public String label() {
            return "SGD";
        }
    }
}

package org.kanworkbench.network;

/** How the learning rate moves over a run, as a factor of the recipe's. */
public sealed interface Schedule {

    String label();

    /**
     * The factor at a step.
     *
     * @param step steps done so far, from 0
     * @param stepsPerEpoch steps of one epoch
     * @param totalSteps steps of the whole run
     */
    double factor(long step, long stepsPerEpoch, long totalSteps);

    record Constant() implements Schedule {
        @Override
        public String label() {
            return "constant";
        }

        @Override
        public double factor(long step, long stepsPerEpoch, long totalSteps) {
            return 1;
        }
    }

    /** × gamma after every epoch. */
    record Exponential(double gamma) implements Schedule {
        public Exponential {
            Limits.range("gamma", gamma, 1e-6, 1);
        }

        @Override
        public String label() {
            return "exponential";
        }

        @Override
        public double factor(long step, long stepsPerEpoch, long totalSteps) {
            return Math.pow(gamma, step / stepsPerEpoch);
        }
    }

    /** × gamma after every {@code epochs} epochs. */
    record Step(int epochs, double gamma) implements Schedule {
        public Step {
            Limits.count("epochs of a step", epochs, 1, 100_000);
            Limits.range("gamma", gamma, 1e-6, 1);
        }

        @Override
        public String label() {
            return "step";
        }

        @Override
        public double factor(long step, long stepsPerEpoch, long totalSteps) {
            return Math.pow(gamma, step / (stepsPerEpoch * epochs));
        }
    }

    /**
     * Rises linearly over the first {@code warmup} share of the run, then falls along a half cosine to {@code floor}
     * (Loshchilov and Hutter, 2017, without restarts).
     */
    record Cosine(double warmup, double floor) implements Schedule {
        public Cosine {
            Limits.range("warm-up", warmup, 0, 1);
            Limits.range("floor", floor, 0, 1);
        }

        @Override
        public String label() {
            return "cosine";
        }

        @Override
        public double factor(long step, long stepsPerEpoch, long totalSteps) {
            double rise = warmup * totalSteps;
            if (step < rise) {
                return (step + 1) / (rise + 1);
            }
            double progress = (step - rise) / Math.max(1, totalSteps - rise);
            return floor + (1 - floor) * 0.5 * (1 + Math.cos(Math.PI * Math.min(1, progress)));
        }
    }
}

package org.kanworkbench.network.recipe;

import java.util.Locale;

/** The learning-rate schedule, as a factor of the recipe's rate. */
public sealed interface Schedule {

    /** The kind of schedule, without its hyper-parameters. */
    enum Kind {
        CONSTANT("Constant"),
        EXPONENTIAL("Exponential"),
        STEP("Step"),
        COSINE("Cosine, warm-up");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    default Kind kind() {
        return switch (this) {
            case Constant _ -> Kind.CONSTANT;
            case Exponential _ -> Kind.EXPONENTIAL;
            case Step _ -> Kind.STEP;
            case Cosine _ -> Kind.COSINE;
        };
    }

    default String label() {
        return kind().name().toLowerCase(Locale.ROOT);
    }

    /**
     * The factor at a step.
     *
     * @param step completed steps, from 0
     * @param stepsPerEpoch steps of one epoch
     * @param totalSteps steps of the whole run
     */
    default double factor(long step, long stepsPerEpoch, long totalSteps) {
        return switch (this) {
            case Constant _ -> 1;
            case Exponential e -> Math.pow(e.gamma, step / stepsPerEpoch);
            case Step s -> Math.pow(s.gamma, step / (stepsPerEpoch * s.epochs));
            case Cosine c -> c.factor(step, totalSteps);
        };
    }

    record Constant() implements Schedule {}

    /** × gamma after every epoch. */
    record Exponential(double gamma) implements Schedule {
        public Exponential {
            RecipeField.GAMMA.check(gamma);
        }
    }

    /** × gamma after every {@code epochs} epochs. */
    record Step(int epochs, double gamma) implements Schedule {
        public Step {
            RecipeField.STEP_EPOCHS.check(epochs);
            RecipeField.GAMMA.check(gamma);
        }
    }

    /**
     * Rises linearly over the first {@code warmup} share of the run, then falls along a half cosine to {@code floor}
     * (Loshchilov and Hutter, 2017, without restarts).
     */
    record Cosine(double warmup, double floor) implements Schedule {
        public Cosine {
            RecipeField.WARMUP.check(warmup);
            RecipeField.FLOOR.check(floor);
        }

        private double factor(long step, long totalSteps) {
            double rise = warmup * totalSteps;
            if (step < rise) {
                return (step + 1) / (rise + 1);
            }
            double progress = (step - rise) / Math.max(1, totalSteps - rise);
            return floor + (1 - floor) * 0.5 * (1 + Math.cos(Math.PI * Math.min(1, progress)));
        }
    }
}

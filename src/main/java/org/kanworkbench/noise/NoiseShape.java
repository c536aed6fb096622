package org.kanworkbench.noise;

import java.util.SplittableRandom;

/** The distribution of noise. All have mean 0 and variance 1, so that a level is the same power for each. */
public enum NoiseShape {
    GAUSSIAN("Gaussian") {
        @Override
        double draw(SplittableRandom random, double position) {
            return random.nextGaussian();
        }
    },
    UNIFORM("uniform") {
        @Override
        double draw(SplittableRandom random, double position) {
            return random.nextDouble(-1, 1) * Math.sqrt(3);
        }
    },
    LAPLACE("Laplace") {
        @Override
        double draw(SplittableRandom random, double position) {
            double u = random.nextDouble(-0.5, 0.5);
            return -Math.signum(u) * Math.log(1 - 2 * Math.abs(u)) / Math.sqrt(2);
        }
    },
    /** Student's t with three degrees of freedom: its fourth moment does not exist. */
    HEAVY_TAILED("heavy-tailed") {
        @Override
        double draw(SplittableRandom random, double position) {
            double squares = 0;
            for (int i = 0; i < FREEDOM; i++) {
                double z = random.nextGaussian();
                squares += z * z;
            }
            double t = random.nextGaussian() / Math.sqrt(squares / FREEDOM);
            return t / Math.sqrt(FREEDOM / (FREEDOM - 2.0));
        }
    },
    /** Tukey's contaminated normal: one value of ten has ten times the standard deviation of the others (Tukey, 1960). */
    OUTLIERS("outliers") {
        @Override
        double draw(SplittableRandom random, double position) {
            boolean outlier = random.nextDouble() < OUTLIER_SHARE;
            double variance = 1 - OUTLIER_SHARE + OUTLIER_SHARE * OUTLIER_FACTOR * OUTLIER_FACTOR;
            return random.nextGaussian() * (outlier ? OUTLIER_FACTOR : 1) / Math.sqrt(variance);
        }
    },
    /** Gaussian, its standard deviation rising from 0 to √3 along the first input's range. */
    HETEROSCEDASTIC("heteroscedastic") {
        @Override
        double draw(SplittableRandom random, double position) {
            return random.nextGaussian() * position * Math.sqrt(3);
        }
    };

    private static final int FREEDOM = 3;
    private static final double OUTLIER_SHARE = 0.1;
    private static final double OUTLIER_FACTOR = 10;

    private final String label;

    NoiseShape(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    /** @param position of the row's first input in its range, 0 to 1 */
    abstract double draw(SplittableRandom random, double position);
}

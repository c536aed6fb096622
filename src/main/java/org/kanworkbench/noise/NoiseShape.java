package org.kanworkbench.noise;

import java.util.SplittableRandom;

/** The distribution of noise. All have mean 0 and variance 1, so that a level is the same power for each. */
public enum NoiseShape {
    GAUSSIAN("Gaussian", (random, _) -> random.nextGaussian()),
    UNIFORM("uniform", (random, _) -> random.nextDouble(-1, 1) * Math.sqrt(3)),
    LAPLACE("Laplace", (random, _) -> laplace(random)),
    /** Student's t with three degrees of freedom: its fourth moment does not exist. */
    HEAVY_TAILED("heavy-tailed", (random, _) -> heavyTailed(random)),
    /** Tukey's contaminated normal: one value of ten has ten times the standard deviation of the others (Tukey, 1960). */
    OUTLIERS("outliers", (random, _) -> contaminated(random)),
    /** Gaussian, its standard deviation proportional to the first input's distance from its lowest value. */
    HETEROSCEDASTIC("heteroscedastic", (random, position) -> random.nextGaussian() * position);

    private static final int FREEDOM = 3;
    private static final double OUTLIER_SHARE = 0.1;
    private static final double OUTLIER_FACTOR = 10;

    private interface Draw {
        double from(SplittableRandom random, double position);
    }

    private final String label;
    private final Draw draw;

    NoiseShape(String label, Draw draw) {
        this.label = label;
        this.draw = draw;
    }

    private static double laplace(SplittableRandom random) {
        double u = random.nextDouble(-0.5, 0.5);
        return -Math.signum(u) * Math.log(1 - 2 * Math.abs(u)) / Math.sqrt(2);
    }

    private static double heavyTailed(SplittableRandom random) {
        double squares = 0;
        for (int i = 0; i < FREEDOM; i++) {
            double z = random.nextGaussian();
            squares += z * z;
        }
        double t = random.nextGaussian() / Math.sqrt(squares / FREEDOM);
        return t / Math.sqrt(FREEDOM / (FREEDOM - 2.0));
    }

    private static double contaminated(SplittableRandom random) {
        boolean outlier = random.nextDouble() < OUTLIER_SHARE;
        double variance = 1 - OUTLIER_SHARE + OUTLIER_SHARE * OUTLIER_FACTOR * OUTLIER_FACTOR;
        return random.nextGaussian() * (outlier ? OUTLIER_FACTOR : 1) / Math.sqrt(variance);
    }

    public String label() {
        return label;
    }

    /** @param position of the row's first input above its lowest value; its square is 1 on average over the rows */
    double draw(SplittableRandom random, double position) {
        return draw.from(random, position);
    }
}

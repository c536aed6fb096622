package org.kanworkbench.noise;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.kanworkbench.data.function.PointSource;
import org.kanworkbench.data.function.Points;

/**
 * A kind of noise with a level.
 *
 * @param level in {@code unit}; no noise is 0, or positive infinity in decibels
 */
public record Noise(NoisePlace place, NoiseShape shape, NoiseUnit unit, double level) {

    public static final Noise NONE = new Noise(NoisePlace.TARGETS, NoiseShape.GAUSSIAN, NoiseUnit.RELATIVE, 0);

    private static final double MOST_DECIBELS = 200;

    public Noise {
        if (unit == NoiseUnit.SNR_DB) {
            if (!(level >= -MOST_DECIBELS)) {
                throw new IllegalArgumentException(
                        "noise level is " + level + " dB: choose −" + MOST_DECIBELS + " or more");
            }
        } else if (!(level >= 0 && level <= 1e6)) {
            throw new IllegalArgumentException("noise level is " + level + ": choose 0 to 1000000");
        }
    }

    /** Whether it leaves values as they are. */
    public boolean none() {
        return deviation(1) == 0;
    }

    /** Standard deviation of noise on clean values of standard deviation {@code signal}. */
    public double deviation(double signal) {
        return switch (unit) {
            case DEVIATION -> level;
            case RELATIVE -> level * signal;
            case SNR_DB -> level == Double.POSITIVE_INFINITY ? 0 : signal * Math.pow(10, -level / 20);
        };
    }

    /**
     * Training rows with noise, if it applies to training. The draws depend on the seed alone: another level scales
     * every row's displacement.
     */
    public Points train(Points clean, PointSource source, long seed) {
        return switch (place) {
            case TARGETS -> new Points(clean.inputs(), clean.x(), noisyTargets(clean, source, seed));
            case INPUTS -> new Points(clean.inputs(), noisyInputs(clean, source, seed), clean.y());
            case EVALUATION -> clean;
        };
    }

    /** Test rows with noise, if it applies to evaluation. */
    public Points test(Points clean, PointSource source, long seed) {
        return place == NoisePlace.EVALUATION
                ? new Points(clean.inputs(), noisyInputs(clean, source, seed), clean.y())
                : clean;
    }

    private double[] noisyTargets(Points clean, PointSource source, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double deviation = deviation(source.deviation());
        double[] y = clean.y().clone();
        for (int row = 0; row < y.length; row++) {
            y[row] += deviation * shape.draw(random, position(clean, row, source));
        }
        return y;
    }

    private double[] noisyInputs(Points clean, PointSource source, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] x = clean.x().clone();
        double[] deviations = IntStream.range(0, clean.inputs())
                .mapToDouble(i -> deviation(source.deviation(i)))
                .toArray();
        for (int row = 0; row < clean.rows(); row++) {
            double position = position(clean, row, source);
            for (int i = 0; i < clean.inputs(); i++) {
                x[row * clean.inputs() + i] += deviations[i] * shape.draw(random, position);
            }
        }
        return x;
    }

    private static double position(Points clean, int row, PointSource source) {
        return source.domain().getFirst().position(clean.x(row, 0)) / source.meanPosition();
    }
}

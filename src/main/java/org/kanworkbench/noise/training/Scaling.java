package org.kanworkbench.noise.training;

import java.util.DoubleSummaryStatistics;
import org.kanworkbench.data.function.Points;

/**
 * The scaling of values, measured on training rows alone: inputs to −1…1 by minimum and maximum, outputs to mean 0 and
 * standard deviation 1. Constants are only shifted.
 *
 * @param middle one per input
 * @param half half the range, one per input
 */
public record Scaling(double[] middle, double[] half, double mean, double deviation) {

    public static Scaling of(Points training) {
        int inputs = training.inputs();
        double[] middle = new double[inputs];
        double[] half = new double[inputs];
        for (int i = 0; i < inputs; i++) {
            DoubleSummaryStatistics values = training.column(i).summaryStatistics();
            double lower = values.getMin();
            double upper = values.getMax();
            middle[i] = (lower + upper) / 2;
            half[i] = upper > lower ? (upper - lower) / 2 : 1;
        }
        double deviation = Math.sqrt(training.variance());
        return new Scaling(middle, half, training.mean(), deviation > 0 ? deviation : 1);
    }

    public int inputs() {
        return middle.length;
    }

    /** @param x rows × inputs */
    float[] inputs(double[] x) {
        float[] scaled = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            int input = i % middle.length;
            scaled[i] = (float) ((x[i] - middle[input]) / half[input]);
        }
        return scaled;
    }

    /** Clipped to −1…1: least-squares baselines do not extrapolate. */
    public double clamped(double[] x, int row, int input) {
        return Math.clamp((x[row * middle.length + input] - middle[input]) / half[input], -1, 1);
    }

    public float[] outputs(double[] y) {
        float[] scaled = new float[y.length];
        for (int row = 0; row < y.length; row++) {
            scaled[row] = (float) ((y[row] - mean) / deviation);
        }
        return scaled;
    }

    public double unscaled(double output) {
        return mean + deviation * output;
    }
}

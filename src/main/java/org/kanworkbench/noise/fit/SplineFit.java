package org.kanworkbench.noise.fit;

import java.util.List;
import java.util.stream.IntStream;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.CholeskyDecomposition;
import org.kanworkbench.data.function.Points;
import org.kanworkbench.network.basis.BSpline;
import org.kanworkbench.noise.training.Fitted;
import org.kanworkbench.noise.training.Scaling;
import org.kanworkbench.noise.training.Setting;

/**
 * A sum of smooth functions of each input: cubic B-splines with roughness penalty on the coefficients' second
 * differences (P-splines; Eilers and Marx, 1996). With one input and this many intervals they approximate the smoothing
 * spline, which has a knot at every point.
 */
public final class SplineFit {

    /** The time of a fit grows with the cube of their number: some ten seconds of one core for this many. */
    public static final int MOST_INPUTS = 50;

    private static final int ORDER = 3;
    private static final int MOST_INTERVALS = 40;
    private static final int LEAST_INTERVALS = 4;
    /** Makes the system definite for several inputs, whose splines share a constant. */
    private static final double RIDGE = 1e-8;

    private static final int LEAST_EXPONENT = -6;
    private static final int MOST_EXPONENT = 3;

    private SplineFit() {}

    static List<Setting> settings() {
        return IntStream.rangeClosed(LEAST_EXPONENT, MOST_EXPONENT)
                .<Setting>mapToObj(exponent -> new Setting.Penalty(Math.pow(10, exponent)))
                .toList();
    }

    private static BSpline basis(int rows) {
        return new BSpline(Math.clamp(rows / 3, LEAST_INTERVALS, MOST_INTERVALS), ORDER);
    }

    static int parameters(int inputs, int rows) {
        return inputs * basis(rows).terms();
    }

    /** @param penalty weight of the squared second differences against the mean squared error */
    static Fitted fit(Points points, double penalty) {
        Scaling scaling = Scaling.of(points);
        BSpline basis = basis(points.rows());
        int size = points.inputs() * basis.terms();
        double[][] system = new double[size][size];
        double[] right = new double[size];
        float[] y = scaling.outputs(points.y());
        for (int r = 0; r < points.rows(); r++) {
            double[] row = row(scaling, basis, points.x(), r);
            for (int i = 0; i < size; i++) {
                if (row[i] != 0) {
                    right[i] += row[i] * y[r] / points.rows();
                    for (int j = 0; j < size; j++) {
                        system[i][j] += row[i] * row[j] / points.rows();
                    }
                }
            }
        }
        for (int input = 0; input < points.inputs(); input++) {
            penalise(system, input * basis.terms(), basis.terms(), penalty);
        }
        for (int i = 0; i < size; i++) {
            system[i][i] += RIDGE;
        }
        double[] weights = new CholeskyDecomposition(new Array2DRowRealMatrix(system, false), 1e-9, 0)
                .getSolver()
                .solve(new ArrayRealVector(right, false))
                .toArray();
        return Baselines.linear(scaling, (x, row) -> row(scaling, basis, x, row), weights);
    }

    private static void penalise(double[][] system, int from, int terms, double penalty) {
        double[] difference = {1, -2, 1};
        for (int k = 0; k + 2 < terms; k++) {
            for (int a = 0; a < 3; a++) {
                for (int b = 0; b < 3; b++) {
                    system[from + k + a][from + k + b] += penalty * difference[a] * difference[b];
                }
            }
        }
    }

    private static double[] row(Scaling scaling, BSpline basis, double[] x, int r) {
        double[] row = new double[scaling.inputs() * basis.terms()];
        double[] value = new double[basis.terms()];
        double[] unused = new double[basis.terms()];
        for (int i = 0; i < scaling.inputs(); i++) {
            basis.evaluate(scaling.clamped(x, r, i), value, unused);
            System.arraycopy(value, 0, row, i * basis.terms(), basis.terms());
        }
        return row;
    }
}

package org.kanworkbench.noise.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.hipparchus.exception.MathRuntimeException;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.QRDecomposition;
import org.hipparchus.util.CombinatoricsUtils;
import org.kanworkbench.data.function.Points;
import org.kanworkbench.noise.training.Fitted;
import org.kanworkbench.noise.training.Scaling;
import org.kanworkbench.noise.training.Setting;

/** A polynomial of bounded total degree by least squares, in products of Chebyshev polynomials, which are well conditioned. */
final class PolynomialFit {

    private static final int MOST_DEGREE = 15;
    private static final int MOST_TERMS = 130;
    /** Minimum rows per term for a meaningful least-squares fit. */
    private static final int ROWS_A_TERM = 2;

    private static final double SINGULAR = 1e-12;
    private static final double RIDGE = 1e-4;

    private PolynomialFit() {}

    /** Degrees that the given number of rows supports. */
    static List<Setting> settings(int inputs, int rows) {
        int mostTerms = Math.min(MOST_TERMS, rows / ROWS_A_TERM);
        return IntStream.rangeClosed(0, MOST_DEGREE)
                .takeWhile(degree -> degree == 0 || parameters(inputs, degree) <= mostTerms)
                .<Setting>mapToObj(Setting.Degree::new)
                .toList();
    }

    static int parameters(int inputs, int degree) {
        return (int) Math.min(Integer.MAX_VALUE, CombinatoricsUtils.binomialCoefficientDouble(inputs + degree, degree));
    }

    static Fitted fit(Points points, int degree) {
        Scaling scaling = Scaling.of(points);
        List<int[]> terms = terms(points.inputs(), degree);
        double[][] design = new double[points.rows()][];
        double[] y = new double[points.rows()];
        float[] outputs = scaling.outputs(points.y());
        for (int row = 0; row < y.length; row++) {
            design[row] = row(scaling, points.x(), row, degree, terms);
            y[row] = outputs[row];
        }
        double[] weights = solve(design, y);
        return Baselines.linear(scaling, (x, row) -> row(scaling, x, row, degree, terms), weights);
    }

    /** Least squares, with a ridge where the points have too few distinct values for the degree. */
    private static double[] solve(double[][] design, double[] y) {
        try {
            return new QRDecomposition(MatrixUtils.createRealMatrix(design), SINGULAR)
                    .getSolver()
                    .solve(new ArrayRealVector(y, false))
                    .toArray();
        } catch (MathRuntimeException _) {
            double[][] ridged = Arrays.copyOf(design, y.length + design[0].length);
            for (int term = 0; term < design[0].length; term++) {
                ridged[y.length + term] = new double[design[0].length];
                ridged[y.length + term][term] = RIDGE;
            }
            return solve(ridged, Arrays.copyOf(y, ridged.length));
        }
    }

    private static double[] row(Scaling scaling, double[] x, int row, int degree, List<int[]> terms) {
        double[][] powers = new double[scaling.inputs()][degree + 1];
        for (int i = 0; i < powers.length; i++) {
            double s = scaling.clamped(x, row, i);
            powers[i][0] = 1;
            for (int k = 1; k <= degree; k++) {
                powers[i][k] = k == 1 ? s : 2 * s * powers[i][k - 1] - powers[i][k - 2];
            }
        }
        double[] values = new double[terms.size()];
        for (int t = 0; t < values.length; t++) {
            double product = 1;
            for (int i = 0; i < powers.length; i++) {
                product *= powers[i][terms.get(t)[i]];
            }
            values[t] = product;
        }
        return values;
    }

    /** All combinations of one degree per input whose sum does not exceed the total. */
    private static List<int[]> terms(int inputs, int degree) {
        List<int[]> terms = new ArrayList<>();
        collect(new int[inputs], 0, degree, terms);
        return terms;
    }

    private static void collect(int[] chosen, int input, int left, List<int[]> terms) {
        if (input == chosen.length) {
            terms.add(chosen.clone());
            return;
        }
        for (int k = 0; k <= left; k++) {
            chosen[input] = k;
            collect(chosen, input + 1, left - k, terms);
        }
        chosen[input] = 0;
    }
}

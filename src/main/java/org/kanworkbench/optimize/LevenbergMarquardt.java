package org.kanworkbench.optimize;

import java.util.Arrays;
import java.util.function.BooleanSupplier;
import org.hipparchus.exception.MathRuntimeException;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.CholeskyDecomposition;

/**
 * Least squares by damped Gauss-Newton steps (Levenberg, 1944; Marquardt, 1963), damped as Nielsen (1999) does. A step to
 * where a residual is not finite is not taken, so that functions stay in their domains; numbers that the residuals do not
 * depend on stay as they are.
 */
public final class LevenbergMarquardt {

    private static final double FIRST_DAMPING = 1e-3;
    private static final double MOST_DAMPING = 1e12;
    /** Damping of numbers on which hardly anything depends, relative to the one on which most does. */
    private static final double LEAST_SCALE = 1e-12;

    /** Rows whose products are added at once. */
    private static final int TOGETHER = 4;

    /** What is to become small. */
    public interface Residuals {
        /** How many there are. */
        int rows();

        /** @param residuals overwritten */
        void at(double[] x, double[] residuals);

        /**
         * The derivatives where they were asked for last.
         *
         * @param columns numbers × rows, overwritten
         */
        void jacobian(double[] x, double[][] columns);
    }

    /** @param squares mean of the squared residuals; infinite where they were not finite to begin with */
    public record Result(double[] x, double squares, int steps) {}

    private LevenbergMarquardt() {}

    /**
     * @param gain share of the squares that a step has to gain; three that do not in a row are the last
     * @param stop asked before every step
     */
    public static Result minimise(Residuals problem, double[] start, int steps, double gain, BooleanSupplier stop) {
        int n = start.length;
        double[] x = start.clone();
        double[] residuals = new double[problem.rows()];
        problem.at(x, residuals);
        double squares = squares(residuals);
        if (n == 0 || !Double.isFinite(squares)) {
            return new Result(x, Double.isFinite(squares) ? squares : Double.POSITIVE_INFINITY, 0);
        }
        double[][] columns = new double[n][problem.rows()];
        double damping = FIRST_DAMPING;
        double growth = 2;
        int step = 0;
        boolean moved = true;
        double[][] normal = new double[n][n];
        double[] slope = new double[n];
        int small = 0;
        while (step < steps && damping < MOST_DAMPING && squares > 0 && !stop.getAsBoolean()) {
            step++;
            if (moved) {
                problem.jacobian(x, columns);
                normal(columns, residuals, normal, slope);
            }
            double[] change = solve(normal, slope, damping);
            double[] trial = x.clone();
            double[] rest = new double[residuals.length];
            double better = Double.NaN;
            double predicted = 0;
            if (change != null) {
                for (int i = 0; i < n; i++) {
                    trial[i] += change[i];
                    predicted += change[i] * slope[i];
                }
                problem.at(trial, rest);
                better = squares(rest);
            }
            moved = better < squares;
            if (moved) {
                double ratio = (squares - better) * residuals.length / Math.max(predicted, Double.MIN_NORMAL);
                damping *= Math.max(1.0 / 3, 1 - Math.pow(2 * Math.min(ratio, 1) - 1, 3));
                growth = 2;
                small = squares - better < gain * squares ? small + 1 : 0;
                x = trial;
                residuals = rest;
                squares = better;
                if (small > 2) {
                    break;
                }
            } else {
                damping *= growth;
                growth *= 2;
            }
        }
        return new Result(x, squares, step);
    }

    private static double squares(double[] residuals) {
        double sum = 0;
        for (double r : residuals) {
            sum += r * r;
        }
        return sum / residuals.length;
    }

    /** JᵀJ and -Jᵀr. Rows of numbers that do not count at a row, as splines elsewhere, are skipped. */
    private static void normal(double[][] columns, double[] residuals, double[][] normal, double[] slope) {
        int n = columns.length;
        Arrays.fill(slope, 0);
        for (double[] row : normal) {
            Arrays.fill(row, 0);
        }
        double[][] rows = new double[TOGETHER][n];
        for (int from = 0; from < residuals.length; from += TOGETHER) {
            for (int k = 0; k < TOGETHER; k++) {
                for (int i = 0; i < n; i++) {
                    rows[k][i] = from + k < residuals.length ? columns[i][from + k] : 0;
                }
                double residual = from + k < residuals.length ? residuals[from + k] : 0;
                for (int i = 0; i < n; i++) {
                    slope[i] -= rows[k][i] * residual;
                }
            }
            add(rows[0], rows[1], rows[2], rows[3], normal);
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                normal[j][i] = normal[i][j];
            }
        }
    }

    /** Adds the products of four rows to the lower half: the inner loop runs over numbers that lie beside each other. */
    private static void add(double[] r0, double[] r1, double[] r2, double[] r3, double[][] normal) {
        for (int i = 0; i < r0.length; i++) {
            double a0 = r0[i];
            double a1 = r1[i];
            double a2 = r2[i];
            double a3 = r3[i];
            if (a0 != 0 || a1 != 0 || a2 != 0 || a3 != 0) {
                double[] to = normal[i];
                for (int j = 0; j <= i; j++) {
                    to[j] += a0 * r0[j] + a1 * r1[j] + (a2 * r2[j] + a3 * r3[j]);
                }
            }
        }
    }

    /** Null where the system has no solution at this damping. */
    private static double[] solve(double[][] normal, double[] slope, double damping) {
        double[][] damped = Arrays.stream(normal).map(double[]::clone).toArray(double[][]::new);
        double most = 0;
        for (int i = 0; i < damped.length; i++) {
            most = Math.max(most, damped[i][i]);
        }
        if (!(most > 0) || Double.isInfinite(most)) {
            return null;
        }
        for (int i = 0; i < damped.length; i++) {
            damped[i][i] += damping * Math.max(damped[i][i], LEAST_SCALE * most);
        }
        try {
            return new CholeskyDecomposition(new Array2DRowRealMatrix(damped, false), 1e-6, 0)
                    .getSolver()
                    .solve(new ArrayRealVector(slope, false))
                    .toArray();
        } catch (MathRuntimeException _) {
            return null;
        }
    }
}

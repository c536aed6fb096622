package org.kanworkbench.optimize;

import java.util.Arrays;
import java.util.function.BooleanSupplier;

/**
 * Least squares by damped Gauss-Newton steps (Levenberg, 1944; Marquardt, 1963), damped as Nielsen (1999) does, but that a
 * step's gain is compared with h'g alone, without the damping's own share: damping falls sooner, and formulas are found as
 * often in as few steps. A step to where a residual is not finite is not taken, so that functions stay in their domains; numbers that the residuals do not
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
     * @param rows how many residuals there are
     * @param gain share of the squares that a step has to gain; three that do not in a row are the last
     * @param stop asked before every step
     */
    public static Result minimise(
            int rows, Residuals problem, double[] start, int steps, double gain, BooleanSupplier stop) {
        int n = start.length;
        double[] x = start.clone();
        double[] residuals = new double[rows];
        problem.at(x, residuals);
        double squares = squares(residuals);
        if (n == 0 || !Double.isFinite(squares)) {
            return new Result(x, Double.isFinite(squares) ? squares : Double.POSITIVE_INFINITY, 0);
        }
        double[][] columns = new double[n][rows];
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
        double[] rest = new double[TOGETHER];
        for (int from = 0; from < residuals.length; from += TOGETHER) {
            int count = Math.min(TOGETHER, residuals.length - from);
            Arrays.fill(rest, 0);
            System.arraycopy(residuals, from, rest, 0, count);
            for (int i = 0; i < n; i++) {
                double[] column = columns[i];
                double sum = slope[i];
                for (int k = 0; k < TOGETHER; k++) {
                    double value = k < count ? column[from + k] : 0;
                    rows[k][i] = value;
                    sum -= value * rest[k];
                }
                slope[i] = sum;
            }
            add(rows[0], rows[1], rows[2], rows[3], normal);
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                normal[j][i] = normal[i][j];
            }
        }
    }

    /** Adds the products of four rows to the lower half: the inner loops run over numbers that lie beside each other. */
    private static void add(double[] r0, double[] r1, double[] r2, double[] r3, double[][] normal) {
        int n = r0.length;
        int i = 0;
        while (i < n) {
            if (zero(r0, r1, r2, r3, i)) {
                i++;
            } else if (i + 1 < n && !zero(r0, r1, r2, r3, i + 1)) {
                two(r0, r1, r2, r3, i, normal[i], normal[i + 1]);
                i += 2;
            } else {
                one(r0, r1, r2, r3, i, i + 1, normal[i]);
                i++;
            }
        }
    }

    private static boolean zero(double[] r0, double[] r1, double[] r2, double[] r3, int i) {
        return r0[i] == 0 && r1[i] == 0 && r2[i] == 0 && r3[i] == 0;
    }

    private static void one(double[] r0, double[] r1, double[] r2, double[] r3, int i, int end, double[] to) {
        double a0 = r0[i];
        double a1 = r1[i];
        double a2 = r2[i];
        double a3 = r3[i];
        for (int j = 0; j < end; j++) {
            to[j] += a0 * r0[j] + a1 * r1[j] + (a2 * r2[j] + a3 * r3[j]);
        }
    }

    /** The same of two numbers, for which the rows are read once. */
    private static void two(double[] r0, double[] r1, double[] r2, double[] r3, int i, double[] to, double[] next) {
        double a0 = r0[i];
        double a1 = r1[i];
        double a2 = r2[i];
        double a3 = r3[i];
        double b0 = r0[i + 1];
        double b1 = r1[i + 1];
        double b2 = r2[i + 1];
        double b3 = r3[i + 1];
        for (int j = 0; j <= i; j++) {
            double c0 = r0[j];
            double c1 = r1[j];
            double c2 = r2[j];
            double c3 = r3[j];
            to[j] += a0 * c0 + a1 * c1 + (a2 * c2 + a3 * c3);
            next[j] += b0 * c0 + b1 * c1 + (b2 * c2 + b3 * c3);
        }
        next[i + 1] += b0 * b0 + b1 * b1 + (b2 * b2 + b3 * b3);
    }

    /** Null where the system has no solution at this damping. */
    private static double[] solve(double[][] normal, double[] slope, double damping) {
        int n = slope.length;
        double most = 0;
        for (int i = 0; i < n; i++) {
            most = Math.max(most, normal[i][i]);
        }
        if (!(most > 0) || Double.isInfinite(most)) {
            return null;
        }
        // Cholesky's factor, transposed: of every row, from the diagonal on.
        double[][] factor = new double[n][];
        for (int i = 0; i < n; i++) {
            factor[i] = normal[i].clone();
            factor[i][i] += damping * Math.max(factor[i][i], LEAST_SCALE * most);
        }
        for (int i = 0; i < n; i += 2) {
            double[] row = factor[i];
            if (!finished(row, i)) {
                return null;
            }
            if (i + 1 < n) {
                double[] next = factor[i + 1];
                double share = row[i + 1];
                for (int p = i + 1; p < n; p++) {
                    next[p] -= share * row[p];
                }
                if (!finished(next, i + 1)) {
                    return null;
                }
                for (int q = i + 2; q < n; q++) {
                    double[] to = factor[q];
                    double first = row[q];
                    double second = next[q];
                    for (int p = q; p < n; p++) {
                        to[p] = to[p] - first * row[p] - second * next[p];
                    }
                }
            }
        }
        return substituted(factor, slope);
    }

    /** Whether a row of the factor could be divided by the root of its diagonal. */
    private static boolean finished(double[] row, int i) {
        if (!(row[i] > 0)) {
            return false;
        }
        row[i] = Math.sqrt(row[i]);
        double inverse = 1 / row[i];
        for (int p = i + 1; p < row.length; p++) {
            row[p] *= inverse;
        }
        return true;
    }

    private static double[] substituted(double[][] factor, double[] b) {
        double[] x = b.clone();
        for (int j = 0; j < x.length; j++) {
            double[] row = factor[j];
            x[j] /= row[j];
            double known = x[j];
            for (int i = j + 1; i < x.length; i++) {
                x[i] -= known * row[i];
            }
        }
        for (int i = x.length - 1; i >= 0; i--) {
            double[] row = factor[i];
            double sum = x[i];
            for (int j = x.length - 1; j > i; j--) {
                sum -= x[j] * row[j];
            }
            x[i] = sum / row[i];
        }
        return x;
    }
}

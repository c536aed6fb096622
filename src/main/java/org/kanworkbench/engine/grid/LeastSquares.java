package org.kanworkbench.engine.grid;

/** Linear least squares of least norm, for systems of at most some hundred unknowns, in double. */
public final class LeastSquares {

    /** Singular values below this share of the largest count as 0. */
    private static final double RANK_TOLERANCE = 1e-12;

    private static final double ORTHOGONAL = 1e-14;
    private static final int MAX_SWEEPS = 60;

    private LeastSquares() {}

    /**
     * The Moore-Penrose inverse A⁺ of a matrix: A⁺b is the x of least norm among those with the least |Ax − b|. By the
     * singular values of A, which one-sided Jacobi rotations (Hestenes, 1958) give without squaring its condition.
     *
     * @param a [rows][columns], left as it is; any shape and rank
     * @return [columns][rows]
     */
    static double[][] pseudoInverse(double[][] a) {
        if (a.length < a[0].length) {
            return transposed(pseudoInverse(transposed(a)));
        }
        int columns = a[0].length;
        // The columns of A, which become those of UΣ while V gathers the rotations: A = UΣVᵀ.
        double[][] u = transposed(a);
        double[][] v = new double[columns][columns];
        for (int j = 0; j < columns; j++) {
            v[j][j] = 1;
        }
        boolean turned = true;
        for (int sweep = 0; turned && sweep < MAX_SWEEPS; sweep++) {
            turned = false;
            for (int i = 0; i < columns; i++) {
                for (int j = i + 1; j < columns; j++) {
                    turned |= orthogonalize(u[i], u[j], v[i], v[j]);
                }
            }
        }
        return inverse(u, v, a.length);
    }

    /** Turns two columns until they are orthogonal; false when they were. */
    private static boolean orthogonalize(double[] ui, double[] uj, double[] vi, double[] vj) {
        double alpha = dot(ui, ui);
        double beta = dot(uj, uj);
        double gamma = dot(ui, uj);
        if (Math.abs(gamma) <= ORTHOGONAL * Math.sqrt(alpha * beta)) {
            return false;
        }
        double zeta = (beta - alpha) / (2 * gamma);
        double tangent = Math.copySign(1, zeta) / (Math.abs(zeta) + Math.hypot(1, zeta));
        double cosine = 1 / Math.hypot(1, tangent);
        turn(ui, uj, cosine, cosine * tangent);
        turn(vi, vj, cosine, cosine * tangent);
        return true;
    }

    private static void turn(double[] a, double[] b, double cosine, double sine) {
        for (int n = 0; n < a.length; n++) {
            double x = a[n];
            a[n] = cosine * x - sine * b[n];
            b[n] = sine * x + cosine * b[n];
        }
    }

    /** VΣ⁺Uᵀ, of the columns of V and UΣ. */
    private static double[][] inverse(double[][] u, double[][] v, int rows) {
        double largest = 0;
        for (double[] column : u) {
            largest = Math.max(largest, dot(column, column));
        }
        double[][] inverse = new double[v.length][rows];
        for (int j = 0; j < u.length; j++) {
            double squared = dot(u[j], u[j]);
            if (squared <= RANK_TOLERANCE * RANK_TOLERANCE * largest) {
                continue;
            }
            for (int k = 0; k < v.length; k++) {
                double factor = v[j][k] / squared;
                for (int n = 0; n < rows; n++) {
                    inverse[k][n] += factor * u[j][n];
                }
            }
        }
        return inverse;
    }

    private static double[][] transposed(double[][] a) {
        double[][] t = new double[a[0].length][a.length];
        for (int r = 0; r < a.length; r++) {
            for (int c = 0; c < a[0].length; c++) {
                t[c][r] = a[r][c];
            }
        }
        return t;
    }

    public static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int n = 0; n < a.length; n++) {
            sum += a[n] * b[n];
        }
        return sum;
    }
}

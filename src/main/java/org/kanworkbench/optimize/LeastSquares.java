package org.kanworkbench.optimize;

import java.util.Optional;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.DecompositionSolver;
import org.hipparchus.linear.QRDecomposition;
import org.hipparchus.linear.RRQRDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.SingularValueDecomposition;

/**
 * The solutions x of least squares of a·x = b, and of these the ones of least norm, where columns of a depend on each other:
 * by Householder's QR decomposition with pivots where all columns count, else by that of singular values, which takes far
 * longer. Either is computed once for any number of b.
 */
public final class LeastSquares {

    /** Least pivot, relative to the greatest, of columns that do not depend on each other. */
    private static final double LEAST_PIVOT = 1e-8;

    private final DecompositionSolver solver;

    /** @param a rows × columns, at least one; not copied and not changed */
    public LeastSquares(double[][] a) {
        RealMatrix matrix = new Array2DRowRealMatrix(a, false);
        solver = independent(matrix).orElseGet(() -> new SingularValueDecomposition(matrix).getSolver());
    }

    private static Optional<DecompositionSolver> independent(RealMatrix matrix) {
        int columns = matrix.getColumnDimension();
        if (matrix.getRowDimension() < columns) {
            return Optional.empty();
        }
        QRDecomposition qr = new RRQRDecomposition(matrix);
        RealMatrix r = qr.getR();
        double greatest = Math.abs(r.getEntry(0, 0));
        // Not always the last one: where columns are equal, rounding decides.
        double least = greatest;
        for (int i = 1; i < columns; i++) {
            least = Math.min(least, Math.abs(r.getEntry(i, i)));
        }
        return least > LEAST_PIVOT * greatest ? Optional.of(qr.getSolver()) : Optional.empty();
    }

    public double[] solve(double[] b) {
        return solver.solve(new ArrayRealVector(b, false)).toArray();
    }

    /**
     * @param b rows × any number
     * @return columns of a × this number
     */
    public double[][] solve(double[][] b) {
        return solver.solve(new Array2DRowRealMatrix(b, false)).getData();
    }
}

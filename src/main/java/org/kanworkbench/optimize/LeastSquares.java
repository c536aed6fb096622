package org.kanworkbench.optimize;

import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.DecompositionSolver;
import org.hipparchus.linear.SingularValueDecomposition;

/**
 * The solutions x of least squares of a·x = b, and of these the ones of least norm, where columns of a depend on each other:
 * by the singular value decomposition, which is computed once for any number of b.
 */
public final class LeastSquares {

    private final DecompositionSolver solver;

    /** @param a rows × columns, at least one; not copied and not changed */
    public LeastSquares(double[][] a) {
        solver = new SingularValueDecomposition(new Array2DRowRealMatrix(a, false)).getSolver();
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

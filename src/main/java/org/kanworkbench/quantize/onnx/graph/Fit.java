package org.kanworkbench.quantize.onnx.graph;

import org.hipparchus.exception.MathRuntimeException;
import org.hipparchus.stat.regression.OLSMultipleLinearRegression;

/**
 * A least-squares fit of a function as a sum of others over some points.
 *
 * @param factors of the other functions, a constant first
 * @param rmsError over the points
 */
record Fit(double[] factors, double rmsError) {

    /**
     * @param target values of the function, one per point
     * @param others [point][function], without the constant
     * @return null if the functions are linearly dependent on the points
     */
    static Fit of(double[] target, double[][] others) {
        OLSMultipleLinearRegression regression = new OLSMultipleLinearRegression();
        try {
            regression.newSampleData(target, others);
            double rms = Math.sqrt(regression.calculateResidualSumOfSquares() / target.length);
            return new Fit(regression.estimateRegressionParameters(), rms);
        } catch (MathRuntimeException _) {
            return null;
        }
    }
}

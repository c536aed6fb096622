package org.kanworkbench.engine.grid;

import java.util.random.RandomGenerator;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.SingularValueDecomposition;
import org.kanworkbench.network.basis.BSpline;

/**
 * Coefficients of splines that begin nearly flat, as efficient-kan (github.com/Blealtan/efficient-kan) starts: at its grid's
 * g + 1 knots every edge's spline takes noise of ±0.05/g, by the coefficients of least norm that give it.
 */
public final class SplineNoise {

    /** Width of efficient-kan's starting noise, to be divided by the number of intervals. */
    private static final double NOISE = 0.1;

    /** [terms][grid + 1], the Moore-Penrose inverse of {@link #atKnots}. */
    private final RealMatrix fit;

    private final double bound;
    private final double[] noise;

    public SplineNoise(BSpline spline) {
        fit = new SingularValueDecomposition(new Array2DRowRealMatrix(atKnots(spline), false))
                .getSolver()
                .getInverse();
        bound = NOISE / 2 / spline.grid();
        noise = new double[spline.grid() + 1];
    }

    /** [grid + 1][terms]: the functions at the grid's own knots. */
    private static double[][] atKnots(BSpline spline) {
        double[][] values = new double[spline.grid() + 1][spline.terms()];
        double[] unused = new double[spline.terms()];
        for (int j = 0; j <= spline.grid(); j++) {
            spline.evaluate(spline.knot(j + spline.order()), values[j], unused);
        }
        return values;
    }

    /** Coefficients of one edge, one a function. */
    public double[] draw(RandomGenerator random) {
        for (int n = 0; n < noise.length; n++) {
            noise[n] = random.nextDouble(-bound, bound);
        }
        return fit.operate(noise);
    }
}

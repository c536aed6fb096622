package org.kanworkbench.dl4j.layers;

import org.kanworkbench.network.BSpline;
import org.kanworkbench.network.Basis;
import org.kanworkbench.network.FormulaBasis;
import org.kanworkbench.network.GaussianRbf;
import org.kanworkbench.network.RecurrenceBasis;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A basis over whole arrays. Of its functions, {@code planes} has those that depend on the input, in their order: a constant
 * first one needs no array operations.
 */
interface BasisExpansion {

    /**
     * @param s scaled inputs, [rows][inputs]
     * @param planes receive one function each, shaped as s
     */
    void expand(INDArray s, INDArray[] planes);

    /**
     * Σ_k upstream[k]·φ'_k(s), shaped as s.
     *
     * @param planes as {@link #expand} left them
     * @param upstream gradients of the planes; may be overwritten
     */
    INDArray backward(INDArray s, INDArray[] planes, INDArray[] upstream);

    /** Array operations where a basis has a form for them, else {@link Basis#evaluate}, point by point. */
    static BasisExpansion of(Basis basis) {
        return switch (basis) {
            case RecurrenceBasis polynomials -> new RecurrenceExpansion(polynomials);
            case GaussianRbf gaussian -> new GaussianExpansion(gaussian);
            case BSpline spline -> new BSplineExpansion(spline);
            case FormulaBasis formula -> new FormulaExpansion(formula);
            default -> new PointwiseExpansion(basis);
        };
    }
}

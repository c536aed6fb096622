package org.kanworkbench.dl4j.layers;

import java.util.Map;
import org.kanworkbench.network.basis.BSpline;
import org.kanworkbench.network.basis.Basis;
import org.kanworkbench.network.basis.FormulaBasis;
import org.kanworkbench.network.basis.NoBasis;
import org.kanworkbench.network.basis.wavelet.StretchedBasis;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Evaluates a basis on whole arrays. {@code planes} has the functions that depend on the input, in order: a constant
 * first one needs no array operations.
 */
interface BasisExpansion {

    /**
     * @param s scaled inputs, [rows][inputs]
     * @param planes receive one function each, shaped as s
     */
    void expand(INDArray s, INDArray[] planes);

    /** Takes the basis's trained values from a layer's parameters before either of the others. */
    default void read(Map<String, INDArray> params) {}

    /**
     * Writes the gradients of the basis's values, after {@link #expand} and before {@link #backward}.
     *
     * @param upstream gradients of the planes
     */
    default void valueGradients(INDArray s, INDArray[] upstream, Map<String, INDArray> gradients) {}

    /**
     * Σ_k upstream[k]·φ'_k(s), shaped as s.
     *
     * @param planes as filled by {@link #expand}
     * @param upstream gradients of the planes; may be overwritten
     */
    INDArray backward(INDArray s, INDArray[] planes, INDArray[] upstream);

    static BasisExpansion of(Basis basis) {
        return switch (basis) {
            case StretchedBasis _ -> throw new IllegalArgumentException("every edge has its own, see StretchedEdges");
            case FormulaBasis formula -> new FormulaExpansion(formula);
            case BSpline spline -> new BSplineExpansion(spline);
            case NoBasis _ -> throw new IllegalArgumentException("no basis, no expansion");
        };
    }
}

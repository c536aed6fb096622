package org.kanworkbench.engine.kernel;

import org.kanworkbench.network.basis.BSpline;
import org.kanworkbench.network.basis.Basis;
import org.kanworkbench.network.basis.FormulaBasis;
import org.kanworkbench.network.basis.NoBasis;

/**
 * Evaluates a basis at many points. Only functions that are not constant are evaluated: a constant first one needs no
 * kernel.
 */
public interface BasisKernel {

    /**
     * Fills planes: function j (the constant not counted) of point n goes to {@code value[at + j·plane + n]}. Whole
     * vectors are written, so that up to {@link Lanes#PADDING} places behind {@code count} are overwritten.
     *
     * @param s scaled inputs, readable up to the next whole vector
     * @param derivative receives derivatives in the same layout, or null
     */
    void expand(float[] s, int count, float[] value, float[] derivative, int at, int plane);

    static BasisKernel of(Basis basis) {
        return switch (basis) {
            case FormulaBasis formula -> new FormulaKernel(formula);
            case BSpline spline -> new BSplineKernel(spline);
            case NoBasis _ -> (_, _, _, _, _, _) -> {};
        };
    }
}

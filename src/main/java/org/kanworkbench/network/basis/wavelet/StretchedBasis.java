package org.kanworkbench.network.basis.wavelet;

import java.util.List;
import org.kanworkbench.network.basis.DerivedBasis;
import org.kanworkbench.network.basis.FormulaBasis;
import org.kanworkbench.network.basis.Operations;

/**
 * A formula of which every edge sees its input shifted and stretched by two trained values of its own: φ_k((x −
 * shift)/stretch). Wavelets, one to an edge, define their formula alone.
 */
public interface StretchedBasis extends FormulaBasis {

    @Override
    default int terms() {
        return 1;
    }

    @Override
    default double lower() {
        return -4;
    }

    @Override
    default double upper() {
        return 4;
    }

    @Override
    default String termName(int k) {
        return "ψ";
    }

    /** The functions of one edge, as a formula without values of its own. */
    default FormulaBasis at(double shift, double stretch) {
        return new AtEdge(this, shift, stretch);
    }

    /** The functions of one edge. */
    record AtEdge(StretchedBasis basis, double shift, double stretch) implements DerivedBasis {

        @Override
        public <T> List<T> functions(T x, Operations<T> with) {
            return basis.functions(with.affine(with.affine(x, 1, -shift), 1 / stretch, 0), with);
        }
    }
}

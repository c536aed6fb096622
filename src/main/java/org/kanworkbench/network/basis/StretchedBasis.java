package org.kanworkbench.network.basis;

import java.util.List;

/**
 * A formula of which every edge sees its input shifted and stretched by two trained values of its own: φ_k((x −
 * shift)/stretch).
 */
public interface StretchedBasis extends FormulaBasis {

    @Override
    default boolean constantFirst() {
        return false;
    }

    /** The functions of one edge, as a formula without values of its own. */
    default FormulaBasis at(double shift, double stretch) {
        return new AtEdge(this, shift, stretch);
    }

    /** The functions of one edge. */
    record AtEdge(StretchedBasis basis, double shift, double stretch) implements FormulaBasis {

        @Override
        public <T> List<T> functions(T x, Operations<T> with) {
            return basis.functions(with.affine(with.affine(x, 1, -shift), 1 / stretch, 0), with);
        }

        @Override
        public String family() {
            return basis.family();
        }

        @Override
        public List<BasisParameter> parameters() {
            return basis.parameters();
        }

        @Override
        public List<Double> values() {
            return basis.values();
        }

        @Override
        public Basis with(List<Double> values) {
            return basis.with(values);
        }

        @Override
        public int terms() {
            return basis.terms();
        }

        @Override
        public boolean constantFirst() {
            return false;
        }

        @Override
        public double lower() {
            return basis.lower();
        }

        @Override
        public double upper() {
            return basis.upper();
        }

        @Override
        public String termName(int k) {
            return basis.termName(k);
        }
    }
}

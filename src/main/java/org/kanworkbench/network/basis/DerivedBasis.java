package org.kanworkbench.network.basis;

import java.util.List;

/** Another basis's functions, changed: what it is called and its parameters are that one's, and no function is constant. */
public interface DerivedBasis extends FormulaBasis {

    FormulaBasis basis();

    @Override
    default BasisName name() {
        return basis().name();
    }

    @Override
    default List<BasisParameter> parameters() {
        return basis().parameters();
    }

    @Override
    default List<Double> values() {
        return basis().values();
    }

    @Override
    default Basis with(List<Double> values) {
        return basis().with(values);
    }

    @Override
    default int terms() {
        return basis().terms();
    }

    @Override
    default double lower() {
        return basis().lower();
    }

    @Override
    default double upper() {
        return basis().upper();
    }

    @Override
    default String termName(int k) {
        return basis().termName(k);
    }
}

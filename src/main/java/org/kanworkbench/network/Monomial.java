package org.kanworkbench.network;

import java.util.List;

/**
 * Powers x^0..x^order: x^{k+1} = x·x^k; KANvolver's basis (github.com/1ssb/torchkan).
 *
 * @param order highest degree
 */
public record Monomial(int order) implements RecurrenceBasis {

    public Monomial {
        Limits.order("monomial", order);
    }

    @Override
    public String family() {
        return "monomial";
    }

    @Override
    public String familyLabel() {
        return "Monomial";
    }

    @Override
    public List<BasisParameter> parameters() {
        return List.of(BasisParameter.ORDER);
    }

    @Override
    public List<Double> values() {
        return List.of((double) order);
    }

    @Override
    public Basis with(List<Double> values) {
        return new Monomial(values.getFirst().intValue());
    }

    @Override
    public String termName(int k) {
        return k == 0 ? "1" : k == 1 ? "x" : k == 2 ? "x²" : k == 3 ? "x³" : "x^" + k;
    }

    @Override
    public double slope(int k) {
        return 1;
    }

    @Override
    public double decay(int k) {
        return 0;
    }
}

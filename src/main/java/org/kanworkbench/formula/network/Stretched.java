package org.kanworkbench.formula.network;

import org.kanworkbench.network.Activation;
import org.kanworkbench.network.basis.Basis;
import org.kanworkbench.network.basis.SechBump;
import org.kanworkbench.network.basis.trained.TrainedBasis;

/**
 * The functions of a basis whose domain is stretched over a range of an input.
 *
 * @param basis of every edge alike
 * @param own values of a trained basis for this input, see {@link TrainedBasis#at}; none of others
 * @param base SiLU, or none
 */
public record Stretched(Basis basis, double[] own, double lower, double upper, Activation base) implements Terms {

    /** Throws IllegalArgumentException for what a damaged file may hold. */
    public Stretched {
        if (basis instanceof SechBump bumps) {
            // A fit would go astray by what FasterKAN's training passes on instead of its bumps' derivatives.
            basis = new SechBump(bumps.centres(), bumps.lower(), bumps.upper());
        }
        int values = basis instanceof TrainedBasis trained ? trained.start(0, 1).length : 0;
        if (basis == null || own == null || own.length != values || base == null || !(lower < upper)) {
            throw new IllegalArgumentException("its edges are on no basis over a range");
        }
    }

    /** Of a basis without trained values. */
    Stretched(Basis basis, double lower, double upper, Activation base) {
        this(basis, new double[0], lower, upper, base);
    }

    @Override
    public int count() {
        return basis.terms();
    }

    @Override
    public int width() {
        return basis.terms();
    }

    @Override
    public int evaluate(double x, double[] values, double[] slopes, int at) {
        double factor = (basis.upper() - basis.lower()) / (upper - lower);
        double[] value = new double[count()];
        double[] slope = new double[count()];
        Basis valued = basis instanceof TrainedBasis trained ? trained.at(own) : basis;
        valued.evaluate(basis.lower() + factor * (x - lower), value, slope);
        for (int t = 0; t < value.length; t++) {
            values[at + t] = value[t];
            slopes[at + t] = factor * slope[t];
        }
        return 0;
    }

    @Override
    public int resolution() {
        return basis.terms();
    }

    /** An input of a single value has a range that begins with it. */
    @Override
    public Stretched over(double from, double to) {
        return new Stretched(basis, own, from, from < to ? to : from + Math.max(1, Math.abs(from)), base);
    }

    @Override
    public Stretched adapted(double[] sorted, double evenShare) {
        return over(sorted[0], sorted[sorted.length - 1]);
    }

    @Override
    public Stretched refined(int intervals) {
        return this;
    }
}

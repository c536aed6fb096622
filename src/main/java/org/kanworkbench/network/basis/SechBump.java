package org.kanworkbench.network.basis;

import java.util.List;
import java.util.stream.IntStream;
import org.kanworkbench.network.Limits;

/**
 * Bumps sech²(x − g_k) = 1 − tanh²(x − g_k) of one width on evenly spaced centres, the slope of a switch at each; the
 * basis of FasterKAN (Delis, 2024; github.com/AthanasiosDelis/faster-kan).
 *
 * @param centres number of bumps
 * @param lower first centre, in units of the scaled input
 * @param upper last centre
 * @param gradientShare what is passed on of the derivative: 1, or ½ as FasterKAN's own backward pass does
 */
public record SechBump(int centres, double lower, double upper, double gradientShare) implements CentredBasis {

    public SechBump {
        Limits.count("centres", centres, 2, Limits.MAX_GRID);
        Limits.interval("sech", lower, upper);
        Limits.range("gradient share of sech", gradientShare, 0, 1);
    }

    public SechBump(int centres, double lower, double upper) {
        this(centres, lower, upper, 1);
    }

    @Override
    public BasisName name() {
        return new BasisName("sech", "sech² bumps", "S");
    }

    @Override
    public Basis withCentres(int other) {
        return new SechBump(other, lower, upper, gradientShare);
    }

    @Override
    public String label() {
        return "sech² " + centres;
    }

    @Override
    public <T> List<T> functions(T x, Operations<T> with) {
        T damped = gradientShare == 1 ? x : with.passing(x, () -> with.affine(x, gradientShare, 0));
        return with.switchSlopes(
                damped, IntStream.range(0, centres).mapToObj(this::centre).toList());
    }
}

package org.kanworkbench.network.basis;

import java.util.List;
import java.util.stream.IntStream;
import org.kanworkbench.network.Limits;

/**
 * Gaussian bumps exp(−((x − g_k)/h)²) on evenly spaced centres, h their spacing; the basis of FluxKAN's KAG-Net
 * (github.com/cometscome/FluxKAN.jl) and of FastKAN (Li, 2024; github.com/ZiyaoLi/fast-kan).
 *
 * @param centres number of bumps
 * @param lower first centre, in units of the scaled input
 * @param upper last centre
 */
public record GaussianRbf(int centres, double lower, double upper) implements CentredBasis {

    public GaussianRbf {
        Limits.count("centres", centres, 2, Limits.MAX_GRID);
        Limits.interval("gaussian", lower, upper);
    }

    public GaussianRbf(int centres) {
        this(centres, -1, 1);
    }

    @Override
    public BasisName name() {
        return new BasisName("gaussian", "Gaussian RBF", "G");
    }

    @Override
    public Basis withCentres(int other) {
        return new GaussianRbf(other, lower, upper);
    }

    @Override
    public String label() {
        return "Gaussian " + centres;
    }

    @Override
    public <T> List<T> functions(T x, Operations<T> with) {
        return IntStream.range(0, centres)
                .mapToObj(k -> with.bump(x, centre(k), spacing()))
                .toList();
    }
}

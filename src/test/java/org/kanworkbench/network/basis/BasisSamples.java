package org.kanworkbench.network.basis;

import java.util.List;
import java.util.stream.Stream;
import org.kanworkbench.network.basis.recurrence.Bessel;
import org.kanworkbench.network.basis.recurrence.Chebyshev;
import org.kanworkbench.network.basis.recurrence.Gegenbauer;
import org.kanworkbench.network.basis.recurrence.Hermite;
import org.kanworkbench.network.basis.recurrence.Jacobi;
import org.kanworkbench.network.basis.recurrence.Laguerre;
import org.kanworkbench.network.basis.recurrence.Legendre;
import org.kanworkbench.network.basis.recurrence.Monomial;
import org.kanworkbench.network.basis.trained.Rational;
import org.kanworkbench.network.basis.trained.Sine;
import org.kanworkbench.network.basis.wavelet.GaussianWavelet;

/** The bases that tests go through: whoever registers a basis has it tested everywhere. */
public final class BasisSamples {

    private BasisSamples() {}

    /** Every registered one that has functions, and one that is not registered. */
    public static List<Basis> usual() {
        return Stream.concat(Bases.ALL.stream().filter(basis -> basis.terms() > 0), Stream.of(new Cosines(3)))
                .toList();
    }

    /** The same, with the smallest, the largest in use, and those on other intervals. */
    public static List<Basis> all() {
        Stream<Basis> extremes = Stream.of(
                new Legendre(1),
                new Legendre(8),
                new Chebyshev(2),
                new Chebyshev(7),
                new Monomial(5),
                new Jacobi(6, 1, 1),
                new Jacobi(4, -0.5, 2),
                new Jacobi(5, -0.3, 2),
                new Gegenbauer(6, 0.5),
                new Hermite(5),
                new Laguerre(4, -0.5),
                new Bessel(4),
                new Fourier(1),
                new Fourier(5),
                new Fourier(3, -2, 3),
                new Fourier(2, -2, 3, false),
                new BSpline(1, 1),
                new BSpline(5, 1),
                new BSpline(8, 2),
                new BSpline(4, 2, -0.7, 1.9),
                new BSpline(3, 5),
                new BSpline(6, 7),
                new BSpline(12, 3, -2, 3),
                new GaussianRbf(2, -2, 0.5),
                new GaussianRbf(3, 0, 2),
                new SplineBump(4, 2, -1, 1),
                new SplineBump(3, 5, -1.5, 2),
                new GaussianWavelet(1, false),
                new GaussianWavelet(5, true),
                new Sine(3, 2),
                new ReluBump(4, 2, 0, 1),
                new SechBump(3, -1, 2),
                new Rational(3, 2, Rational.Start.IDENTITY, false),
                new Rational(1, 4, Rational.Start.IDENTITY, false),
                new SechBump(2, -1.2, 1.2, 0.5));
        return Stream.concat(usual().stream(), extremes).toList();
    }
}

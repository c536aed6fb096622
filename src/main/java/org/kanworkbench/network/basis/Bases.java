package org.kanworkbench.network.basis;

import java.util.List;
import org.kanworkbench.network.basis.recurrence.Bessel;
import org.kanworkbench.network.basis.recurrence.Chebyshev;
import org.kanworkbench.network.basis.recurrence.Gegenbauer;
import org.kanworkbench.network.basis.recurrence.Hermite;
import org.kanworkbench.network.basis.recurrence.Jacobi;
import org.kanworkbench.network.basis.recurrence.Laguerre;
import org.kanworkbench.network.basis.recurrence.Legendre;
import org.kanworkbench.network.basis.recurrence.Monomial;
import org.kanworkbench.network.basis.trained.Gram;
import org.kanworkbench.network.basis.trained.Rational;
import org.kanworkbench.network.basis.trained.SechSwitch;
import org.kanworkbench.network.basis.trained.Sine;
import org.kanworkbench.network.basis.wavelet.GaussianWavelet;
import org.kanworkbench.network.basis.wavelet.Morlet;

/** The registry of basis families. Files may name a registered family, and the workbench offers it. */
public final class Bases {

    /** One basis of each family, of default size. */
    public static final List<Basis> ALL = List.of(
            new Legendre(3),
            new Chebyshev(3),
            new Jacobi(3, 1, 1),
            new Gegenbauer(3, 2),
            new Hermite(3),
            new Laguerre(3, 0),
            new Bessel(2),
            new Monomial(3),
            new Fourier(3),
            new BSpline(5, 3),
            new GaussianRbf(8),
            new SechBump(8, -2, 2),
            new SechSwitch(8, -2, 2, false),
            new SplineBump(5, 3, -1.5, 1.5),
            new Sine(5),
            new ReluBump(5, 3, -1, 1),
            new Gram(3),
            new Rational(5, 8, Rational.Start.SILU, false),
            new GaussianWavelet(2, true),
            new Morlet(),
            new NoBasis());

    private Bases() {}

    /** The default basis of a basis's family. */
    public static Basis family(Basis basis) {
        return family(basis.family());
    }

    /** @throws IllegalArgumentException with a one-line message if there is no family of that name */
    public static Basis family(String name) {
        return ALL.stream()
                .filter(usual -> usual.family().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("basis '" + name + "' is not known: choose one of "
                        + String.join(", ", ALL.stream().map(Basis::family).toList())));
    }
}

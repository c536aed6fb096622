package org.kanworkbench.network.basis.wavelet;

import java.util.List;
import org.kanworkbench.network.Limits;
import org.kanworkbench.network.basis.Basis;
import org.kanworkbench.network.basis.BasisName;
import org.kanworkbench.network.basis.Operations;
import org.kanworkbench.network.basis.OrderBasis;

/**
 * A derivative of the bell curve exp(−z²/2), shifted and stretched by every edge for itself: order 1 is Wav-KAN's
 * derivative of a Gaussian (DoG), order 2 its Mexican hat, upside down (Bozorgasl and Chen, 2024;
 * github.com/zavareh1/Wav-KAN).
 *
 * @param order of the derivative
 * @param normalized whether its square has the integral 1, as Wav-KAN's Mexican hat, but not its DoG
 */
public record GaussianWavelet(int order, boolean normalized) implements StretchedBasis, OrderBasis {

    public GaussianWavelet {
        Limits.order("wavelet", order);
    }

    @Override
    public BasisName name() {
        return new BasisName("wavelet", "Gaussian wavelet", "");
    }

    @Override
    public Basis withOrder(int other) {
        return new GaussianWavelet(other, normalized);
    }

    /** (−1)ⁿ·He_n(z)·exp(−z²/2) with Hermite's polynomials He_0 = 1, He_1 = z, He_{n+1} = z·He_n − n·He_{n−1}. */
    @Override
    public <T> List<T> functions(T z, Operations<T> with) {
        T before = null;
        T last = z;
        for (int n = 1; n < order; n++) {
            T next = with.recurrence(z, 1, 0, last, n, before);
            before = last;
            last = next;
        }
        T bell = with.exp(with.affine(with.multiply(z, z), -0.5, 0));
        return List.of(with.affine(with.multiply(last, bell), factor(), 0));
    }

    /** The square's integral is √π·(2n − 1)!!/2ⁿ. */
    private double factor() {
        double square = Math.sqrt(Math.PI);
        for (int n = 1; n <= order; n++) {
            square *= (2 * n - 1) / 2.0;
        }
        return (order % 2 == 0 ? 1 : -1) * (normalized ? 1 / Math.sqrt(square) : 1);
    }
}

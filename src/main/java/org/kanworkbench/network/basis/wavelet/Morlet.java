package org.kanworkbench.network.basis.wavelet;

import java.util.List;
import org.kanworkbench.network.basis.BasisName;
import org.kanworkbench.network.basis.Operations;

/**
 * Morlet's wavelet cos(5z)·exp(−z²/2), a short wave, shifted and stretched by every edge for itself; one of Wav-KAN
 * (Bozorgasl and Chen, 2024; github.com/zavareh1/Wav-KAN).
 */
public record Morlet() implements StretchedBasis {

    private static final double FREQUENCY = 5;

    @Override
    public BasisName name() {
        return new BasisName("morlet", "");
    }

    @Override
    public String label() {
        return "Morlet";
    }

    @Override
    public <T> List<T> functions(T z, Operations<T> with) {
        T bell = with.exp(with.affine(with.multiply(z, z), -0.5, 0));
        return List.of(with.multiply(with.cos(with.affine(z, FREQUENCY, 0)), bell));
    }
}

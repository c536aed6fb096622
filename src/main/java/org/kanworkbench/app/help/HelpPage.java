package org.kanworkbench.app.help;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A page of docs/math.
 *
 * @param file its name there
 * @param title in the list of pages
 */
public record HelpPage(String file, String title) {

    /** In the order of reading. */
    public static final List<HelpPage> ALL = List.of(
            new HelpPage("README.md", "What a layer computes"),
            new HelpPage("legendre.md", "Legendre"),
            new HelpPage("chebyshev.md", "Chebyshev"),
            new HelpPage("jacobi.md", "Jacobi"),
            new HelpPage("gegenbauer.md", "Gegenbauer"),
            new HelpPage("hermite.md", "Hermite"),
            new HelpPage("laguerre.md", "Laguerre"),
            new HelpPage("bessel.md", "Bessel"),
            new HelpPage("monomial.md", "Monomial"),
            new HelpPage("fourier.md", "Fourier"),
            new HelpPage("b-spline.md", "B-spline"),
            new HelpPage("gaussian.md", "Gaussian"),
            new HelpPage("sine.md", "Sine"),
            new HelpPage("rational.md", "Rational"),
            new HelpPage("wavelet.md", "Wavelets"),
            new HelpPage("relu.md", "ReLU bumps"),
            new HelpPage("spline-bump.md", "B-spline + Gaussian"),
            new HelpPage("sech.md", "sech² bumps"),
            new HelpPage("stems.md", "Before the first layer"),
            new HelpPage("importance.md", "Importance of edges"),
            new HelpPage("attribution.md", "Attribution"),
            new HelpPage("rounding.md", "Rounding to few bits"));

    /** The page that a link of another page leads to; empty where that is none of these. */
    static Optional<HelpPage> at(String destination) {
        String file = destination.replaceFirst("#.*$", "");
        return ALL.stream().filter(page -> page.file().equals(file)).findFirst();
    }

    /** The page's text in CommonMark, with formulas in dollars and in fences called math. */
    String markdown() {
        try (InputStream in = HelpPage.class.getResourceAsStream("/org/kanworkbench/math/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

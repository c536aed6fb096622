package org.kanworkbench.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.LayerTensor;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.basis.Basis;
import org.kanworkbench.network.basis.Bessel;
import org.kanworkbench.network.basis.Chebyshev;
import org.kanworkbench.network.basis.Gegenbauer;
import org.kanworkbench.network.basis.Hermite;
import org.kanworkbench.network.basis.Laguerre;

/** The variants of the zoo in our words: which faithful preset a file belongs to, and where its tensors are. */
final class ZooPeer {

    private final Map<String, String> about;
    private final List<Integer> sizes;
    private final Map<String, String> names = new LinkedHashMap<>();

    private ZooPeer(Map<String, String> about) {
        this.about = about;
        sizes = Stream.of(about.get("layers").replaceAll("[\\[\\] ]", "").split(","))
                .map(Integer::valueOf)
                .toList();
    }

    /** Empty for a network that the workbench does not have. */
    static Optional<GoldenPeer> of(GoldenFile golden) {
        ZooPeer peer = new ZooPeer(golden.metadata());
        return switch (golden.metadata().get("kind")) {
            case "chebykan" -> Optional.of(peer.notebook(golden, "cheby", new Chebyshev(peer.degree())));
            case "orthogpoly_hermite" -> Optional.of(peer.notebook(golden, "hermite", new Hermite(peer.degree())));
            case "orthogpoly_bessel" -> Optional.of(peer.notebook(golden, "bessel", new Bessel(peer.degree())));
            case "orthogpoly_gegenbauer" ->
                Optional.of(
                        peer.notebook(golden, "gegenbauer", new Gegenbauer(peer.degree(), peer.number("alpha_param"))));
            case "orthogpoly_laguerre" ->
                Optional.of(peer.notebook(golden, "laguerre", new Laguerre(peer.degree(), peer.number("alpha"))));
            default -> Optional.empty();
        };
    }

    private double number(String option) {
        return Double.parseDouble(about.get(option));
    }

    private int degree() {
        return (int) number("degree");
    }

    /** Weights as [input, output, degree], and layer norms that are modules of their own. */
    private GoldenPeer notebook(GoldenFile golden, String word, Basis basis) {
        for (int l = 0; l + 1 < sizes.size(); l++) {
            names.put(LayerTensor.BASIS_WEIGHT.name(l), "kan" + (l + 1) + "." + word + "_coeffs");
            if (l + 2 < sizes.size()) {
                names.put(LayerTensor.NORM_WEIGHT.name(l), "ln" + (l + 1) + ".weight");
                names.put(LayerTensor.NORM_BIAS.name(l), "ln" + (l + 1) + ".bias");
            }
        }
        return new GoldenPeer(golden.swapped("_coeffs"), network(word + "-kan-faithful", basis), names, Map.of());
    }

    private NetworkSpec network(String name, Basis basis) {
        Preset preset = Preset.named(name).orElseThrow();
        List<LayerSpec> layers = new ArrayList<>();
        for (int l = 0; l + 1 < sizes.size(); l++) {
            LayerSpec form = l + 2 < sizes.size() ? preset.hiddenLayer() : preset.lastLayer();
            layers.add(form.withBasis(basis).withSizes(sizes.get(l), sizes.get(l + 1)));
        }
        return new NetworkSpec(layers);
    }
}

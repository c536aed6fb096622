package org.kanworkbench.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.LayerField;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.LayerTensor;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.basis.Basis;
import org.kanworkbench.network.basis.Fourier;
import org.kanworkbench.network.basis.GaussianRbf;
import org.kanworkbench.network.basis.ReluBump;
import org.kanworkbench.network.basis.SechBump;
import org.kanworkbench.network.basis.SplineBump;
import org.kanworkbench.network.basis.recurrence.Bessel;
import org.kanworkbench.network.basis.recurrence.Chebyshev;
import org.kanworkbench.network.basis.recurrence.Gegenbauer;
import org.kanworkbench.network.basis.recurrence.Hermite;
import org.kanworkbench.network.basis.recurrence.Laguerre;
import org.kanworkbench.network.basis.trained.Rational;
import org.kanworkbench.network.basis.trained.SechSwitch;
import org.kanworkbench.network.basis.trained.Sine;
import org.kanworkbench.network.basis.wavelet.GaussianWavelet;
import org.kanworkbench.network.basis.wavelet.Morlet;

/** The variants of the zoo in our words: which faithful preset a file belongs to, and where its tensors are. */
public final class ZooPeer {

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
    public static Optional<GoldenPeer> of(GoldenFile golden) {
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
            case "fourierkan" -> Optional.of(peer.fourier(golden));
            case "wavkan" -> Optional.of(peer.wavelets(golden));
            case "grkan_torch", "grkan_kernel" -> Optional.of(peer.rational(golden));
            case "sinekan" -> Optional.of(peer.sines(golden));
            case "relukan" -> Optional.of(peer.reluBumps(golden));
            case "fastkan" ->
                Optional.of(peer.normalized(
                        golden,
                        "fast-kan-faithful",
                        new GaussianRbf(
                                (int) peer.number("num_grids"), peer.number("grid_min"), peer.number("grid_max"))));
            case "fasterkan" -> Optional.of(peer.faster(golden));
            case "bsrbfkan" ->
                Optional.of(peer.normalized(
                        golden,
                        "bsrbf-kan-faithful",
                        new SplineBump((int) peer.number("grid_size"), (int) peer.number("spline_order"), -1.5, 1.5)));
            default -> Optional.empty();
        };
    }

    private boolean is(String option) {
        return "true".equals(about.get(option).toLowerCase(Locale.ROOT));
    }

    private GoldenPeer wavelets(GoldenFile golden) {
        Map<String, String> statistics = new LinkedHashMap<>();
        for (int l = 0; l + 1 < sizes.size(); l++) {
            String theirs = "layers." + l + ".";
            names.put(LayerTensor.BASIS_WEIGHT.name(l), theirs + "wavelet_weights");
            names.put(LayerTensor.EDGE_SHIFT.name(l), theirs + "translation");
            names.put(LayerTensor.EDGE_STRETCH.name(l), theirs + "scale");
            names.put(LayerTensor.NORM_WEIGHT.name(l), theirs + "bn.weight");
            names.put(LayerTensor.NORM_BIAS.name(l), theirs + "bn.bias");
            statistics.put(LayerTensor.RUNNING_MEAN.name(l), theirs + "bn.running_mean");
            statistics.put(LayerTensor.RUNNING_VARIANCE.name(l), theirs + "bn.running_var");
        }
        Basis basis = switch (about.get("wavelet_type")) {
            case "mexican_hat" -> new GaussianWavelet(2, true);
            case "dog" -> new GaussianWavelet(1, false);
            default -> new Morlet();
        };
        return new GoldenPeer(golden, network("wav-kan-faithful", basis), names, statistics);
    }

    /** The numerator's coefficients, then the denominators', those of a degree together. */
    private GoldenPeer rational(GoldenFile golden) {
        List<LayerSpec> layers = new ArrayList<>();
        String[] groups = about.get("num_groups").replaceAll("[\\[\\] ]", "").split(",");
        LayerSpec form = Preset.named("gr-kan-faithful").orElseThrow().hiddenLayer();
        for (int l = 0; l + 1 < sizes.size(); l++) {
            boolean signed = about.get("kind").equals("grkan_torch");
            layers.add(form.withBasis(new Rational(5, Integer.parseInt(groups[l]), Rational.Start.IDENTITY, signed))
                    .withSizes(sizes.get(l), sizes.get(l + 1)));
            String theirs = "act" + (l + 1) + ".";
            golden = golden.firstAxisLast(theirs + "weight_denominator")
                    .joined(theirs + "weight_numerator", theirs + "weight_denominator", theirs + "weight");
            names.put(LayerTensor.BASIS_VALUE.name(l), theirs + "weight");
            names.put(LayerTensor.BASIS_WEIGHT.name(l), "fc" + (l + 1) + ".weight");
            names.put(LayerTensor.BIAS.name(l), "fc" + (l + 1) + ".bias");
        }
        return new GoldenPeer(golden, new NetworkSpec(layers), names, Map.of());
    }

    private GoldenPeer faster(GoldenFile golden) {
        int centres = (int) number("num_grids");
        double first = number("grid_min");
        double last = number("grid_max");
        if (!is("train_grid")) {
            return normalized(
                    golden, "faster-kan-faithful", new SechBump(centres, first, last, number("inv_denominator")));
        }
        for (int l = 0; l + 1 < sizes.size(); l++) {
            String theirs = "layers." + l + ".rbf.";
            golden = golden.joined(theirs + "grid", theirs + "inv_denominator", theirs + "values");
            names.put(LayerTensor.BASIS_VALUE.name(l), theirs + "values");
        }
        return normalized(golden, "faster-kan-faithful", new SechSwitch(centres, first, last, true));
    }

    /** Weights as [cosines, sines][output, input, frequency]. */
    private GoldenPeer fourier(GoldenFile golden) {
        for (int l = 0; l + 1 < sizes.size(); l++) {
            names.put(LayerTensor.BASIS_WEIGHT.name(l), l + ".fouriercoeffs");
            if (is("addbias")) {
                names.put(LayerTensor.BIAS.name(l), l + ".bias");
            }
        }
        Fourier basis = new Fourier((int) number("gridsize"), -Math.PI, Math.PI, is("addbias"));
        NetworkSpec network = network("fourier-kan-faithful", basis);
        network = network.withLayers(network.layers().stream()
                .map(layer -> layer.with(LayerField.BIAS, is("addbias")))
                .toList());
        return new GoldenPeer(golden.firstAxisLast("fouriercoeffs"), network, names, Map.of());
    }

    private GoldenPeer sines(GoldenFile golden) {
        for (int l = 0; l + 1 < sizes.size(); l++) {
            names.put(LayerTensor.BASIS_WEIGHT.name(l), "layers." + l + ".amplitudes");
            names.put(LayerTensor.BASIS_VALUE.name(l), "layers." + l + ".freq");
            names.put(LayerTensor.BIAS.name(l), "layers." + l + ".bias");
        }
        Sine basis = new Sine((int) number("grid_size"));
        return new GoldenPeer(golden, network("sine-kan-faithful", basis), names, Map.of());
    }

    /** Both ends are one tensor of ours. */
    private GoldenPeer reluBumps(GoldenFile golden) {
        ReluBump basis = new ReluBump((int) number("grid"), (int) number("k"), 0, 1);
        for (int l = 0; l + 1 < sizes.size(); l++) {
            String theirs = "rk_layers." + l + ".";
            names.put(LayerTensor.BASIS_WEIGHT.name(l), theirs + "equal_size_conv.weight");
            names.put(LayerTensor.BIAS.name(l), theirs + "equal_size_conv.bias");
            names.put(LayerTensor.BASIS_VALUE.name(l), theirs + "phase");
            golden = golden.joined(theirs + "phase_low", theirs + "phase_height", theirs + "phase");
        }
        return new GoldenPeer(golden, network("relu-kan-faithful", basis), names, Map.of());
    }

    /** Layers that normalise their inputs. */
    private GoldenPeer normalized(GoldenFile golden, String preset, Basis basis) {
        NetworkSpec network = network(preset, basis);
        if ("false".equalsIgnoreCase(about.get("use_base_update"))) {
            network = network.withLayers(network.layers().stream()
                    .map(layer -> layer.with(Map.of(LayerField.BASE, Activation.ZERO, LayerField.BIAS, false)))
                    .toList());
        }
        for (int l = 0; l + 1 < sizes.size(); l++) {
            String theirs = "layers." + l + ".";
            boolean modules = golden.arrays().containsKey("param." + theirs + "spline_linear.weight");
            names.put(LayerTensor.BASIS_WEIGHT.name(l), theirs + (modules ? "spline_linear.weight" : "spline_weight"));
            if (network.layers().get(l).hasBase()) {
                names.put(LayerTensor.BASE_WEIGHT.name(l), theirs + (modules ? "base_linear.weight" : "base_weight"));
            }
            if (network.layers().get(l).hasBias()) {
                names.put(LayerTensor.BIAS.name(l), theirs + "base_linear.bias");
            }
            names.put(LayerTensor.SCALING_WEIGHT.name(l), theirs + "layernorm.weight");
            names.put(LayerTensor.SCALING_BIAS.name(l), theirs + "layernorm.bias");
        }
        return new GoldenPeer(golden, network, names, Map.of());
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

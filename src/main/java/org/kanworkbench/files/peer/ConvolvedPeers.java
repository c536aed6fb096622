package org.kanworkbench.files.peer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.tensors.NamedTensors;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.LayerTensor;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.basis.Basis;
import org.kanworkbench.network.basis.recurrence.Legendre;
import org.kanworkbench.network.basis.recurrence.Monomial;
import org.kanworkbench.network.stem.Convolutions;

/** TorchKAN's networks that begin with convolutions (github.com/1ssb/torchkan): KANvolver and Legendvolver. */
record ConvolvedPeers(String file, NamedTensors tensors) {

    private static final String KANVOLVER_STEM = "feature_extractor.";
    private static final String LEGENDVOLVER_STEM = "conv_layers.";
    /** A stage is a convolution, ReLU and pooling under one number. */
    private static final int MODULES_OF_STAGE = 3;

    /** The preset of the file's network; empty for another one. */
    Optional<String> preset() {
        return begins(KANVOLVER_STEM)
                ? Optional.of("kanvolver-faithful")
                : begins(LEGENDVOLVER_STEM) ? Optional.of("legendvolver-faithful") : Optional.empty();
    }

    private boolean begins(String stem) {
        return tensors.names().stream().anyMatch(name -> name.startsWith(stem));
    }

    PeerLayout layout(Preset preset) throws ModelFileException {
        // Whose layers are modules with biases, and whose norms are of batches.
        boolean kanvolver = begins(KANVOLVER_STEM);
        String end = kanvolver ? ".weight" : "";
        Map<String, String> names = new LinkedHashMap<>();
        List<LayerSpec> layers = new ArrayList<>();
        for (int l = 0; tensors.names().contains("base_weights." + l + end); l++) {
            List<Integer> base = tensors.shape("base_weights." + l + end);
            int order = order(base, "poly_weights." + l + end);
            Basis basis = kanvolver ? new Monomial(order) : new Legendre(order);
            layers.add(preset.hiddenLayer().withBasis(basis).withSizes(base.get(1), base.get(0)));
            String norm = (kanvolver ? "batch_norms." : "layer_norms.") + l;
            names.put(LayerTensor.BASE_WEIGHT.name(l), "base_weights." + l + end);
            names.put(LayerTensor.BASIS_WEIGHT.name(l), "poly_weights." + l + end);
            names.put(LayerTensor.NORM_WEIGHT.name(l), norm + ".weight");
            names.put(LayerTensor.NORM_BIAS.name(l), norm + ".bias");
            if (kanvolver) {
                names.put(LayerTensor.BIAS.name(l), "base_weights." + l + ".bias");
                names.put(LayerTensor.BASIS_BIAS.name(l), "poly_weights." + l + ".bias");
                names.put(LayerTensor.RUNNING_MEAN.name(l), norm + ".running_mean");
                names.put(LayerTensor.RUNNING_VARIANCE.name(l), norm + ".running_var");
            }
        }
        Set<String> counters = tensors.names().stream()
                .filter(name -> kanvolver && name.endsWith(".num_batches_tracked"))
                .collect(Collectors.toSet());
        return layout(preset, kanvolver ? KANVOLVER_STEM : LEGENDVOLVER_STEM, layers, names, counters);
    }

    /** Of the polynomials whose weights have that name. */
    int order(List<Integer> base, String name) throws ModelFileException {
        List<Integer> basis = tensors.shape(name);
        if (base.size() != 2 || basis.size() != 2 || base.get(1) == 0 || basis.get(1) % base.get(1) != 0) {
            throw new ModelFileException(file + ": tensor " + name + " has shape " + basis
                    + ", which does not fit the base weights' " + base + ": save or download it again");
        }
        return basis.get(1) / base.get(1) - 1;
    }

    private PeerLayout layout(
            Preset preset, String stem, List<LayerSpec> layers, Map<String, String> names, Set<String> constants)
            throws ModelFileException {
        List<Integer> channels = new ArrayList<>();
        for (int s = 0; tensors.names().contains(stem + MODULES_OF_STAGE * s + ".weight"); s++) {
            String theirs = stem + MODULES_OF_STAGE * s;
            List<Integer> shape = tensors.shape(theirs + ".weight");
            if (shape.size() != 4) {
                throw new ModelFileException(file + ": tensor " + theirs + ".weight has shape " + shape
                        + ", not one of a convolution: check what wrote the file");
            }
            channels.add(shape.getFirst());
            names.put("stem." + s + ".weight", theirs + ".weight");
            names.put("stem." + s + ".bias", theirs + ".bias");
        }
        if (layers.isEmpty() || channels.isEmpty() || channels.getLast() == 0) {
            throw new ModelFileException(
                    file + " has convolutions but not the layers of " + preset.name() + ": save or download it again");
        }
        // Only square images are supported; pooling halves their sides once per stage.
        double cells = (double) layers.getFirst().inputs() / channels.getLast();
        int side = (int) Math.round(Math.sqrt(cells)) << channels.size();
        return PeerLayout.named(
                preset, new NetworkSpec(new Convolutions(side, side, channels), layers), names, constants);
    }
}

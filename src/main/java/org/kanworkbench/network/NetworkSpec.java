package org.kanworkbench.network;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kanworkbench.network.stem.NoStem;
import org.kanworkbench.network.stem.Stem;

/**
 * A stem and a stack of layers, first to last.
 *
 * @param stem applied to rows before the first layer
 */
public record NetworkSpec(Stem stem, List<LayerSpec> layers) {

    /** Creates a network without a stem. */
    public NetworkSpec(List<LayerSpec> layers) {
        this(new NoStem(), layers);
    }

    public NetworkSpec {
        layers = List.copyOf(layers);
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("network has no layers: add one");
        }
        for (int l = 1; l < layers.size(); l++) {
            if (layers.get(l).inputs() != layers.get(l - 1).outputs()) {
                throw new IllegalArgumentException(
                        "layer " + (l + 1) + " takes " + layers.get(l).inputs() + " inputs but layer " + l + " gives "
                                + layers.get(l - 1).outputs() + ": make them equal");
            }
        }
        stem.inputs(layers.getFirst().inputs());
        long parameters = parameters(stem, layers);
        if (parameters > Limits.MAX_PARAMETERS) {
            throw new IllegalArgumentException("network has " + parameters + " parameters: at most "
                    + Limits.MAX_PARAMETERS + " are possible, make layers or basis smaller");
        }
    }

    /** Creates a network with the same stem and other layers. */
    public NetworkSpec withLayers(List<LayerSpec> others) {
        return new NetworkSpec(stem, others);
    }

    private static long parameters(Stem stem, List<LayerSpec> layers) {
        return stem.parameters()
                + layers.stream().mapToLong(LayerSpec::parameters).sum();
    }

    /** Number of values of an input row. */
    public int inputs() {
        return stem.inputs(layers.getFirst().inputs());
    }

    public int outputs() {
        return layers.getLast().outputs();
    }

    /** Sizes of the inputs and of every layer's outputs, for instance [784, 64, 10]. */
    public List<Integer> sizes() {
        return Stream.concat(
                        Stream.of(layers.getFirst().inputs()), layers.stream().map(LayerSpec::outputs))
                .toList();
    }

    /** Whether a prediction depends on the rest of its batch. */
    public boolean scalesByBatch() {
        return layers.stream()
                .anyMatch(layer -> layer.measuresRange() && layer.scaling() == InputScaling.BATCH_MIN_MAX);
    }

    /**
     * Why nothing can be learned in batches of that size; empty if something can. A norm makes 0 of one value, whatever it is.
     */
    public Optional<String> obstacle(int batch) {
        for (int l = 0; l < layers.size(); l++) {
            LayerSpec layer = layers.get(l);
            String norm = "";
            if (layer.normalization() == Normalization.LAYER && layer.outputs() == 1) {
                norm = "layer norm over one unit, which is the same for every sample: choose more units, or no norm";
            } else if (layer.normalizesInputs() && layer.inputs() == 1 && (layer.scalesBase() || !layer.hasBase())) {
                norm =
                        "layer norm over its one input, which is the same for every sample: choose more, or another preset";
            } else if (layer.normalization() == Normalization.BATCH && batch == 1) {
                norm = "batch norm over one sample, which is the same for every one: choose a larger batch size";
            }
            if (!norm.isEmpty()) {
                return Optional.of("layer " + (l + 1) + " has " + norm);
            }
        }
        return Optional.empty();
    }

    public long parameters() {
        return parameters(stem, layers);
    }

    /** Bytes of the trained parameters in float32. */
    public long bytes() {
        return parameters() * Float.BYTES;
    }

    /** For instance {@code 784 → 64 → 10} or {@code 784 → conv 16, 32 → 1568 → 64 → 10}. */
    public String shape() {
        String before = stem.label().isEmpty() ? "" : inputs() + " → " + stem.label() + " → ";
        return before + sizes().stream().map(String::valueOf).collect(Collectors.joining(" → "));
    }
}

package org.kanworkbench.network;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A stack of layers, first to last. */
public record NetworkSpec(List<LayerSpec> layers) {

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
        long parameters = layers.stream().mapToLong(LayerSpec::parameters).sum();
        if (parameters > Limits.MAX_PARAMETERS) {
            throw new IllegalArgumentException("network has " + parameters + " parameters: at most "
                    + Limits.MAX_PARAMETERS + " are possible, make layers or basis smaller");
        }
    }

    public int inputs() {
        return layers.getFirst().inputs();
    }

    public int outputs() {
        return layers.getLast().outputs();
    }

    /** Units of every level, inputs first, for instance [784, 64, 10]. */
    public List<Integer> sizes() {
        return Stream.concat(Stream.of(inputs()), layers.stream().map(LayerSpec::outputs))
                .toList();
    }

    public long parameters() {
        return layers.stream().mapToLong(LayerSpec::parameters).sum();
    }

    /** Bytes of the trained parameters in float32. */
    public long bytes() {
        return parameters() * Float.BYTES;
    }

    /** For instance {@code 784 → 64 → 10}. */
    public String shape() {
        return sizes().stream().map(String::valueOf).collect(Collectors.joining(" → "));
    }
}

package org.kanworkbench.explain;

import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;

/**
 * A unit of a network, counted from 0.
 *
 * @param level the layer whose input it is; the number of layers for an output of the network
 */
public record Unit(int level, int unit) implements NetworkPart {

    /** The first output of a network. */
    public static Unit output(NetworkSpec network) {
        return new Unit(network.layers().size(), 0);
    }

    @Override
    public boolean isIn(NetworkSpec network) {
        int layers = network.layers().size();
        return level < layers
                ? unit < network.layers().get(level).inputs()
                : level == layers && unit < network.layers().getLast().outputs();
    }

    @Override
    public float[] values(Model model, Sample sample) {
        boolean last = level == model.network().layers().size();
        return NetworkPart.through(
                model, sample, (met, rows) -> NetworkPart.column(last ? met.outputs() : met.inputs(level), unit, rows));
    }
}

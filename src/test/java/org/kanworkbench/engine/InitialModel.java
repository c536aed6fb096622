package org.kanworkbench.engine;

import java.util.List;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Preset;

/** A preset's network with its initial weights. */
public final class InitialModel {

    private InitialModel() {}

    public static Model of(String preset, int inputs, List<Integer> hidden, int outputs, long seed) {
        return of(Preset.named(preset).orElseThrow().network(inputs, hidden, outputs), seed);
    }

    /** With the preset's own hidden layers. */
    public static Model of(String preset, int inputs, int outputs, long seed) {
        return of(Preset.named(preset).orElseThrow().network(inputs, outputs), seed);
    }

    private static Model of(NetworkSpec network, long seed) {
        return Network.initialize(network, seed).snapshot();
    }
}

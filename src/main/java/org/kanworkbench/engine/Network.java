package org.kanworkbench.engine;

import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;

/** The living weights of a network, in the layout of the kernels. Not thread-safe: one owner at a time. */
public final class Network {

    private final NetworkSpec spec;

    private Network(NetworkSpec spec) {
        this.spec = spec;
    }

    /** Fresh weights, Kaiming uniform, from an explicit seed. */
    public static Network initialize(NetworkSpec spec, long seed) {
        return new Network(spec);
    }

    /** The weights of a model; missing or misshapen tensors are refused with an IllegalArgumentException of one line. */
    public static Network of(Model model) {
        return new Network(model.network());
    }

    public NetworkSpec spec() {
        return spec;
    }

    /** A frozen copy of the weights and running statistics. */
    public Model snapshot() {
        throw new UnsupportedOperationException();
    }
}

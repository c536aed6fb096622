package org.kanworkbench.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import org.kanworkbench.engine.kernel.ParameterBlock;
import org.kanworkbench.engine.layer.Initializer;
import org.kanworkbench.engine.layer.LayerWeights;
import org.kanworkbench.engine.stem.StemWeights;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.tensor.Tensor;

/** The living weights of a network, in the layout of the kernels. Not thread-safe: one owner at a time. */
public final class Network {

    private final NetworkSpec spec;
    private final StemWeights stem;
    private final List<LayerWeights> layers = new ArrayList<>();

    private Network(NetworkSpec spec) {
        this.spec = spec;
        stem = StemWeights.of(spec);
        for (LayerSpec layer : spec.layers()) {
            layers.add(new LayerWeights(layer));
        }
    }

    /** Fresh weights, as each layer's specification says (bounds in docs/math), from an explicit seed. */
    public static Network initialize(NetworkSpec spec, long seed) {
        Network network = new Network(spec);
        SplittableRandom random = new SplittableRandom(seed);
        network.stem.initialize(random);
        for (LayerWeights layer : network.layers) {
            Initializer.initialize(layer, random.split());
        }
        return network;
    }

    /** The weights of a model; missing or misshapen tensors are refused with an IllegalArgumentException of one line. */
    public static Network of(Model model) {
        Network network = new Network(model.network());
        network.stem.load(model, block -> block.values);
        for (int l = 0; l < network.layers.size(); l++) {
            network.layers.get(l).load(l, model);
        }
        return network;
    }

    /** What the network is now: as it was made, but for grids that have moved. */
    public NetworkSpec spec() {
        return spec.withLayers(layers.stream().map(layer -> layer.spec).toList());
    }

    /** A frozen copy of the weights and running statistics. */
    public Model snapshot() {
        return new Model(spec(), export(block -> block.values, true));
    }

    /**
     * A frozen copy of the edges that lead to one output of a layer, as the edges of a network of one layer and one output: what
     * curves are drawn of, at a fraction of a snapshot's cost. It has no biases and no norm, and predicts nothing.
     */
    public Model edgesTo(int layer, int output) {
        LayerWeights weights = layers.get(layer);
        return new Model(
                new NetworkSpec(List.of(weights.spec.withSizes(weights.spec.inputs(), 1))), weights.edgesTo(output));
    }

    /** Gradients by the names of their parameters, after a collecting pass. */
    Map<String, Tensor> gradients() {
        return parameters(block -> block.gradient);
    }

    /** Whatever array of every block is picked, by the names of the parameters. */
    Map<String, Tensor> parameters(Function<ParameterBlock, float[]> pick) {
        return export(pick, false);
    }

    /**
     * Fills whatever array of every block is picked.
     *
     * @param tensors as {@link #parameters} gives them; others are refused with an IllegalArgumentException of one line
     */
    void loadParameters(Map<String, Tensor> tensors, Function<ParameterBlock, float[]> pick) {
        Model model = new Model(spec, tensors);
        stem.load(model, pick);
        for (int l = 0; l < layers.size(); l++) {
            layers.get(l).load(l, model, pick, false);
        }
    }

    /** Every array that a snapshot is made of, weights and running statistics, always in the same order. */
    List<float[]> state() {
        return Stream.concat(
                        stem.blocks().map(block -> block.values),
                        layers.stream().flatMap(LayerWeights::state))
                .toList();
    }

    StemWeights stem() {
        return stem;
    }

    /** Brings what the kernels read in line with weights and scales that have been written to. */
    void rescale() {
        layers.forEach(LayerWeights::rescale);
    }

    List<LayerWeights> layers() {
        return layers;
    }

    private Map<String, Tensor> export(Function<ParameterBlock, float[]> pick, boolean statistics) {
        Map<String, Tensor> tensors = new LinkedHashMap<>(stem.export(pick));
        for (int l = 0; l < layers.size(); l++) {
            tensors.putAll(layers.get(l).export(l, pick, statistics));
        }
        return tensors;
    }
}

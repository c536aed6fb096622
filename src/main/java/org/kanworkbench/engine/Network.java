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

/** The mutable weights of a network, in the layout of the kernels. Not thread-safe: one thread at a time. */
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

    /** Creates initial weights from a seed, as each layer's specification says (bounds in docs/math). */
    public static Network initialize(NetworkSpec spec, long seed) {
        Network network = new Network(spec);
        SplittableRandom random = new SplittableRandom(seed);
        network.stem.initialize(random);
        for (LayerWeights layer : network.layers) {
            Initializer.initialize(layer, random.split());
        }
        return network;
    }

    /** Loads the weights of a model. Throws IllegalArgumentException for missing or misshapen tensors. */
    public static Network of(Model model) {
        Network network = new Network(model.network());
        network.stem.load(model, block -> block.values);
        for (int l = 0; l < network.layers.size(); l++) {
            network.layers.get(l).load(l, model);
        }
        return network;
    }

    /** The current specification: the initial one with updated B-spline grids. */
    public NetworkSpec spec() {
        return spec.withLayers(layers.stream().map(layer -> layer.spec).toList());
    }

    /** A frozen copy of the weights and running statistics. */
    public Model snapshot() {
        return new Model(spec(), export(block -> block.values, true));
    }

    /**
     * A frozen copy of the edges to one output of a layer, as a network of one layer and one output. It serves to draw
     * curves at a fraction of a snapshot's cost; it has no biases and no norm and cannot predict.
     */
    public Model edgesTo(int layer, int output) {
        LayerWeights weights = layers.get(layer);
        return new Model(
                new NetworkSpec(List.of(weights.spec.withSizes(weights.spec.inputs(), 1))), weights.edgesTo(output));
    }

    /** The picked array of every block, by parameter name. */
    Map<String, Tensor> parameters(Function<ParameterBlock, float[]> pick) {
        return export(pick, false);
    }

    /**
     * Fills the picked array of every block.
     *
     * @param tensors as {@link #parameters} returns them; throws IllegalArgumentException for others
     */
    void loadParameters(Map<String, Tensor> tensors, Function<ParameterBlock, float[]> pick) {
        Model model = new Model(spec, tensors);
        stem.load(model, pick);
        for (int l = 0; l < layers.size(); l++) {
            layers.get(l).load(l, model, pick, false);
        }
    }

    /** All that is trained, in a fixed order. */
    Stream<ParameterBlock> blocks() {
        return Stream.concat(stem.blocks(), layers.stream().flatMap(LayerWeights::blocks));
    }

    /** What normalisation and input scaling keep of the batches in training, in a fixed order. */
    List<float[]> statistics() {
        return layers.stream().flatMap(LayerWeights::statistics).toList();
    }

    /** All arrays of a snapshot, weights and running statistics, in a fixed order. */
    List<float[]> state() {
        return Stream.concat(
                        stem.blocks().map(block -> block.values),
                        layers.stream().flatMap(LayerWeights::state))
                .toList();
    }

    StemWeights stem() {
        return stem;
    }

    /** Updates the arrays that kernels read after weights or scales have been written. */
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

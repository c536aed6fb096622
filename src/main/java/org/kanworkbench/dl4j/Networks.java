package org.kanworkbench.dl4j;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.kanworkbench.dl4j.layers.KanLayer;
import org.kanworkbench.dl4j.layers.PositionalEncodingPreProcessor;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.network.stem.Convolutions;
import org.kanworkbench.network.stem.NoStem;
import org.kanworkbench.network.stem.PositionalEncoding;
import org.kanworkbench.network.stem.Stem;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.factory.Nd4j;

/** Converts between models of the workbench and Deeplearning4j networks. */
public final class Networks {

    private Networks() {}

    /** Creates a network with a model's weights that trains by the recipe, without its schedule. */
    public static MultiLayerNetwork of(Model model, Recipe recipe, long seed) {
        Backend.useAny();
        MultiLayerNetwork network = new MultiLayerNetwork(Configurations.of(model.network(), recipe, seed));
        network.init(
                Nd4j.createUninitialized(Nd4j.dataType(), parameters(network.getLayerWiseConfigurations())), false);
        new NamedWeights(network, network.params()).load(model, true);
        return network;
    }

    /** The length of a network's parameter row. */
    static long parameters(MultiLayerConfiguration configuration) {
        return configuration.getConfs().stream()
                .map(NeuralNetConfiguration::getLayer)
                .mapToLong(layer -> layer.initializer().numParams(layer))
                .sum();
    }

    /**
     * A frozen copy of a network's weights.
     *
     * @throws IllegalArgumentException with a one-line message for layers that {@link Configurations#of} does not
     *     create
     */
    public static Model model(MultiLayerNetwork network) {
        return model(network, spec(network.getLayerWiseConfigurations()));
    }

    /** @param spec the network's own, from {@link #spec} */
    static Model model(MultiLayerNetwork network, NetworkSpec spec) {
        return new Model(spec, new NamedWeights(network, network.params()).tensors(true));
    }

    /**
     * The specification of a configuration, without creating the network.
     *
     * @throws IllegalArgumentException as {@link #model(MultiLayerNetwork)}
     */
    static NetworkSpec spec(MultiLayerConfiguration configuration) {
        List<Integer> channels = new ArrayList<>();
        List<LayerSpec> layers = new ArrayList<>();
        int poolings = 0;
        int index = 0;
        for (NeuralNetConfiguration conf : configuration.getConfs()) {
            checkInput(configuration, index++, !channels.isEmpty());
            boolean pooled = poolings == channels.size();
            switch (conf.getLayer()) {
                case KanLayer kan when pooled -> layers.add(kan.getSpec());
                case ConvolutionLayer convolution
                when pooled && layers.isEmpty() && isStage(convolution, channels) ->
                    channels.add(Math.toIntExact(convolution.getNOut()));
                case SubsamplingLayer pooling when !pooled && isPooling(pooling) -> poolings++;
                case LossLayer loss
                when !layers.isEmpty()
                        && (loss.getActivationFn() instanceof ActivationSoftmax
                                || loss.getActivationFn() instanceof ActivationIdentity) -> {}
                case Layer other ->
                    throw new IllegalArgumentException(
                            "layer " + index + " is a "
                                    + other.getClass().getSimpleName()
                                    + " of a kind, or in a place, that the workbench does not know: it takes KanLayers, behind convolutions"
                                    + " of 3 × 3, each with ReLU and pooling, where there are any, and a LossLayer of softmax or identity at the end");
            }
        }
        return new NetworkSpec(stem(configuration, channels), layers);
    }

    /** Beyond the first layer's, see {@link #stem}, only what flattens a stem's images is known. */
    private static void checkInput(MultiLayerConfiguration configuration, int layer, boolean images) {
        InputPreProcessor before = layer == 0 ? null : configuration.getInputPreProcess(layer);
        if (before != null && !(images && before instanceof CnnToFeedForwardPreProcessor)) {
            throw new IllegalArgumentException("layer " + (layer + 1) + " has a "
                    + before.getClass().getSimpleName()
                    + " before it, which the workbench does not know: it takes layers that follow each other directly");
        }
    }

    private static boolean isStage(ConvolutionLayer layer, List<Integer> channels) {
        return layer.hasBias()
                && layer.getNIn() == (channels.isEmpty() ? 1 : channels.getLast())
                && all(layer.getKernelSize(), Convolutions.KERNEL)
                && all(layer.getStride(), 1)
                && all(layer.getPadding(), 1)
                && all(layer.getDilation(), 1)
                && layer.getActivationFn() instanceof ActivationReLU;
    }

    private static boolean isPooling(SubsamplingLayer layer) {
        return all(layer.getKernelSize(), 2)
                && all(layer.getStride(), 2)
                && all(layer.getPadding(), 0)
                // Of an odd size it would make one more.
                && layer.getConvolutionMode() != ConvolutionMode.Same
                && layer.getPoolingType() == PoolingType.MAX;
    }

    private static boolean all(int[] values, int expected) {
        for (int value : values) {
            if (value != expected) {
                return false;
            }
        }
        return true;
    }

    private static Stem stem(MultiLayerConfiguration configuration, List<Integer> channels) {
        InputPreProcessor first = configuration.getInputPreProcess(0);
        if (channels.isEmpty()) {
            if (first == null) {
                return new NoStem();
            }
            if (first instanceof PositionalEncodingPreProcessor) {
                return new PositionalEncoding();
            }
        } else if (first instanceof FeedForwardToCnnPreProcessor images) {
            return new Convolutions((int) images.getInputHeight(), (int) images.getInputWidth(), channels);
        }
        throw new IllegalArgumentException(
                "its first layer takes inputs of a kind that the workbench does not know: it takes flat rows");
    }
}

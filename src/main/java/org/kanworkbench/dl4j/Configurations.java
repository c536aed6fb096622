package org.kanworkbench.dl4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.distribution.UniformDistribution;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.kanworkbench.dl4j.layers.KanLayer;
import org.kanworkbench.dl4j.layers.PositionalEncodingPreProcessor;
import org.kanworkbench.dl4j.updaters.Momentum;
import org.kanworkbench.dl4j.updaters.TorchAdam;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.recipe.Loss;
import org.kanworkbench.network.recipe.Optimizer;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.network.stem.Convolutions;
import org.kanworkbench.network.stem.KanConvolutions;
import org.kanworkbench.network.stem.NoStem;
import org.kanworkbench.network.stem.PositionalEncoding;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.AdamUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Converts specifications to Deeplearning4j configurations: a stem to convolution and pooling layers, every layer to a
 * {@link KanLayer}, and the loss, with softmax before cross-entropy. {@code fit} then trains by the recipe, without its
 * schedule and label smoothing.
 */
public final class Configurations {

    /** What no network of Deeplearning4j has. */
    public static final String NO_KAN_CONVOLUTIONS =
            "Deeplearning4j's networks have no convolutions with edge functions or colours: choose another preset";

    private Configurations() {}

    /** @param seed of the initial weights */
    public static MultiLayerConfiguration of(NetworkSpec network, Recipe recipe, long seed) {
        NeuralNetConfiguration.Builder builder = new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(updater(recipe.optimizer(), recipe.learningRate()));
        NeuralNetConfiguration.ListBuilder layers = builder.list();
        switch (network.stem()) {
            case NoStem _ -> layers.setInputType(InputType.feedForward(network.inputs()));
            case PositionalEncoding _ -> {
                layers.inputPreProcessor(0, new PositionalEncodingPreProcessor());
                layers.setInputType(InputType.feedForward(network.inputs()));
            }
            case KanConvolutions _ -> throw new IllegalArgumentException(NO_KAN_CONVOLUTIONS);
            case Convolutions convolutions -> {
                layers.setInputType(InputType.convolutionalFlat(convolutions.height(), convolutions.width(), 1));
                addStages(layers, convolutions, recipe.optimizer());
            }
        }
        for (LayerSpec layer : network.layers()) {
            layers.layer(decaying(KanLayer.of(layer), recipe.optimizer()));
        }
        return layers.layer(loss(recipe.loss())).build();
    }

    private static void addStages(
            NeuralNetConfiguration.ListBuilder layers, Convolutions convolutions, Optimizer optimizer) {
        for (int s = 0; s < convolutions.channels().size(); s++) {
            double bound = Math.sqrt(1.0 / (convolutions.inputChannels(s) * Convolutions.KERNEL * Convolutions.KERNEL));
            ConvolutionLayer stage = new ConvolutionLayer.Builder(Convolutions.KERNEL, Convolutions.KERNEL)
                    .padding(1, 1)
                    .nIn(convolutions.inputChannels(s))
                    .nOut(convolutions.channels().get(s))
                    .activation(Activation.RELU)
                    .weightInit(new UniformDistribution(-bound, bound))
                    .build();
            layers.layer(decaying(stage, optimizer));
            layers.layer(new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                    .kernelSize(2, 2)
                    .stride(2, 2)
                    .build());
        }
    }

    private static LossLayer loss(Loss loss) {
        boolean classes = loss == Loss.CROSS_ENTROPY;
        return new LossLayer.Builder(classes ? LossFunction.MCXENT : LossFunction.MSE)
                .activation(classes ? Activation.SOFTMAX : Activation.IDENTITY)
                .build();
    }

    /** The updater without weight decay; Adam's for L-BFGS, which is none. */
    public static IUpdater updater(Optimizer optimizer, double learningRate) {
        return switch (optimizer) {
            case Optimizer.AdamW o -> new TorchAdam(learningRate, o.beta1(), o.beta2(), o.epsilon());
            case Optimizer.Adam o -> new TorchAdam(learningRate, o.beta1(), o.beta2(), o.epsilon());
            case Optimizer.Sgd o -> new Momentum(learningRate, o.momentum());
            case Optimizer.Lbfgs _ -> updater(new Optimizer.Adam(), learningRate);
        };
    }

    /**
     * The names of an updater's state arrays.
     *
     * @param first moments or velocities
     * @param second moments; null if the updater has none
     */
    public static Map<String, INDArray> state(Optimizer optimizer, INDArray first, INDArray second) {
        return switch (optimizer) {
            case Optimizer.AdamW _, Optimizer.Adam _, Optimizer.Lbfgs _ ->
                Map.of(AdamUpdater.M_STATE, first, AdamUpdater.V_STATE, second);
            case Optimizer.Sgd _ -> Map.of(Momentum.VELOCITY, first);
        };
    }

    /**
     * The recipe's weight decay, for weights and biases alike: decoupled for AdamW, otherwise added to the gradient. It
     * is set per layer, as Deeplearning4j's builder adds a global one to each layer twice.
     */
    private static <L extends BaseLayer> L decaying(L layer, Optimizer optimizer) {
        layer.setRegularization(decay(optimizer));
        layer.setRegularizationBias(decay(optimizer));
        return layer;
    }

    private static List<Regularization> decay(Optimizer optimizer) {
        List<Regularization> decay = new ArrayList<>();
        switch (optimizer) {
            case Optimizer.AdamW o -> add(o.weightDecay(), new WeightDecay(o.weightDecay(), true), decay);
            case Optimizer.Adam o -> add(o.weightDecay(), new L2Regularization(o.weightDecay()), decay);
            case Optimizer.Sgd o -> add(o.weightDecay(), new L2Regularization(o.weightDecay()), decay);
            case Optimizer.Lbfgs _ -> {}
        }
        return decay;
    }

    private static void add(double coefficient, Regularization regularization, List<Regularization> to) {
        if (coefficient > 0) {
            to.add(regularization);
        }
    }
}

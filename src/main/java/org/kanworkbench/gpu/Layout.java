package org.kanworkbench.gpu;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.LayerTensor;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.stem.Convolutions;
import org.kanworkbench.network.stem.KanConvolutions;
import org.kanworkbench.network.tensor.Tensor;

/**
 * Where a network's tensors lie in one row of floats: edges as [input, term][output], outputs padded to eights, with biases
 * behind them; running statistics behind all that is trained. Padding is 0 and stays so.
 */
final class Layout {

    /**
     * Where a layer's values begin; −1 for those that it has not.
     *
     * @param width outputs, padded
     * @param terms weights of an edge, the base's first, then shift and stretch
     * @param biases rows of biases behind the edges
     * @param gamma gains of the norm, shifts behind them
     * @param gain gains of an input norm
     * @param shift its shifts
     * @param values of a trained basis
     * @param mean running means of the norm, variances behind them
     * @param range running ends of the inputs' range
     */
    record Layer(
            int width,
            int terms,
            int edges,
            int biases,
            int scales,
            int gamma,
            int prelu,
            int gain,
            int shift,
            int values,
            int mean,
            int range) {

        int biasAt(LayerSpec spec) {
            return edges + spec.inputs() * terms * width;
        }

        Layer with(int itsMean, int itsRange) {
            return new Layer(width, terms, edges, biases, scales, gamma, prelu, gain, shift, values, itsMean, itsRange);
        }
    }

    /**
     * Where the kernels of a convolution begin, [tap, input][output], biases behind them; −1 for what it has not.
     *
     * @param inputs of a tap: channels or, with edge functions, these and their terms
     * @param prelu its slope
     * @param values of a trained basis
     */
    record Stage(int inputs, int outputs, int width, int kernels, int prelu, int values) {

        /** Entries of an output, without the bias. */
        int entries() {
            return 9 * inputs;
        }

        int biasAt() {
            return kernels + entries() * width;
        }
    }

    private record Place(String name, int[] shape, boolean trained, IntUnaryOperator at) {}

    private final NetworkSpec spec;
    private final List<Layer> layers = new ArrayList<>();
    private final List<Stage> stages = new ArrayList<>();
    private final List<Place> places = new ArrayList<>();
    private final int trained;
    private int size;

    Layout(NetworkSpec spec) {
        this.spec = spec;
        for (int s = 0; s < spec.stem().channels().size(); s++) {
            switch (spec.stem()) {
                case Convolutions plain -> addStage(plain, s);
                case KanConvolutions kan -> addStage(kan, s);
                default -> {}
            }
        }
        for (LayerSpec layer : spec.layers()) {
            int width = padded(layer.outputs());
            int terms = layer.weightsPerEdge() + (layer.stretchesEdges() ? 2 : 0);
            int biases = (layer.hasBias() ? 1 : 0) + (layer.basisBias() ? 1 : 0);
            layers.add(new Layer(
                    width,
                    terms,
                    take(true, (long) width * (layer.inputs() * terms + biases)),
                    biases,
                    take(layer.hasEdgeScale(), (long) width * layer.inputs()),
                    take(LayerTensor.NORM_WEIGHT.isIn(layer), 2L * width),
                    take(LayerTensor.PRELU.isIn(layer), 1),
                    take(layer.normalizesInputs(), layer.inputs()),
                    take(layer.normalizesInputs(), layer.inputs()),
                    take(layer.trainsBasis(), layer.trainsBasis() ? LayerTensor.BASIS_VALUE.size(layer) : 0),
                    -1,
                    -1));
        }
        trained = size;
        for (int l = 0; l < layers.size(); l++) {
            LayerSpec layer = spec.layers().get(l);
            Layer at = layers.get(l);
            layers.set(
                    l,
                    at.with(
                            take(LayerTensor.RUNNING_MEAN.isIn(layer), 2L * at.width),
                            take(LayerTensor.RUNNING_MIN.isIn(layer), 2)));
            addPlaces(l);
        }
    }

    /** Rounded up to eights. */
    static int padded(int count) {
        return (count + 7) / 8 * 8;
    }

    /** The beginning of so many more floats, or −1. */
    private int take(boolean there, long floats) {
        if (!there) {
            return -1;
        }
        int at = size;
        size = Math.toIntExact(size + (floats + 7) / 8 * 8);
        return at;
    }

    private void addStage(Convolutions spec, int s) {
        int inputs = spec.inputChannels(s);
        int outputs = spec.channels().get(s);
        Stage stage = stage(inputs, outputs, -1, -1);
        int width = stage.width;
        places.add(new Place("stem." + s + ".weight", new int[] {outputs, inputs, 3, 3}, true, n -> {
            int tap = n % 9;
            int i = n / 9 % inputs;
            return stage.kernels + (tap * inputs + i) * width + n / 9 / inputs;
        }));
        places.add(new Place("stem." + s + ".bias", new int[] {outputs}, true, n -> stage.biasAt() + n));
    }

    private Stage stage(int inputs, int outputs, int prelu, int values) {
        int width = padded(outputs);
        Stage stage = new Stage(inputs, outputs, width, take(true, (long) width * (9 * inputs + 1)), prelu, values);
        stages.add(stage);
        return stage;
    }

    private void addStage(KanConvolutions spec, int s) {
        LayerSpec kernels = spec.kernels(s);
        int terms = kernels.weightsPerEdge();
        int learned = kernels.learnedTerms();
        Stage stage = stage(
                spec.inputChannels(s) * terms,
                kernels.outputs(),
                take(LayerTensor.PRELU.isIn(kernels), 1),
                take(kernels.trainsBasis(), kernels.trainsBasis() ? LayerTensor.BASIS_VALUE.size(kernels) : 0));
        // Their edges count by channel, then tap.
        IntUnaryOperator edge = n -> {
            int input = n % kernels.inputs();
            return stage.kernels
                    + (input % KanConvolutions.TAPS * stage.inputs + input / KanConvolutions.TAPS * terms) * stage.width
                    + n / kernels.inputs();
        };
        for (LayerTensor tensor : LayerTensor.of(kernels)) {
            IntUnaryOperator where = switch (tensor) {
                case BASE_WEIGHT -> edge;
                case BASIS_WEIGHT -> n -> edge.applyAsInt(n / learned) + (terms - learned + n % learned) * stage.width;
                case BIAS -> n -> stage.biasAt() + n;
                case PRELU -> n -> stage.prelu + n;
                case BASIS_VALUE -> n -> stage.values + n;
                default -> throw new IllegalArgumentException("kernels have no " + tensor);
            };
            places.add(new Place(KanConvolutions.name(tensor, s), tensor.shape(kernels), tensor.trained(), where));
        }
    }

    private void addPlaces(int l) {
        LayerSpec layer = spec.layers().get(l);
        Layer at = layers.get(l);
        int base = layer.hasBase() ? 1 : 0;
        int inputs = layer.inputs();
        int learned = layer.learnedTerms();
        int bias = at.biasAt(layer);
        for (LayerTensor tensor : LayerTensor.of(layer)) {
            IntUnaryOperator where = switch (tensor) {
                case BASE_WEIGHT -> n -> at.edges + n % inputs * at.terms * at.width + n / inputs;
                case BASIS_WEIGHT ->
                    n -> at.edges
                            + (n / learned % inputs * at.terms + base + n % learned) * at.width
                            + n / learned / inputs;
                case BASIS_SCALE -> n -> at.scales + n % inputs * at.width + n / inputs;
                case EDGE_SHIFT -> n -> at.edges + (n % inputs * at.terms + at.terms - 2) * at.width + n / inputs;
                case EDGE_STRETCH -> n -> at.edges + (n % inputs * at.terms + at.terms - 1) * at.width + n / inputs;
                case BIAS -> n -> bias + n;
                case BASIS_BIAS -> n -> bias + (layer.hasBias() ? at.width : 0) + n;
                case NORM_WEIGHT -> n -> at.gamma + n;
                case NORM_BIAS -> n -> at.gamma + at.width + n;
                case PRELU -> n -> at.prelu + n;
                case SCALING_WEIGHT -> n -> at.gain + n;
                case SCALING_BIAS -> n -> at.shift + n;
                case BASIS_VALUE -> n -> at.values + n;
                case RUNNING_MEAN -> n -> at.mean + n;
                case RUNNING_VARIANCE -> n -> at.mean + at.width + n;
                case RUNNING_MIN -> n -> at.range + n;
                case RUNNING_MAX -> n -> at.range + 1 + n;
            };
            places.add(new Place(tensor.name(l), tensor.shape(layer), tensor.trained(), where));
        }
    }

    Layer layer(int l) {
        return layers.get(l);
    }

    List<Stage> stages() {
        return stages;
    }

    /** Floats that are trained; a multiple of eight. */
    int trained() {
        return trained;
    }

    /** Floats in all; a multiple of eight. */
    int size() {
        return size;
    }

    /**
     * A row of floats from tensors of a model.
     *
     * @param statistics whether running statistics are among them
     */
    float[] row(Map<String, Tensor> tensors, boolean statistics) {
        Model model = new Model(spec, tensors);
        float[] row = new float[size];
        for (Place place : places) {
            if (statistics || place.trained) {
                float[] values = model.tensor(place.name).values();
                for (int n = 0; n < values.length; n++) {
                    row[place.at.applyAsInt(n)] = values[n];
                }
            }
        }
        return row;
    }

    /** The tensors of a row. */
    Map<String, Tensor> tensors(float[] row, boolean statistics) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Place place : places) {
            if (statistics || place.trained) {
                int length = 1;
                for (int axis : place.shape) {
                    length *= axis;
                }
                float[] values = new float[length];
                for (int n = 0; n < length; n++) {
                    values[n] = row[place.at.applyAsInt(n)];
                }
                tensors.put(place.name, new Tensor(place.shape, values));
            }
        }
        return tensors;
    }
}

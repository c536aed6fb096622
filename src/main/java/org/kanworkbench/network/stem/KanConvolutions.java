package org.kanworkbench.network.stem;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.InputScaling;
import org.kanworkbench.network.LayerField;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.LayerTensor;
import org.kanworkbench.network.Limits;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.basis.Basis;
import org.kanworkbench.network.basis.DerivedBasis;
import org.kanworkbench.network.basis.FormulaBasis;
import org.kanworkbench.network.basis.NoBasis;
import org.kanworkbench.network.basis.Operations;
import org.kanworkbench.network.basis.trained.TrainedBasis;
import org.kanworkbench.network.basis.wavelet.StretchedBasis;
import org.kanworkbench.network.tensor.Tensor;

/**
 * Stages of convolution whose kernels hold edge functions, norm, activation and max-pooling over 2 × 2, for images of
 * one or more colours (github.com/IvanDrokin/torch-conv-kan). An output's sum at a pixel goes over the input channels
 * and the 3 × 3 taps of a kernel, f(x) = w·act(x) + Σ_k c_k·φ_k(s(x)); what lies outside of the image adds nothing, not
 * even a constant function. Rows and features are ordered by channel, then row, then column.
 *
 * @param height of an image in pixels
 * @param width of an image in pixels
 * @param colours channels of an image
 * @param channels outputs of every stage
 * @param base act, of the input as it is
 * @param bias whether every output has one
 * @param normalized whether each output's pixels of an image are brought to mean 0 and deviation 1 before the activation
 */
public record KanConvolutions(
        int height,
        int width,
        int colours,
        List<Integer> channels,
        Basis basis,
        Scaling scaling,
        Activation base,
        boolean bias,
        boolean normalized,
        Activation activation)
        implements Stem {

    /** The scaling s(x) of a stage's inputs to the basis's domain. */
    public enum Scaling {
        /** x. */
        NONE,
        /** tanh x. */
        TANH,
        /** Each channel's pixels of an image have mean 0 and deviation 1. */
        INSTANCE
    }

    /** Number of taps of a kernel. */
    public static final int TAPS = Convolutions.KERNEL * Convolutions.KERNEL;

    private static final int MAX_COLOURS = 4;

    public KanConvolutions {
        Convolutions.check(height, width, channels);
        channels = List.copyOf(channels);
        Limits.count("colours of images", colours, 1, MAX_COLOURS);
        LayerField.BASE.check(base);
        LayerField.ACTIVATION.check(activation);
        if (base == Activation.ZERO && basis.terms() == 0) {
            throw new IllegalArgumentException("kernels have neither basis nor base activation: choose at least one");
        }
        int inputs = colours * TAPS;
        boolean differ = basis instanceof TrainedBasis trained
                && (trained.fixedKinds() > 0
                        || IntStream.range(0, trained.kinds()).anyMatch(kind -> trained.sets(kind, inputs) > 1));
        if (differ || basis instanceof StretchedBasis) {
            throw new IllegalArgumentException("kernels have no " + basis.label() + ": choose another basis");
        }
        if (scaling == Scaling.INSTANCE && base != Activation.ZERO && activation == Activation.PRELU) {
            throw new IllegalArgumentException("kernels of two parts have no PReLU: choose another activation");
        }
    }

    /** Plain convolutions with ReLU, for images of more than one colour. */
    static KanConvolutions plain(int height, int width, int colours, List<Integer> channels) {
        return new KanConvolutions(
                height,
                width,
                colours,
                channels,
                new NoBasis(),
                Scaling.NONE,
                Activation.IDENTITY,
                true,
                false,
                Activation.RELU);
    }

    @Override
    public KanConvolutions withChannels(List<Integer> others) {
        return with(height, width, colours, others, basis);
    }

    private KanConvolutions with(int newHeight, int newWidth, int newColours, List<Integer> others, Basis other) {
        return new KanConvolutions(
                newHeight, newWidth, newColours, others, other, scaling, base, bias, normalized, activation);
    }

    /** Input channels of a stage. */
    public int inputChannels(int stage) {
        return stage == 0 ? colours : channels.get(stage - 1);
    }

    /**
     * A stage's kernels as a layer: its inputs are the taps of each input channel, by channel, then row, then column;
     * its sums are those of one pixel. A constant function is one like the others.
     */
    public LayerSpec kernels(int stage) {
        return LayerSpec.plain(basis.constantFirst() ? new WithConstant((FormulaBasis) basis) : basis)
                .with(Map.of(
                        LayerField.SCALING, scaling == Scaling.TANH ? InputScaling.TANH : InputScaling.NONE,
                        LayerField.BASE, base,
                        LayerField.BIAS, bias,
                        LayerField.ACTIVATION, activation))
                .withSizes(inputChannels(stage) * TAPS, channels.get(stage));
    }

    /** The name of a stage's tensor, for instance {@code stem.0.basis_weight}; stages count from 0. */
    public static String name(LayerTensor tensor, int stage) {
        return "stem" + tensor.name(stage).substring("layers".length());
    }

    /** Shapes of all tensors by name. */
    public Map<String, int[]> shapes() {
        Map<String, int[]> shapes = new LinkedHashMap<>();
        for (int s = 0; s < channels.size(); s++) {
            for (LayerTensor tensor : LayerTensor.of(kernels(s))) {
                shapes.put(name(tensor, s), tensor.shape(kernels(s)));
            }
        }
        return shapes;
    }

    /**
     * The edge functions of a stage's kernels, as a network of one layer: it serves to look at, not to predict.
     *
     * @param model with these convolutions
     */
    public Model kernels(Model model, int stage) {
        LayerSpec spec = kernels(stage);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (LayerTensor tensor : LayerTensor.of(spec)) {
            tensors.put(tensor.name(0), model.tensor(name(tensor, stage)));
        }
        return new Model(new NetworkSpec(List.of(spec)), tensors);
    }

    @Override
    public String label() {
        return (basis.terms() == 0 ? "conv " : "KAN conv ")
                + channels.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    @Override
    public int usualInputs() {
        return height * width * colours;
    }

    @Override
    public Stem fitted(int inputs) {
        if (inputs == usualInputs()) {
            return this;
        }
        Convolutions.Images images = Convolutions.Images.of(inputs);
        return with(images.side(), images.side(), images.colours(), images.stages(channels), basis);
    }

    @Override
    public int inputs(int features) {
        if (features != features()) {
            throw new IllegalArgumentException("layer 1 takes " + features + " inputs but the convolutions give "
                    + features() + ": make them equal");
        }
        return usualInputs();
    }

    private int features() {
        return Convolutions.features(height, width, channels);
    }

    @Override
    public int features(int inputs) {
        if (inputs != usualInputs()) {
            throw new IllegalArgumentException("convolutions take images of " + height + " × " + width + " with "
                    + colours + " channels, but a row has " + inputs + " values: make them equal");
        }
        return features();
    }

    @Override
    public long parameters() {
        return IntStream.range(0, channels.size())
                .mapToLong(s -> kernels(s).parameters())
                .sum();
    }

    /** A basis whose constant is evaluated as any other function, so that it can be left out at a border. */
    private record WithConstant(FormulaBasis basis) implements DerivedBasis {

        @Override
        public <T> List<T> functions(T x, Operations<T> with) {
            List<T> all = new ArrayList<>(List.of(with.affine(x, 0, 1)));
            all.addAll(basis.functions(x, with));
            return all;
        }

        @Override
        public Basis with(List<Double> values) {
            return new WithConstant((FormulaBasis) basis.with(values));
        }
    }
}

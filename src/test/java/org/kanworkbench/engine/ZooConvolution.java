package org.kanworkbench.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.LayerTensor;
import org.kanworkbench.network.basis.BSpline;
import org.kanworkbench.network.basis.Basis;
import org.kanworkbench.network.basis.GaussianRbf;
import org.kanworkbench.network.basis.recurrence.Chebyshev;
import org.kanworkbench.network.basis.trained.Gram;
import org.kanworkbench.network.stem.KanConvolutions;
import org.kanworkbench.network.stem.KanConvolutions.Scaling;

/** A convolution layer of torch-conv-kan in our words: one stage without pooling. */
public record ZooConvolution(GoldenFile golden, KanConvolutions spec) {

    public static boolean is(GoldenFile golden) {
        return golden.metadata().getOrDefault("kind", "").startsWith("conv_");
    }

    public static ZooConvolution of(GoldenFile golden) {
        return switch (golden.metadata().get("kind")) {
            case "conv_cheby" ->
                of(golden, new Chebyshev(number(golden, "degree")), Scaling.TANH, Activation.ZERO, Activation.IDENTITY);
            case "conv_gram" ->
                of(golden, new Gram(number(golden, "degree")), Scaling.TANH, Activation.SILU, Activation.SILU);
            case "conv_fast" ->
                of(
                        golden,
                        new GaussianRbf(number(golden, "grid_size"), -2, 2),
                        Scaling.INSTANCE,
                        Activation.SILU,
                        Activation.IDENTITY);
            case "conv_spline" ->
                of(
                        golden,
                        new BSpline(number(golden, "grid_size"), number(golden, "spline_order"), -1, 1),
                        Scaling.NONE,
                        Activation.GELU,
                        Activation.PRELU);
            default -> throw new IllegalArgumentException(golden.metadata().get("kind"));
        };
    }

    private static int number(GoldenFile golden, String option) {
        return Integer.parseInt(golden.metadata().get(option));
    }

    private static ZooConvolution of(
            GoldenFile golden, Basis basis, Scaling scaling, Activation base, Activation activation) {
        List<Integer> input = golden.array("input").shape();
        List<Integer> output = golden.array("output").shape();
        return new ZooConvolution(
                golden,
                new KanConvolutions(
                        input.get(2),
                        input.get(3),
                        input.get(1),
                        List.of(output.get(1)),
                        basis,
                        scaling,
                        base,
                        false,
                        scaling != Scaling.INSTANCE,
                        activation));
    }

    public int border() {
        return number(golden, "padding");
    }

    /** The n-th of the two images or of their targets or outputs. */
    public double[] ofImage(String array, int n) {
        double[] all = golden.array(array).values();
        int size = all.length / 2;
        double[] one = new double[size];
        System.arraycopy(all, n * size, one, 0, size);
        return one;
    }

    /** All trained tensors under a prefix, in our order, by our names. */
    public Map<String, double[]> tensors(String prefix) {
        Map<String, double[]> tensors = new LinkedHashMap<>();
        for (LayerTensor tensor : LayerTensor.of(spec.kernels(0))) {
            tensors.put(
                    KanConvolutions.name(tensor, 0),
                    switch (tensor) {
                        case BASE_WEIGHT ->
                            golden.array(prefix + "base_conv.0.weight").values();
                        case BASIS_VALUE ->
                            golden.array(prefix + "beta_weights").values();
                        case PRELU -> golden.array(prefix + "prelus.0.weight").values();
                        default -> basisWeights(prefix);
                    });
        }
        return tensors;
    }

    /** From [output][channel of a basis][tap] to [output][channel][tap][function]. */
    private double[] basisWeights(String prefix) {
        boolean gram = spec.basis() instanceof Gram;
        String name = gram
                ? "poly_weights"
                : spec.basis() instanceof Chebyshev ? "poly_conv.0.weight" : "spline_conv.0.weight";
        double[] theirs = golden.array(prefix + name).values();
        int functions = spec.basis().terms();
        int channels = spec.colours();
        int outputs = spec.channels().getFirst();
        double[] ours = new double[theirs.length];
        for (int n = 0; n < ours.length; n++) {
            int k = n % functions;
            int tap = n / functions % 9;
            int c = n / functions / 9 % channels;
            int o = n / functions / 9 / channels;
            int channel = gram ? k * channels + c : c * functions + k;
            ours[n] = theirs[(o * channels * functions + channel) * 9 + tap];
        }
        assert outputs * channels * functions * 9 == theirs.length;
        return ours;
    }
}

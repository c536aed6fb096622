package org.kanworkbench.quantize.onnx.graph;

import org.kanworkbench.network.Activation;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.LayerTensor;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.stem.Convolutions;
import org.kanworkbench.network.stem.KanConvolutions;
import org.kanworkbench.quantize.onnx.GraphBuilder;
import org.kanworkbench.quantize.scheme.BitRule;
import org.kanworkbench.quantize.scheme.Scheme;

/** Writes convolutions whose kernels hold edge functions: functions of whole images, then plain convolutions. */
final class KanStem {

    private final GraphBuilder graph;
    private final Expansion expansion;
    private final Scheme scheme;

    KanStem(GraphBuilder graph, Scheme scheme) {
        this.graph = graph;
        this.scheme = scheme;
        expansion = new Expansion(graph);
    }

    /** Rows × the first layer's inputs. */
    String write(Model model, KanConvolutions stem, String x) {
        String image = graph.node("Reshape", x, graph.longs("shape", -1, stem.colours(), stem.height(), stem.width()));
        for (int s = 0; s < stem.channels().size(); s++) {
            String sums = sums(model, stem, s, image);
            String y = stem.normalized() ? normed(sums) : sums;
            y = stem.activation() == Activation.PRELU
                    ? graph.node("PRelu", y, tensor(model, LayerTensor.PRELU, s, 1))
                    : expansion.activation(stem.activation(), y);
            image = graph.node("MaxPool", FloatStem.HALVING, y);
        }
        return FloatStem.rows(graph, model, image);
    }

    private String tensor(Model model, LayerTensor tensor, int stage, long... shape) {
        return graph.floats(KanConvolutions.name(tensor, stage), values(model, tensor, stage), shape);
    }

    private static float[] values(Model model, LayerTensor tensor, int stage) {
        return model.tensor(KanConvolutions.name(tensor, stage)).values();
    }

    private String sums(Model model, KanConvolutions stem, int s, String image) {
        LayerSpec kernels = stem.kernels(s);
        int inputs = stem.inputChannels(s);
        int outputs = stem.channels().get(s);
        String sum = null;
        if (kernels.hasBase()) {
            float[] weights = values(model, LayerTensor.BASE_WEIGHT, s);
            sum = convolved(expansion.activation(stem.base(), image), s, weights, inputs, outputs);
        }
        if (kernels.basis().terms() > 0) {
            int height = stem.height() >> s;
            int width = stem.width() >> s;
            String scaled = switch (stem.scaling()) {
                case NONE -> image;
                case TANH -> graph.node("Tanh", image);
                case INSTANCE -> normed(image);
            };
            int pixels = inputs * height * width;
            // Functions of every pixel, as of a layer's inputs.
            String rows = graph.node("Reshape", scaled, graph.longs("shape", -1, pixels));
            float[] all = values(model, LayerTensor.BASIS_WEIGHT, s);
            int first = 0;
            for (Expansion.Piece piece : expansion.basis(
                    kernels.basis(),
                    pixels,
                    KanConvolutions.name(LayerTensor.BASIS_VALUE, s),
                    () -> values(model, LayerTensor.BASIS_VALUE, s),
                    rows)) {
                int channels = piece.terms() * inputs;
                String planes =
                        graph.node("Reshape", piece.values(), graph.longs("shape", -1, channels, height, width));
                float[] weights = weights(all, first, piece.terms(), kernels, inputs);
                String more = convolved(planes, s, weights, channels, outputs);
                sum = graph.plus(sum, more);
                first += piece.terms();
            }
        }
        return kernels.hasBias() ? graph.node("Add", sum, tensor(model, LayerTensor.BIAS, s, 1, outputs, 1, 1)) : sum;
    }

    /** [output][term, then channel][tap] of some terms. */
    private static float[] weights(float[] all, int first, int count, LayerSpec kernels, int inputs) {
        int terms = kernels.basis().terms();
        int taps = KanConvolutions.TAPS;
        float[] weights = new float[kernels.outputs() * count * kernels.inputs()];
        int at = 0;
        for (int o = 0; o < kernels.outputs(); o++) {
            for (int k = first; k < first + count; k++) {
                for (int n = 0; n < inputs * taps; n++) {
                    weights[at++] = all[(o * inputs * taps + n) * terms + k];
                }
            }
        }
        return weights;
    }

    private String convolved(String image, int stage, float[] weights, int inputs, int outputs) {
        String kernels = FloatLayer.weights(
                graph,
                scheme.format(BitRule.STEM, BitRule.KERNEL),
                "stem." + stage + ".weight",
                weights,
                outputs,
                inputs,
                Convolutions.KERNEL,
                Convolutions.KERNEL);
        return graph.node("Conv", FloatStem.BORDER, image, kernels);
    }

    /** Each channel of each image with mean 0 and deviation 1. */
    private String normed(String image) {
        String axes = graph.longs("axes", 2, 3);
        return expansion.unit(expansion.centred(image, axes), axes);
    }
}

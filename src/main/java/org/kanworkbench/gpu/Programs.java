package org.kanworkbench.gpu;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.kanworkbench.gpu.device.Session;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.InputScaling;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.basis.trained.TrainedBasis;
import org.kanworkbench.network.stem.KanConvolutions;
import org.kanworkbench.network.stem.Stem;

/** The texts of programs: resources, with what a layer's basis makes of them in front. */
public final class Programs {

    /** Entries of a row that are multiplied at a time, if an input has no more. */
    private static final int ENTRIES = 64;

    private Programs() {}

    /** All that a network takes. They know functions and sizes of convolutions, not of layers or data. */
    public static Set<String> of(NetworkSpec spec) {
        Set<String> all = new LinkedHashSet<>(List.of(network()));
        spec.layers().forEach(layer -> all.add(layer(layer)));
        List<Layout.Stage> stages = new Layout(spec).stages();
        for (int s = 0; s < stages.size(); s++) {
            all.add(convolution(spec.stem(), s, stages.get(s)));
            boolean goesBelow = s > 0;
            if (spec.stem() instanceof KanConvolutions kan) {
                all.add(stage(kan.kernels(s)));
                goesBelow |= kan.kernels(s).trainsBasis();
            }
            if (goesBelow) {
                all.add(image(stages.get(s).outputs()));
            }
        }
        return all;
    }

    /** The product of a stage's entries and kernels. */
    static String convolution(Stem stem, int s, Layout.Stage at) {
        if (!(stem instanceof KanConvolutions kan)) {
            return image(at.inputs());
        }
        LayerSpec kernels = kan.kernels(s);
        return image(at.inputs(), kernels.weightsPerEdge(), BasisCode.constants(kernels, kernels.hasBase() ? 1 : 0));
    }

    /** Activations as numbers; tanh is a name of OpenCL's. */
    private static String activations() {
        return Arrays.stream(Activation.values())
                .map(a -> define(a == Activation.TANH ? "TANH_OF" : a.name(), a.ordinal()))
                .collect(Collectors.joining());
    }

    private static String define(String name, Object value) {
        return "#define " + name + " " + value + "\n";
    }

    /** What all programs begin with. */
    private static String beginning() {
        StringBuilder text = new StringBuilder(text("common.cl")).append(LayerRow.declaration());
        for (Scaling scaling : Scaling.values()) {
            text.append(define(scaling.name(), scaling.ordinal()));
        }
        return text.append(activations()).append(text("rows.cl")).toString();
    }

    static String network() {
        return beginning() + text("network.cl") + text("pooling.cl") + text("sparsity.cl");
    }

    /** How a layer's inputs are scaled, as the kernels distinguish it. */
    static Scaling scaling(LayerSpec layer) {
        if (layer.basis().terms() == 0) {
            return Scaling.NONE;
        }
        return switch (layer.scaling()) {
            case NONE -> Scaling.NONE;
            case TANH -> Scaling.TANH;
            case BATCH_MIN_MAX, RUNNING_MIN_MAX, ROW_MIN_MAX -> Scaling.RANGE;
            case LAYER_NORM, LAYER_NORM_ALL -> Scaling.NORM;
        };
    }

    /** A kind of scaling, in the order of the kernels' numbers. */
    enum Scaling {
        NONE,
        TANH,
        RANGE,
        NORM
    }

    static boolean ofAllRows(LayerSpec layer) {
        return scaling(layer) == Scaling.RANGE && layer.scaling() != InputScaling.ROW_MIN_MAX;
    }

    /** Inputs whose entries are filled at a time. */
    static int chunk(int entries) {
        return Math.max(1, ENTRIES / entries);
    }

    /** Inputs of a layer, likewise; of edges that stretch them, one for each eight work-items. */
    static int chunk(LayerSpec layer) {
        return layer.stretchesEdges() ? Session.GROUP / 8 : chunk(layer.weightsPerEdge());
    }

    static String layer(LayerSpec layer) {
        boolean stretched = layer.stretchesEdges();
        return beginning()
                + products(
                        stretched ? 1 + (layer.hasBase() ? 1 : 0) : layer.weightsPerEdge(),
                        chunk(layer),
                        stretched ? layer.learnedTerms() : 0)
                + define("STRETCHED", BasisCode.stretched(layer))
                + define("ALL_INPUTS", "k->inputs")
                + edges(layer)
                + text("layer.cl")
                + text("products.cl")
                // With a penalty or without, so that recipes share kernels.
                + (stretched ? "" : text("spread.cl"));
    }

    /** The edge functions of a convolution's kernels, by themselves. */
    static String stage(LayerSpec kernels) {
        return beginning()
                + define("TERMS", kernels.weightsPerEdge())
                + define("ALL_INPUTS", kernels.inputs())
                + edges(kernels)
                + text("stage.cl");
    }

    private static String edges(LayerSpec layer) {
        boolean constant = layer.basis().constantFirst() && !layer.foldsConstant();
        int first = (layer.hasBase() ? 1 : 0) + (constant ? 1 : 0);
        StringBuilder text = new StringBuilder()
                .append(define("BASE", layer.base().ordinal()))
                .append(define("CONSTANT", constant ? 1 : 0))
                .append(define("SCALES_BASE", layer.scalesBase() ? 1 : 0));
        TrainedBasis trained = layer.basis() instanceof TrainedBasis basis ? basis : null;
        text.append(define("KINDS", trained == null ? 0 : trained.kinds()))
                .append(define("OWN", trained == null ? 0 : trained.kinds() * trained.terms()))
                .append(define("STILL", trained == null ? 0 : trained.fixedKinds() * trained.terms()))
                .append(define("VALUES", BasisCode.values(layer, first)))
                .append(define("SLOPES", BasisCode.slopes(layer, first)))
                .append(define("ALONG", BasisCode.along(layer, first)));
        return text + text("edges.cl");
    }

    /** How many of a pixel's entries are filled together. */
    static int block(int entries) {
        int block = Math.min(entries, ENTRIES);
        while (entries % block != 0) {
            block--;
        }
        return block;
    }

    /** Of a convolution that takes so many entries of a pixel. */
    static String image(int entries) {
        return image(entries, 1, 0);
    }

    /**
     * @param terms entries of a channel
     * @param constants a bit for each of these that is constant
     */
    private static String image(int entries, int terms, long constants) {
        int block = block(entries);
        return beginning()
                + products(block, chunk(block), 0)
                + define("BLOCKS", entries / block)
                + define("EACH_HAS", terms)
                + define("CONSTANTS", constants + "UL")
                + text("image.cl")
                + text("products.cl");
    }

    /** @param functions that edges stretch; 0 for others */
    private static String products(int entries, int chunk, int functions) {
        return define("TERMS", entries)
                + define("FUNCTIONS", functions)
                + define("EDGE", functions == 0 ? entries : entries + functions + 1)
                + define("CHUNK", chunk)
                + define("WIDTH", Layout.padded(chunk * entries));
    }

    /** The text of a resource beside this class. */
    private static String text(String resource) {
        try (InputStream stream = Programs.class.getResourceAsStream(resource)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package org.kanworkbench.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kanworkbench.network.Augmentation;
import org.kanworkbench.network.BSpline;
import org.kanworkbench.network.Basis;
import org.kanworkbench.network.Chebyshev;
import org.kanworkbench.network.GaussianRbf;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.Legendre;
import org.kanworkbench.network.Loss;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Optimizer;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.Recipe;
import org.kanworkbench.network.Schedule;
import org.kanworkbench.network.Tensor;

/**
 * Holds the engine against tensors that the peers' own PyTorch code computed in float64: outputs, loss, every gradient, that of the input among them,
 * every parameter after 1 and 5 steps, and the outputs at inference after them. Reads each file of the folder in
 * {@code golden.dir}, or the copies that come with the tests.
 */
class GoldenTest {

    /** Of float32 arithmetic against float64, relative to the largest value of a tensor. */
    private static final double TOLERANCE = 1e-4;

    private static final double RATE = 1e-3;
    /** Share of a step that is uncertain: Adam turns a gradient near its rounding error into a step of full length. */
    private static final double UNCERTAIN_STEP = 1e-3;

    /** By file, the one that was made before it from the same input; see {@link #inputGradient}. */
    private static final Map<String, String> MADE_BEFORE = madeBefore(
            List.of(
                    "torchkan_kal_order1",
                    "torchkan_kac_order1",
                    "torchkan_kal_order3",
                    "torchkan_kac_order3",
                    "torchkan_kal_order5",
                    "torchkan_kac_order5",
                    "torchkan_spline_g5_k3",
                    "torchkan_spline_g8_k2",
                    "efficient_kan_scale1",
                    "efficient_kan_scale0",
                    "fluxkan_kag_k8"),
            List.of("torchkan_kanvolver_order2", "torchkan_kanvolver_order3"));

    @SafeVarargs
    private static Map<String, String> madeBefore(List<String>... chains) {
        Map<String, String> before = new LinkedHashMap<>();
        for (List<String> chain : chains) {
            for (int j = 1; j < chain.size(); j++) {
                before.put(chain.get(j) + ".safetensors", chain.get(j - 1) + ".safetensors");
            }
        }
        return before;
    }

    static Stream<Path> files() throws IOException, URISyntaxException {
        String named = System.getProperty("golden.dir");
        Path folder = named != null
                ? Path.of(named)
                : Path.of(GoldenTest.class.getResource("/golden").toURI());
        try (Stream<Path> list = Files.list(folder)) {
            return list.filter(f -> f.toString().endsWith(".safetensors")).sorted().toList().stream();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void outputs_loss_gradients_and_steps_agree_with_the_peer(Path file) throws Exception {
        GoldenFile golden = GoldenFile.read(file);
        Peer peer = Peer.of(golden);
        Batch batch = Batch.of(golden);
        Recipe recipe = recipe(golden, batch.rows);
        try (Workers workers = new Workers(1)) {
            Network network = Network.of(peer.model("param."));
            TrainingStep step = new TrainingStep(network, recipe, OptionalDouble.empty(), workers, 0);

            Map<String, Tensor> gradients = step.gradients(batch.x, batch.labels, batch.targets, batch.rows);
            assertThat(step.loss()).as("loss").isCloseTo(golden.array("loss").values()[0], within(golden, "loss"));
            assertClose(
                    "output", step.outputs(batch.rows), golden.array("output").values());
            peer.assertClose("grad.", gradients);
            assertClose(
                    "grad.input",
                    batch.inputGradients(peer.model("param."), recipe, workers),
                    inputGradient(file, golden));

            for (int s = 1; s <= 5; s++) {
                batch.train(step);
                if (s == 1) {
                    peer.assertSnapshotClose("after1.", network.snapshot(), 1);
                }
            }
            peer.assertSnapshotClose("after5.", network.snapshot(), 5);
            assertOutput(golden, "eval_output_after5", network, batch, workers);
        }
    }

    /**
     * The files were made one after the other from the same input tensor, and PyTorch adds to a tensor's gradient until it
     * is cleared: each file holds the sum up to itself, so its own part is what it has more than the one before.
     */
    private static double[] inputGradient(Path file, GoldenFile golden) throws IOException {
        double[] own = golden.array("grad.input").values().clone();
        String before = MADE_BEFORE.get(file.getFileName().toString());
        if (before != null) {
            double[] sum = GoldenFile.read(file.resolveSibling(before))
                    .array("grad.input")
                    .values();
            for (int j = 0; j < own.length; j++) {
                own[j] -= sum[j];
            }
        }
        return own;
    }

    private static void assertOutput(GoldenFile golden, String name, Network network, Batch batch, Workers workers) {
        float[] logits = new float[batch.rows * network.spec().outputs()];
        new Predictor(network, batch.rows, OptionalDouble.empty(), workers).predict(batch.x, batch.rows, logits);
        assertClose(name, logits, golden.array(name).values());
    }

    private static Offset<Double> within(GoldenFile golden, String name) {
        return Offset.offset(TOLERANCE * Math.abs(golden.array(name).values()[0]));
    }

    private static void assertClose(String name, float[] actual, double[] expected) {
        assertClose(name, actual, expected, 0);
    }

    private static void assertClose(String name, float[] actual, double[] expected, double margin) {
        assertThat(actual).as(name).hasSameSizeAs(expected);
        double largest = 0;
        for (double e : expected) {
            largest = Math.max(largest, Math.abs(e));
        }
        for (int j = 0; j < expected.length; j++) {
            assertThat((double) actual[j])
                    .as("%s[%d]", name, j)
                    .isCloseTo(expected[j], Offset.offset(TOLERANCE * largest + margin + 1e-12));
        }
    }

    private static Recipe recipe(GoldenFile golden, int rows) {
        Loss loss = "MSE".equals(golden.metadata().get("loss")) ? Loss.MSE : Loss.CROSS_ENTROPY;
        return new Recipe(
                loss, new Optimizer.AdamW(1e-5), RATE, new Schedule.Constant(), rows, 1, Augmentation.NONE, 0);
    }

    private record Batch(float[] x, int[] labels, float[] targets, int rows) {

        static Batch of(GoldenFile golden) {
            GoldenFile.Array target = golden.array("target");
            boolean classes = target.shape().size() == 1;
            int[] labels = new int[target.values().length];
            for (int j = 0; j < labels.length; j++) {
                labels[j] = (int) target.values()[j];
            }
            return new Batch(
                    floats(golden.array("input").values()),
                    classes ? labels : null,
                    classes ? null : floats(target.values()),
                    golden.array("input").shape().getFirst());
        }

        float[] inputGradients(Model model, Recipe recipe, Workers workers) {
            int outputs = model.network().outputs();
            InputGradients gradients = new InputGradients(Network.of(model), rows, workers, true);
            float[] y = new float[rows * outputs];
            float[] g = new float[rows * outputs];
            float[] dx = new float[x.length];
            gradients.forward(x, rows, y);
            LossHead head = new LossHead(outputs, outputs, rows);
            if (labels != null) {
                head.crossEntropy(y, labels, rows, recipe.labelSmoothing());
            } else {
                head.squaredError(y, targets, rows);
            }
            gradients.backward(head.gradient, dx);
            return dx;
        }

        void train(TrainingStep step) throws NonFiniteException {
            if (labels != null) {
                step.step(x, labels, rows, RATE);
            } else {
                step.step(x, targets, rows, RATE);
            }
        }
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int j = 0; j < values.length; j++) {
            floats[j] = (float) values[j];
        }
        return floats;
    }

    /** A peer's network in our words, and its names for our tensors, trained ones and running statistics. */
    private record Peer(
            GoldenFile golden, NetworkSpec network, Map<String, String> names, Map<String, String> statistics) {

        static Peer of(GoldenFile golden) {
            Map<String, String> about = golden.metadata();
            String model = about.get("model");
            if (model.contains("KANvolver")) {
                return kanvolver(golden, sizes(about.get("layers_hidden")));
            }
            List<Integer> sizes = sizes(about.get("layers"));
            Peer peer = new Peer(golden, spec(model, about, sizes), new LinkedHashMap<>(), new LinkedHashMap<>());
            for (int l = 0; l < sizes.size() - 1; l++) {
                peer.nameLayer(l, model);
            }
            return peer;
        }

        private static List<Integer> sizes(String list) {
            return Stream.of(list.replaceAll("[\\[\\] ]", "").split(","))
                    .map(Integer::valueOf)
                    .toList();
        }

        private static Peer kanvolver(GoldenFile golden, List<Integer> sizes) {
            int order = Integer.parseInt(golden.metadata().get("polynomial_order"));
            NetworkSpec network = Preset.named("kanvolver-faithful")
                    .orElseThrow()
                    .withOrder(order)
                    .network(784, sizes.subList(0, sizes.size() - 1), sizes.getLast());
            Peer peer = new Peer(golden, network, new LinkedHashMap<>(), new LinkedHashMap<>());
            for (int s = 0; s < 2; s++) {
                for (String part : List.of(".weight", ".bias")) {
                    peer.names.put("stem." + s + part, "feature_extractor." + 3 * s + part);
                }
            }
            for (int l = 0; l < sizes.size(); l++) {
                String ours = "layers." + l + ".";
                peer.names.put(ours + "base_weight", "base_weights." + l + ".weight");
                peer.names.put(ours + "bias", "base_weights." + l + ".bias");
                peer.names.put(ours + "basis_weight", "poly_weights." + l + ".weight");
                peer.names.put(ours + "basis_bias", "poly_weights." + l + ".bias");
                peer.names.put(ours + "norm.weight", "batch_norms." + l + ".weight");
                peer.names.put(ours + "norm.bias", "batch_norms." + l + ".bias");
                peer.statistics.put(ours + "norm.running_mean", "batch_norms." + l + ".running_mean");
                peer.statistics.put(ours + "norm.running_var", "batch_norms." + l + ".running_var");
            }
            return peer;
        }

        private static NetworkSpec spec(String model, Map<String, String> about, List<Integer> sizes) {
            String preset;
            Basis basis;
            if (model.contains("KAL_Net")) {
                preset = "kal-net-faithful";
                basis = new Legendre(Integer.parseInt(about.get("polynomial_order")));
            } else if (model.contains("KAC_Net")) {
                preset = "kac-net-faithful";
                basis = new Chebyshev(Integer.parseInt(about.get("polynomial_order")));
            } else if (model.contains("KAG-Net")) {
                preset = "kag-net-faithful";
                basis = new GaussianRbf(Integer.parseInt(about.get("num_grids")));
            } else {
                preset = model.contains("efficient-kan") ? "efficient-kan-faithful" : "torchkan-faithful";
                basis = new BSpline(
                        Integer.parseInt(about.get("grid_size")), Integer.parseInt(about.get("spline_order")));
            }
            LayerSpec layer = Preset.named(preset)
                    .orElseThrow()
                    .hiddenLayer()
                    .withBasis(basis)
                    .withEdgeScale("True".equals(about.get("enable_standalone_scale_spline")));
            List<LayerSpec> layers = new ArrayList<>();
            for (int l = 0; l + 1 < sizes.size(); l++) {
                layers.add(layer.withSizes(sizes.get(l), sizes.get(l + 1)));
            }
            return new NetworkSpec(layers);
        }

        private void nameLayer(int l, String model) {
            String ours = "layers." + l + ".";
            if (model.contains("KAG-Net")) {
                names.put(ours + "base_weight", "base." + l);
                names.put(ours + "basis_weight", "poly." + l);
                names.put(ours + "norm.weight", "ln." + l + ".weight");
                names.put(ours + "norm.bias", "ln." + l + ".bias");
                return;
            }
            if (model.contains("efficient-kan")) {
                names.put(ours + "base_weight", l + ".base_weight");
                names.put(ours + "basis_weight", l + ".spline_weight");
                if (network.layers().get(l).hasEdgeScale()) {
                    names.put(ours + "basis_scale", l + ".spline_scaler");
                }
                return;
            }
            boolean spline = model.endsWith(" KAN");
            names.put(ours + "base_weight", "base_weights." + l);
            names.put(ours + "basis_weight", (spline ? "spline_weights." : "poly_weights.") + l);
            names.put(ours + "norm.weight", "layer_norms." + l + ".weight");
            names.put(ours + "norm.bias", "layer_norms." + l + ".bias");
            if (spline) {
                names.put(ours + "prelu", "prelus." + l + ".weight");
            }
        }

        Model model(String prefix) {
            Model shapes = Network.initialize(network, 0).snapshot();
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            all().forEach((ours, theirs) -> tensors.put(
                    ours,
                    new Tensor(
                            shapes.tensor(ours).shape(),
                            floats(golden.array(prefix + theirs).values()))));
            return new Model(network, tensors);
        }

        private Map<String, String> all() {
            Map<String, String> all = new LinkedHashMap<>(names);
            all.putAll(statistics);
            return all;
        }

        void assertClose(String prefix, Map<String, Tensor> actual) {
            assertClose(prefix, actual, names, 0);
        }

        void assertSnapshotClose(String prefix, Model actual, int steps) {
            assertClose(prefix, actual.tensors(), all(), steps * RATE * UNCERTAIN_STEP);
        }

        private void assertClose(String prefix, Map<String, Tensor> actual, Map<String, String> named, double margin) {
            assertThat(actual).containsOnlyKeys(named.keySet());
            named.forEach((ours, theirs) -> GoldenTest.assertClose(
                    prefix + theirs,
                    actual.get(ours).values(),
                    golden.array(prefix + theirs).values(),
                    margin));
        }
    }
}

package org.kanworkbench.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.kanworkbench.network.LayerField;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.basis.BSpline;
import org.kanworkbench.network.basis.Basis;
import org.kanworkbench.network.basis.GaussianRbf;
import org.kanworkbench.network.basis.recurrence.Chebyshev;
import org.kanworkbench.network.basis.recurrence.Legendre;
import org.kanworkbench.network.tensor.Tensor;

/** A peer's network in our words, and its names for our tensors, trained ones and running statistics. */
public record GoldenPeer(
        GoldenFile golden, NetworkSpec network, Map<String, String> names, Map<String, String> statistics) {

    public static GoldenPeer of(GoldenFile golden) {
        Map<String, String> about = golden.metadata();
        String model = about.get("model");
        if (model.contains("KANvolver")) {
            return kanvolver(golden, sizes(about.get("layers_hidden")));
        }
        List<Integer> sizes = sizes(about.get("layers"));
        GoldenPeer peer =
                new GoldenPeer(golden, spec(model, about, sizes), new LinkedHashMap<>(), new LinkedHashMap<>());
        for (int l = 0; l < sizes.size() - 1; l++) {
            peer.nameLayer(l, model);
        }
        return peer;
    }

    /** Of a file of either folder; empty for a network that the workbench does not have. */
    public static Optional<GoldenPeer> any(GoldenFile golden) {
        return golden.metadata().containsKey("kind") ? ZooPeer.of(golden) : Optional.of(of(golden));
    }

    private static List<Integer> sizes(String list) {
        return Stream.of(list.replaceAll("[\\[\\] ]", "").split(","))
                .map(Integer::valueOf)
                .toList();
    }

    private static GoldenPeer kanvolver(GoldenFile golden, List<Integer> sizes) {
        int order = Integer.parseInt(golden.metadata().get("polynomial_order"));
        NetworkSpec network = Preset.named("kanvolver-faithful")
                .orElseThrow()
                .withOrder(order)
                .network(784, sizes.subList(0, sizes.size() - 1), sizes.getLast());
        GoldenPeer peer = new GoldenPeer(golden, network, new LinkedHashMap<>(), new LinkedHashMap<>());
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
            basis = new BSpline(Integer.parseInt(about.get("grid_size")), Integer.parseInt(about.get("spline_order")));
        }
        LayerSpec layer = Preset.named(preset)
                .orElseThrow()
                .hiddenLayer()
                .withBasis(basis)
                .with(LayerField.EDGE_SCALE, "True".equals(about.get("enable_standalone_scale_spline")));
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

    public Model model(String prefix) {
        Model shapes = Network.initialize(network, 0).snapshot();
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        all().forEach((ours, theirs) -> tensors.put(
                ours,
                new Tensor(
                        shapes.tensor(ours).shape(),
                        GoldenFile.floats(golden.array(prefix + theirs).values()))));
        return new Model(network, tensors);
    }

    /** Names of trained tensors and of running statistics. */
    Map<String, String> all() {
        Map<String, String> all = new LinkedHashMap<>(names);
        all.putAll(statistics);
        return all;
    }

    public void assertClose(String prefix, Map<String, Tensor> actual) {
        assertClose(prefix, actual, names, 0);
    }

    public void assertSnapshotClose(String prefix, Model actual, int steps) {
        assertClose(prefix, actual.tensors(), all(), steps * GoldenFile.RATE * GoldenFile.UNCERTAIN_STEP);
    }

    private void assertClose(String prefix, Map<String, Tensor> actual, Map<String, String> named, double margin) {
        assertThat(actual).containsOnlyKeys(named.keySet());
        named.forEach((ours, theirs) -> GoldenFile.assertClose(
                prefix + theirs,
                actual.get(ours).values(),
                golden.array(prefix + theirs).values(),
                margin));
    }
}

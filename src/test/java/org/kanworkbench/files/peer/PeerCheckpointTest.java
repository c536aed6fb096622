package org.kanworkbench.files.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.tensors.Safetensors;
import org.kanworkbench.files.tensors.SafetensorsWriter;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.basis.BSpline;
import org.kanworkbench.network.basis.Basis;
import org.kanworkbench.network.basis.NoBasis;
import org.kanworkbench.network.basis.recurrence.Chebyshev;
import org.kanworkbench.network.basis.recurrence.Legendre;
import org.kanworkbench.network.basis.recurrence.Monomial;
import org.kanworkbench.network.tensor.Tensor;

class PeerCheckpointTest {

    private static final Optional<Preset> KAL = Preset.named("kal-net-faithful");
    private static final Optional<Preset> KAC = Preset.named("kac-net-faithful");

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("net.pth");
    }

    /** 2 → 3 → 2 with three terms on an edge. */
    private static TorchFile polynomial() {
        return new TorchFile()
                .counted("base_weights.0", 3, 2)
                .counted("base_weights.1", 2, 3)
                .counted("poly_weights.0", 3, 2 * 3)
                .counted("poly_weights.1", 2, 3 * 3)
                .counted("layer_norms.0.weight", 3)
                .counted("layer_norms.0.bias", 3)
                .counted("layer_norms.1.weight", 2)
                .counted("layer_norms.1.bias", 2);
    }

    /** 2 → 3 with as many splines of that order as fit the grid. */
    private static TorchFile spline(int grid, int order, float lower, float upper) {
        int knots = grid + 2 * order + 1;
        float[] rows = new float[2 * knots];
        for (int j = 0; j < rows.length; j++) {
            rows[j] = lower + (j % knots - order) * ((upper - lower) / grid);
        }
        return new TorchFile()
                .tensor("grid_0", new int[] {2, knots}, rows)
                .counted("base_weights.0", 3, 2)
                .counted("spline_weights.0", 3, 2, grid + order)
                .counted("layer_norms.0.weight", 3)
                .counted("layer_norms.0.bias", 3)
                .counted("prelus.0.weight", 1);
    }

    /** 2 → 3 → 1 of efficient-kan, the layers on different grids. */
    private static TorchFile efficient(String prefix, boolean scaled) {
        TorchFile file = new TorchFile();
        int[] units = {2, 3, 1};
        for (int l = 0; l < 2; l++) {
            String layer = prefix + "layers." + l + ".";
            float[] knots = new float[units[l] * 12];
            for (int j = 0; j < knots.length; j++) {
                knots[j] = (l + 1) * ((j % 12 - 3) * 0.4f - 1);
            }
            file.tensor(layer + "grid", new int[] {units[l], 12}, knots)
                    .counted(layer + "base_weight", units[l + 1], units[l])
                    .counted(layer + "spline_weight", units[l + 1], units[l], 8);
            if (scaled) {
                file.counted(layer + "spline_scaler", units[l + 1], units[l]);
            }
        }
        return file;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void efficient_kan_is_recognised_with_and_without_scales(boolean scaled) throws Exception {
        PeerCheckpoint peer = PeerCheckpoint.read(efficient("", scaled).write(file()), Optional.empty());

        assertThat(peer.preset().name()).isEqualTo("efficient-kan-faithful");
        List<LayerSpec> layers = peer.model().network().layers();
        assertThat(peer.model().network().sizes()).containsExactly(2, 3, 1);
        assertThat(layers).extracting(LayerSpec::hasEdgeScale).containsExactly(scaled, scaled);
        assertThat(layers)
                .extracting(LayerSpec::basis)
                .containsExactly(new BSpline(5, 3, -1, 1), new BSpline(5, 3, -2, 2));
        assertThat(peer.model().tensor("layers.1.basis_weight").values()).hasSize(24);
        if (scaled) {
            assertThat(peer.model().tensor("layers.0.basis_scale").shape()).containsExactly(3, 2);
        }
    }

    @Test
    void efficient_kan_within_another_module_is_recognised() throws Exception {
        PeerCheckpoint peer = PeerCheckpoint.read(efficient("model.", true).write(file()), Optional.empty());

        assertThat(peer.model().network().sizes()).containsExactly(2, 3, 1);
        assertRefused(KAL, "efficient-kan-faithful", "leave --preset out");
    }

    private static Basis firstBasis(PeerCheckpoint peer) {
        return peer.model().network().layers().getFirst().basis();
    }

    private void assertRefused(Optional<Preset> preset, String... parts) {
        assertThatThrownBy(() -> PeerCheckpoint.read(file(), preset))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining("net.pth")
                .hasMessageContainingAll(parts)
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }

    @Test
    void polynomials_keep_their_order_and_become_one_weight_an_input_and_term() throws Exception {
        Path file = polynomial().write(file());

        PeerCheckpoint peer = PeerCheckpoint.read(file, KAL);

        assertThat(peer.preset()).isEqualTo(KAL.orElseThrow());
        assertThat(peer.model().network().sizes()).containsExactly(2, 3, 2);
        assertThat(firstBasis(peer)).isEqualTo(new Legendre(2));
        Tensor weights = peer.model().tensor("layers.0.basis_weight");
        assertThat(weights.shape()).containsExactly(3, 2, 3);
        assertThat(weights.values()[17]).isEqualTo(18);
        assertThat(peer.model().tensor("layers.1.norm.bias").values()).containsExactly(1, 2);
        assertThat(firstBasis(PeerCheckpoint.read(file, KAC))).isEqualTo(new Chebyshev(2));
    }

    @Test
    void files_that_look_alike_need_a_preset() throws Exception {
        polynomial().write(file());

        assertRefused(Optional.empty(), "look alike", "--preset kal-net-faithful", "--preset kac-net-faithful");
        assertRefused(Preset.named("mlp"), "not the network of mlp");
    }

    @Test
    void splines_are_recognised_from_grid_and_weights() throws Exception {
        PeerCheckpoint peer = PeerCheckpoint.read(spline(5, 3, -1, 1).write(file()), Optional.empty());

        assertThat(peer.preset().name()).isEqualTo("torchkan-faithful");
        assertThat(firstBasis(peer)).isEqualTo(new BSpline(5, 3, -1, 1));
        assertThat(peer.model().tensors())
                .containsOnlyKeys(
                        "layers.0.base_weight",
                        "layers.0.basis_weight",
                        "layers.0.norm.weight",
                        "layers.0.norm.bias",
                        "layers.0.prelu");

        PeerCheckpoint other = PeerCheckpoint.read(spline(7, 2, -2, 3).write(file()), Optional.empty());
        assertThat(firstBasis(other)).isEqualTo(new BSpline(7, 2, -2, 3));
        assertThat(other.model().tensor("layers.0.basis_weight").shape()).containsExactly(3, 2, 9);

        assertRefused(KAL, "torchkan-faithful", "leave --preset out");
    }

    @Test
    void a_narrow_grid_keeps_its_ends() throws Exception {
        PeerCheckpoint peer = PeerCheckpoint.read(spline(5, 3, 0, 1 / 1024f).write(file()), Optional.empty());

        BSpline basis = (BSpline) firstBasis(peer);
        assertThat(basis.lower()).isZero();
        assertThat(basis.upper()).isCloseTo(1 / 1024.0, withinPercentage(0.001));
    }

    @Test
    void an_uneven_grid_is_refused() throws Exception {
        new TorchFile()
                .tensor("grid_0", new int[] {1, 4}, -3, -1, 1, 4)
                .counted("base_weights.0", 2, 1)
                .counted("spline_weights.0", 2, 1, 2)
                .write(file());

        assertRefused(Optional.empty(), "grid_0", "even grid");
    }

    @Test
    void a_grid_that_does_not_fit_its_weights_is_refused() throws Exception {
        new TorchFile()
                .counted("grid_0", 1, 2)
                .counted("base_weights.0", 2, 1)
                .counted("spline_weights.0", 2, 1, 2)
                .write(file());

        assertRefused(Optional.empty(), "order of b-spline is -1");
    }

    @Test
    void linear_layers_become_an_mlp_whether_from_pytorch_or_safetensors() throws Exception {
        Path file = new TorchFile()
                .counted("layers.10.weight", 2, 4)
                .counted("layers.10.bias", 2)
                .counted("layers.2.weight", 4, 3)
                .counted("layers.2.bias", 4)
                .write(file());

        Model model = PeerCheckpoint.read(file, Optional.empty()).model();

        assertThat(model.network().sizes()).containsExactly(3, 4, 2);
        assertThat(model.network().layers()).allMatch(l -> l.basis().equals(new NoBasis()));
        assertThat(model.tensor("layers.0.base_weight").values()[11]).isEqualTo(12);

        Safetensors same = safetensors(StateDict.read(file));
        assertThat(PeerCheckpoint.hasPeerNames(same)).isTrue();
        assertThat(PeerCheckpoint.of(file, same, Optional.empty()).model()).isEqualTo(model);
    }

    /** By their names it is not known which runs first. */
    @Test
    void linear_layers_of_two_modules_are_refused() throws Exception {
        new TorchFile()
                .counted("encoder.1.weight", 2, 2)
                .counted("encoder.1.bias", 2)
                .counted("decoder.0.weight", 2, 2)
                .counted("decoder.0.bias", 2)
                .write(file());

        assertRefused(Optional.empty(), "holds two networks", "encoder.1", "decoder.0", "save one alone");
    }

    private Safetensors safetensors(StateDict from) throws Exception {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (String name : from.names()) {
            tensors.put(name, from.tensor(name));
        }
        return safetensors(tensors);
    }

    private Safetensors safetensors(Map<String, Tensor> tensors) throws Exception {
        Path file = folder.resolve("net.safetensors");
        try (OutputStream out = Files.newOutputStream(file)) {
            SafetensorsWriter.write(tensors, Map.of(), out);
        }
        return Safetensors.read(file);
    }

    @Test
    void the_workbenchs_own_names_are_no_peers() throws Exception {
        Tensor one = new Tensor(new int[] {1, 1}, new float[] {1});
        Map<String, Tensor> ours = Map.of("layers.0.base_weight", one, "layers.0.bias", one);

        assertThat(PeerCheckpoint.hasPeerNames(safetensors(ours))).isFalse();
    }

    @Test
    void unknown_names_are_listed() throws Exception {
        new TorchFile()
                .counted("a", 1)
                .counted("b.weight", 1)
                .counted("c", 1)
                .counted("d", 1)
                .write(file());

        assertRefused(Optional.empty(), "no network that is known", "its tensors: a, b.weight, c, d)");
    }

    @Test
    void kanvolvers_convolutions_channels_and_order_follow_from_shapes() throws Exception {
        kanvolver().write(file());
        PeerCheckpoint peer = PeerCheckpoint.read(file(), Optional.empty());
        assertThat(peer.preset().name()).isEqualTo("kanvolver-faithful");
        assertThat(peer.model().network().shape()).isEqualTo("16 → conv 2, 3 → 3 → 4");
        assertThat(firstBasis(peer)).isEqualTo(new Monomial(2));

        kanvolver().counted("feature_extractor.3.weight", 3, 2).write(file());
        assertRefused(Optional.empty(), "feature_extractor.3.weight has shape [3, 2], not one of a convolution");

        kanvolver().counted("poly_weights.0.weight", 4, 8).write(file());
        assertRefused(Optional.empty(), "poly_weights.0.weight has shape [4, 8], which does not fit");

        kanvolver()
                .counted("base_weights.0.weight", 4, 5)
                .counted("poly_weights.0.weight", 4, 15)
                .write(file());
        assertRefused(Optional.empty(), "layer 1 takes 5 inputs but the convolutions give 3");

        kanvolver().write(file());
        assertRefused(KAL, "holds the network of kanvolver-faithful, not of kal-net-faithful");
    }

    /** 4 × 4 pixels, 2 and 3 channels, 3 → 4 with powers up to 2. */
    private static TorchFile kanvolver() {
        return new TorchFile()
                .counted("feature_extractor.0.weight", 2, 1, 3, 3)
                .counted("feature_extractor.0.bias", 2)
                .counted("feature_extractor.3.weight", 3, 2, 3, 3)
                .counted("feature_extractor.3.bias", 3)
                .counted("base_weights.0.weight", 4, 3)
                .counted("base_weights.0.bias", 4)
                .counted("poly_weights.0.weight", 4, 9)
                .counted("poly_weights.0.bias", 4)
                .counted("batch_norms.0.weight", 4)
                .counted("batch_norms.0.bias", 4)
                .counted("batch_norms.0.running_mean", 4)
                .counted("batch_norms.0.running_var", 4)
                .counted("batch_norms.0.num_batches_tracked", 1);
    }

    @Test
    void legendvolvers_are_recognised() throws Exception {
        new TorchFile()
                .counted("conv_layers.0.weight", 2, 1, 3, 3)
                .counted("conv_layers.0.bias", 2)
                .counted("base_weights.0", 4, 8)
                .counted("poly_weights.0", 4, 24)
                .counted("layer_norms.0.weight", 4)
                .counted("layer_norms.0.bias", 4)
                .write(file());
        PeerCheckpoint peer = PeerCheckpoint.read(file(), Optional.empty());
        assertThat(peer.preset().name()).isEqualTo("legendvolver-faithful");
        assertThat(peer.model().network().shape()).isEqualTo("16 → conv 2 → 8 → 4");
        assertThat(firstBasis(peer)).isEqualTo(new Legendre(2));
    }

    @Test
    void tensors_that_do_not_fit_are_named() throws Exception {
        polynomial().counted("extra", 1).write(file());
        assertRefused(KAL, "tensor extra has no place");

        polynomial().counted("poly_weights.1", 2, 8).write(file());
        assertRefused(KAL, "tensor poly_weights.1 has shape [2, 8], not [2, 3, 3]");

        polynomial().counted("poly_weights.0", 3, 5).write(file());
        assertRefused(KAL, "does not fit the base weights'");

        polynomial().counted("base_weights.1", 2, 4).write(file());
        assertRefused(KAL, "layer 2 takes 4 inputs but layer 1 gives 3");

        polynomial().counted("base_weights.2", 2, 2).write(file());
        assertRefused(KAL, "tensor poly_weights.2 is missing");

        polynomial().counted("base_weights.0", 6).write(file());
        assertRefused(KAL, "base_weights.0", "not 2 dimensions");

        polynomial().tensor("layer_norms.1.bias", new int[] {2}, 1, Float.NaN).write(file());
        assertRefused(KAL, "layer_norms.1.bias holds NaN");
    }
}

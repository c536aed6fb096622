package org.kanworkbench.files.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kanworkbench.engine.GoldenFile;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.reference.ReferenceNetwork;

/** Checkpoints of the variants, as their own classes trained them for five steps. */
class VariantPeersTest {

    /** Options that a checkpoint does not tell, and other than the preset's. */
    private static final Set<String> UNTOLD = Set.of("wavkan_dog", "wavkan_morlet", "grkan_torch");

    @TempDir
    private Path folder;

    static Stream<Path> networks() throws Exception {
        return GoldenFile.zoo().filter(file -> !name(file).startsWith("conv_") && !UNTOLD.contains(name(file)));
    }

    private static String name(Path file) {
        return file.getFileName().toString().replace(".safetensors", "");
    }

    private PeerCheckpoint read(GoldenFile golden, UnaryOperator<String> naming) throws Exception {
        TorchFile file = TorchFile.of(golden, "after5.", naming);
        return PeerCheckpoint.read(file.write(folder.resolve("net.pth")), Optional.empty());
    }

    private static float[] outputs(PeerCheckpoint peer, GoldenFile golden) {
        GoldenFile.Array input = golden.array("input");
        int rows = input.shape().getFirst();
        int width = input.values().length / rows;
        double[][] x = new double[rows][];
        Arrays.setAll(x, r -> Arrays.copyOfRange(input.values(), r * width, (r + 1) * width));
        double[][] y = new ReferenceNetwork(peer.model()).forward(x, false);
        return GoldenFile.floats(
                Arrays.stream(y).flatMapToDouble(Arrays::stream).toArray());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void a_checkpoint_predicts_what_its_own_class_does(Path file) throws Exception {
        GoldenFile golden = GoldenFile.read(file);
        double[] expected = golden.array("eval_output_after5").values();

        PeerCheckpoint peer = read(golden, name -> name);
        GoldenFile.assertClose(name(file), outputs(peer, golden), expected);

        // As part of a larger module.
        GoldenFile.assertClose(name(file), outputs(read(golden, name -> "net.kan." + name), golden), expected);
    }

    private static GoldenFile golden(String name) throws Exception {
        return GoldenFile.read(
                networks().filter(file -> name(file).equals(name)).findFirst().orElseThrow());
    }

    @Test
    void what_is_missing_too_much_or_of_no_use_is_named() throws Exception {
        GoldenFile golden = golden("sinekan_g3");
        assertThat(read(golden, name -> name).preset().name()).isEqualTo("sine-kan-faithful");

        assertThatThrownBy(() -> read(golden, name -> name.replace("1.freq", "1.speed")))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining("layers.1.speed has no place in it");
        assertThatThrownBy(() -> read(golden, name -> name.replace("layers.1.", "decoder.1.")))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining("which comes first, layers.0.amplitudes or decoder.1.amplitudes: save one");
        assertThatThrownBy(() -> read(
                        golden, name -> name.replace("layers.0.", "0.first.").replace("layers.1.", "0.second.")))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining("which comes first, 0.first.amplitudes or 0.second.amplitudes: save one");
        golden.array("after5.layers.0.phase").values()[2] += 0.1;
        assertThatThrownBy(() -> read(golden, name -> name))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining("the phases of layers.0.phase");
        GoldenFile bumps = golden("relukan_g5_k3");
        bumps.arrays()
                .put("after5.rk_layers.0.equal_size_conv.bias", new GoldenFile.Array(List.of(), new double[] {1}));
        assertThatThrownBy(() -> read(bumps, name -> name))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining("has shape [], not 1 dimension");
    }
}

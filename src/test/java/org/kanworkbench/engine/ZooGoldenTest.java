package org.kanworkbench.engine;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kanworkbench.engine.stem.KanConvolutionCheck;
import org.kanworkbench.reference.ReferenceConvolutionCheck;

/**
 * Holds the engine and the reference against the zoo of variants, by the tensors that their own PyTorch code computed
 * in float64. Reads each file of the folder in {@code zoo.dir}, or the copies that come with the tests.
 */
class ZooGoldenTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.kanworkbench.engine.GoldenFile#zoo")
    void outputs_loss_gradients_and_steps_agree_with_the_variant(Path file) throws Exception {
        engine(GoldenFile.read(file));
    }

    /** Of either folder. */
    static void engine(GoldenFile golden) throws Exception {
        if (ZooConvolution.is(golden)) {
            KanConvolutionCheck.engine(golden);
        } else {
            GoldenCheck.engine(peer(golden));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.kanworkbench.engine.GoldenFile#zoo")
    void the_reference_agrees_in_every_digit(Path file) throws Exception {
        GoldenFile golden = GoldenFile.read(file);
        if (ZooConvolution.is(golden)) {
            ReferenceConvolutionCheck.check(golden);
        } else {
            GoldenCheck.reference(peer(golden));
        }
    }

    private static GoldenPeer peer(GoldenFile golden) {
        Optional<GoldenPeer> peer = GoldenPeer.any(golden);
        assumeThat(peer).as("a network of the workbench").isPresent();
        return peer.orElseThrow();
    }
}

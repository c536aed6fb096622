package org.kanworkbench.engine;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kanworkbench.gpu.GpuGoldenTest;
import org.kanworkbench.training.Configuration;

/**
 * Holds the engine against tensors that the peers' own PyTorch code computed in float64: outputs, loss, every gradient, that of the input among them,
 * every parameter after 1 and 5 steps, and the outputs at inference after them. Reads each file of the folder in
 * {@code golden.dir}, or the copies that come with the tests; {@code golden.engine} may name opencl in place of the
 * vector engine.
 */
class GoldenTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.kanworkbench.engine.GoldenFile#all")
    void outputs_loss_gradients_and_steps_agree_with_the_peer(Path file) throws Exception {
        GoldenFile golden = GoldenFile.read(file);
        if (Configuration.OPENCL.equals(System.getProperty("golden.engine"))) {
            GpuGoldenTest.check(golden);
        } else {
            ZooGoldenTest.engine(golden);
        }
    }
}

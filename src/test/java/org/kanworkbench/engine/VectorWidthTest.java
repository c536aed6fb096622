package org.kanworkbench.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kanworkbench.engine.kernel.BasisKernelTest;
import org.kanworkbench.engine.kernel.Lanes;
import org.kanworkbench.network.NetworkSamples;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.basis.Basis;
import org.kanworkbench.network.basis.BasisSamples;

/** The engine under the vectors of other machines: 64 to 512 bits, as far as this one has them. */
class VectorWidthTest {

    /** In a process of its own: a machine's width is chosen once. */
    static final class Engine {

        private Engine() {}

        public static void main(String[] args) throws NonFiniteException {
            for (Basis basis : BasisSamples.all()) {
                new BasisKernelTest().values_and_derivatives_agree_with_the_definition(basis);
            }
            for (NetworkSpec spec : NetworkSamples.all().toList()) {
                GradientTest.assertAgrees(spec);
            }
            System.out.println(Lanes.COUNT + " floats");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16, 32, 64})
    @EnabledIfSystemProperty(named = "os.arch", matches = "amd64|x86_64")
    void gradients_are_those_of_the_definition_at_every_width(int bytes) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-modules",
                        "jdk.incubator.vector",
                        "-XX:MaxVectorSize=" + bytes,
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Engine.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains(Math.min(bytes / 4, Lanes.COUNT) + " floats");
    }
}

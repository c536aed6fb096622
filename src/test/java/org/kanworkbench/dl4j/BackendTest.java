package org.kanworkbench.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.factory.Nd4jBackend;

class BackendTest {

    @TempDir
    private Path folder;

    private URL jarThatNames(String backend) throws IOException {
        Path services = Files.createDirectories(folder.resolve(backend).resolve("META-INF/services"));
        Files.writeString(services.resolve(Nd4jBackend.class.getName()), backend + "\n");
        Files.writeString(services.resolve("other"), backend + "\n");
        return folder.resolve(backend).toUri().toURL();
    }

    @Test
    void the_GPUs_backend_is_not_found_where_the_processor_is_to_compute() throws IOException {
        URL[] both = {jarThatNames(Backend.GPU), jarThatNames(Backend.PROCESSOR)};
        try (URLClassLoader jars = new URLClassLoader(both, null)) {
            ClassLoader without = new Backend.WithoutGpu(jars);
            String service = "META-INF/services/" + Nd4jBackend.class.getName();
            assertThat(Collections.list(without.getResources(service)))
                    .singleElement()
                    .asString()
                    .contains("CpuBackend");
            assertThat(Collections.list(without.getResources("META-INF/services/other")))
                    .hasSize(2);
        }
    }

    @Test
    void ND4J_finds_the_processors_backend() {
        Backend.useProcessor();
        assertThat(Nd4j.getBackend().getClass().getName()).isEqualTo(Backend.PROCESSOR);
        assertThat(List.of(Backend.exists(Backend.PROCESSOR), Backend.exists(Backend.GPU)))
                .containsExactly(true, false);
        assertThat(Backend.whyNoCuda()).isPresent();
    }
}

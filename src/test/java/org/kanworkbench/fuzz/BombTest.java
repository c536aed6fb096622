package org.kanworkbench.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a gigabyte of memory, within ten seconds a file, and in one line, whatever a file asks for. */
class BombTest {

    private static final long MOST_MINUTES = 10;

    @TempDir
    private Path folder;

    @Test
    void what_asks_for_much_is_refused_before_it_gets_it() throws Exception {
        Path told = folder.resolve("told");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                BombReader.class.getName(),
                Files.createDirectory(folder.resolve("bombs")).toString());
        Process reader = builder.redirectOutput(told.toFile())
                .redirectError(folder.resolve("errors").toFile())
                .start();
        assertThat(reader.waitFor(MOST_MINUTES, TimeUnit.MINUTES)).isTrue();
        List<String> lines = Files.readAllLines(told);
        assertThat(lines).as(Files.readString(folder.resolve("errors"))).endsWith(BombReader.ENDED);
        assertThat(lines)
                .filteredOn(line -> !line.equals(BombReader.ENDED))
                .allMatch(line -> line.contains(" ms: refused: ") || line.endsWith(" ms: read"));
    }
}

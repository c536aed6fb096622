package org.kanworkbench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no kill -INT")
@Timeout(120)
class InterruptionTest {

    @TempDir
    private Path folder;

    @Test
    void ctrl_c_while_training_ends_with_130_and_leaves_nothing_behind() throws IOException, InterruptedException {
        assumeFalse(
                interruptsAreIgnored(),
                "what a script starts in the background ignores Ctrl-C, and so do its children");
        Path table = Shell.table(folder, 400);
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "--add-modules",
                        "jdk.incubator.vector",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.kanworkbench.Launcher",
                        "train",
                        "--preset",
                        "mlp",
                        "--data",
                        table.toString(),
                        "--epochs",
                        "100000",
                        "--out",
                        folder.resolve("m.kan").toString(),
                        "--json")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.readLine()).startsWith("{\"epoch\":1,");
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .start()
                    .waitFor();
            String last = out.lines().reduce("", (_, line) -> line);

            assertThat(process.waitFor()).isEqualTo(130);
            assertThat(last).doesNotContain("done");
        } finally {
            process.destroyForcibly();
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.toList()).isEqualTo(List.of(table));
        }
    }

    /** Whether this process was started with SIGINT, number 2, ignored; known on Linux alone. */
    private static boolean interruptsAreIgnored() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return false;
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("SigIgn:"))
                    .anyMatch(line -> (Long.parseUnsignedLong(
                                                    line.substring(line.indexOf('\t') + 1)
                                                            .strip(),
                                                    16)
                                            >> 1
                                    & 1)
                            == 1);
        }
    }
}

package org.kanworkbench.runs.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TwoProcessesTest {

    @TempDir
    private Path folder;

    private List<String> fromAnotherProcess() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        OtherProcess.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out = process.inputReader()) {
            List<String> lines = out.readAllLines();
            assertThat(process.waitFor()).as(lines.toString()).isZero();
            return lines;
        }
    }

    @Test
    void another_process_reads_and_says_why_it_may_not_write_until_the_first_is_done() throws Exception {
        try (RunStore store = RunStore.open(folder)) {
            store.add(RunStoreTest.run("first", "kal-net", 0));
            try (RunStore second = RunStore.open(folder)) {
                assertThat(second.readOnly()).isTrue();
            }
            // POSIX forgets a process's locks of a file whenever that process closes it.
            List<String> other = fromAnotherProcess();
            assertThat(other).hasSize(2).first().isEqualTo("true 1");
            assertThat(other.getLast()).contains("open in another window").contains("close that one first");
            store.add(RunStoreTest.run("second", "kal-net", 0));
        }
        assertThat(fromAnotherProcess()).containsExactly("false 2", "written");
    }
}

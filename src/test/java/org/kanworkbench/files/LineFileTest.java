package org.kanworkbench.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class LineFileTest {

    @TempDir
    private Path folder;

    /** A process that goes on after a line for which there was no room. */
    static final class Full {
        public static void main(String[] file) throws IOException {
            try (LineFile lines = LineFile.open(Path.of(file[0]))) {
                lines.append(("a".repeat(700) + "\n").getBytes());
                try {
                    lines.append(("b".repeat(700) + "\n").getBytes());
                    System.exit(1);
                } catch (IOException _) {
                    lines.append("c\n".getBytes());
                }
            }
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void a_line_without_room_leaves_nothing_for_the_next_to_go_on_in() throws Exception {
        Path file = folder.resolve("lines");
        int status = new ProcessBuilder(
                        "bash",
                        "-c",
                        "ulimit -f 1; exec \"$@\"",
                        "bash",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:-UsePerfData",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Full.class.getName(),
                        file.toString())
                .inheritIO()
                .start()
                .waitFor();
        assertThat(status).isZero();
        assertThat(LineFile.lines(file)).containsExactly("a".repeat(700), "c");
    }
}

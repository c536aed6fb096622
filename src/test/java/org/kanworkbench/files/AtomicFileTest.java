package org.kanworkbench.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AtomicFileTest {

    @TempDir
    Path folder;

    @Test
    void new_content_replaces_old_and_nothing_else_stays() throws Exception {
        Path file = folder.resolve("a.txt");
        AtomicFile.write(file, out -> out.write("one".getBytes()));
        AtomicFile.write(file, out -> out.write("two".getBytes()));
        assertThat(file).hasContent("two");
        assertThat(names()).containsExactly("a.txt");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void a_full_disk_leaves_the_old_file_and_no_other() throws Exception {
        Path file = folder.resolve("a.txt");
        Files.writeString(file, "old");
        assertThatThrownBy(() -> AtomicFile.write(file, out -> {
                    out.write(new byte[100_000]);
                    out.flush();
                    try (OutputStream full = new FileOutputStream("/dev/full")) {
                        full.write(1);
                    }
                }))
                .isInstanceOf(SaveException.class)
                .message()
                .contains(file.toString(), "No space left on device", "nothing was changed")
                .doesNotContain("\n");
        assertThat(file).hasContent("old");
        assertThat(names()).containsExactly("a.txt");
    }

    @Test
    void a_failure_of_the_writer_itself_leaves_nothing() throws Exception {
        Path file = folder.resolve("a.txt");
        assertThatThrownBy(() -> AtomicFile.write(file, out -> {
                    out.write(new byte[100_000]);
                    throw new IllegalStateException("broken");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(names()).isEmpty();
    }

    @Test
    void the_old_content_is_there_while_the_new_is_written() throws Exception {
        Path file = folder.resolve("a.txt");
        Files.writeString(file, "old");
        AtomicFile.write(file, out -> {
            out.write("new".getBytes());
            out.flush();
            assertThat(file).hasContent("old");
        });
        assertThat(file).hasContent("new");
    }

    @Test
    void a_missing_folder_is_named() {
        Path file = folder.resolve("nowhere").resolve("a.txt");
        assertRefused(file);
    }

    @Test
    void a_file_in_place_of_the_folder_is_named() throws Exception {
        Path notFolder = Files.writeString(folder.resolve("plain"), "x");
        assertRefused(notFolder.resolve("a.txt"));
        assertThat(notFolder).hasContent("x");
    }

    /** /proc lets nobody create files, root neither. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void an_unwritable_folder_is_named() {
        assertRefused(Path.of("/proc/a.txt"));
    }

    @Test
    void a_folder_in_place_of_the_file_is_not_replaced() throws Exception {
        Path taken = Files.createDirectory(folder.resolve("a.txt"));
        assertRefused(taken);
        assertThat(taken).isDirectory();
        assertThat(names()).containsExactly("a.txt");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void a_link_stays_a_link() throws Exception {
        Path real = Files.writeString(folder.resolve("real"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);
        AtomicFile.write(link, out -> out.write("new".getBytes()));
        assertThat(link).isSymbolicLink();
        assertThat(real).hasContent("new");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "r--r--r--", "rw-rw-r--"})
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no such rights")
    void what_is_replaced_keeps_its_rights(String rights) throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path file = Files.writeString(folder.resolve("a.txt"), "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
        AtomicFile.write(file, "new");
        assertThat(file).hasContent("new");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo(rights);
    }

    /** A process that gives up what it writes, and then tries to begin with something else. */
    static final class Ending {
        public static void main(String[] folder) {
            Path file = Path.of(folder[0], "a.txt");
            List<Throwable> refused = new ArrayList<>();
            refused.add(catchThrowable(() -> AtomicFile.write(file, out -> {
                out.write(1);
                AtomicFile.abandon();
            })));
            refused.add(catchThrowable(() -> AtomicFile.write(file, out -> out.write(2))));
            System.exit(refused.stream().allMatch(SaveException.class::isInstance) ? 0 : 1);
        }
    }

    @Test
    void what_is_being_written_is_taken_away_when_the_process_cannot_wait_for_it() throws Exception {
        Path file = Files.writeString(folder.resolve("a.txt"), "old");
        int status = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Ending.class.getName(),
                        folder.toString())
                .inheritIO()
                .start()
                .waitFor();
        assertThat(status).isZero();
        assertThat(names()).containsExactly("a.txt");
        assertThat(file).hasContent("old");
    }

    @Test
    void folders_that_go_away_while_others_are_cleaned_are_no_failure() throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        FutureTask<Void> other = new FutureTask<>(() -> {
            while (!enough.get()) {
                for (int n = 0; n < 100; n++) {
                    Files.createDirectory(folder.resolve("run" + n));
                }
                for (int n = 0; n < 100; n++) {
                    Files.delete(folder.resolve("run" + n));
                }
            }
            return null;
        });
        Thread.ofPlatform().start(other);
        try {
            for (int n = 0; n < 300; n++) {
                AtomicFile.clean(folder, 2);
            }
        } finally {
            enough.set(true);
            other.get();
        }
    }

    private static void assertRefused(Path file) {
        assertThatThrownBy(() -> AtomicFile.write(file, out -> out.write(1)))
                .isInstanceOf(SaveException.class)
                .message()
                .contains("cannot write " + file)
                .doesNotContain("\n");
    }

    private Stream<String> names() throws IOException {
        return Files.list(folder).map(p -> p.getFileName().toString());
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no pipes with names")
    void what_is_no_file_is_not_replaced_by_one() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Path link = Files.createSymbolicLink(folder.resolve("link.kan"), pipe);
        assertThatThrownBy(() -> AtomicFile.write(link, out -> out.write(1)))
                .isInstanceOf(SaveException.class)
                .hasMessage("cannot write " + link + ": it is no file but a device or pipe, which would be replaced:"
                        + " choose another name");
        assertThat(Files.isRegularFile(pipe)).isFalse();
    }
}

package org.kanworkbench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kanworkbench.files.Packed;
import org.kanworkbench.files.model.ModelReader;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.runs.RunQuery;
import org.kanworkbench.runs.export.TensorBoardExport;
import org.kanworkbench.runs.store.RunStore;

/** Files that mean harm, names that command a terminal, and machines that lack something: one line, and nothing elsewhere. */
class HostileTest {

    private static final String COMMANDING = "\u001b[31mred\u001b]0;title\u0007\nforged\u009b2J\u202e\udb40\udc67";

    @TempDir
    private Path folder;

    private Path model;

    @BeforeEach
    void train() {
        model = folder.resolve("m.kan");
        Shell trained = Shell.done("train --preset mlp --data toy:moons --epochs 1 --no-store --out", model);
    }

    private static void assertPlain(Shell shell) {
        assertThat(shell.out() + shell.err())
                .doesNotContain("\u001b", "\u0007", "\u009b", "\u202e")
                .doesNotContain("\nforged");
    }

    private void assertRefused(Shell shell, String reason) {
        assertThat(shell.exitCode()).as(shell.err()).isEqualTo(2);
        assertThat(shell.err().lines().filter(line -> line.startsWith("workbench: ")))
                .singleElement()
                .asString()
                .contains(reason);
        assertPlain(shell);
    }

    @Test
    void a_network_of_deeplearning4j_whose_weights_are_no_numbers_is_refused() throws IOException {
        Path network = folder.resolve("net.zip");
        Shell exported = Shell.done("export", model, "--format dl4j --data toy:moons --out", network);
        Path evil = changed(network, folder.resolve("nan.zip"), "coefficients.bin", content -> {
            ByteBuffer.wrap(content).putFloat(content.length - Float.BYTES, Float.NaN);
            return content;
        });
        assertRefused(
                Shell.run("import", evil, "--preset", "mlp", "--out", folder.resolve("n.kan")), "no finite numbers");
        assertThat(folder.resolve("n.kan")).doesNotExist();
    }

    /** The model with another text in its description. */
    private Path with(String preset) throws IOException {
        return changed(model, folder.resolve("evil.kan"), "spec.json", content -> {
            String text = new String(content, StandardCharsets.UTF_8);
            assertThat(text).contains("\"preset\" : \"mlp\"");
            return text.replace("\"preset\" : \"mlp\"", "\"preset\" : \"" + preset + "\"")
                    .getBytes(StandardCharsets.UTF_8);
        });
    }

    /** A zip file with another entry of a name. */
    private static Path changed(Path zip, Path evil, String name, UnaryOperator<byte[]> change) throws IOException {
        Map<String, byte[]> entries = Packed.entries(Files.readAllBytes(zip));
        entries.computeIfPresent(name, (_, content) -> change.apply(content));
        return Files.write(evil, Packed.zip(entries));
    }

    @Test
    void a_model_whose_preset_is_a_path_writes_nowhere() throws IOException {
        Path elsewhere = folder.resolve("elsewhere");
        for (String preset : List.of(elsewhere + "/PWN", "../../elsewhere/PWN", "..", "")) {
            Path evil = with(preset);
            Path curves = folder.resolve("curves");
            assertRefused(Shell.run("export", evil, "--format", "tensorboard", "--out", curves), "preset");
            assertRefused(Shell.run("train", "--from", evil, "--data", "toy:moons", "--tensorboard", curves), "preset");
            assertThat(elsewhere).doesNotExist();
            assertThat(curves)
                    .satisfiesAnyOf(
                            there -> assertThat(there).doesNotExist(),
                            there -> assertThat(there).isEmptyDirectory());
        }
    }

    @Test
    void names_do_not_command_a_terminal() throws IOException {
        assertRefused(
                Shell.line(
                        "evaluate", with("\\u001b[31mred\\u001b]0;title\\u0007\\nforged\\u009b2J"), "--data toy:moons"),
                "\\u001b[31mred");
        Path named = Files.copy(model, folder.resolve("m" + COMMANDING + ".kan"));
        assertPlain(Shell.run("evaluate", named, "--data", "toy:moons"));
        assertPlain(Shell.run(
                "export", named, "--format", "safetensors", "--out", folder.resolve(COMMANDING + ".safetensors")));
        assertPlain(Shell.run("train", "--preset", "mlp", "--data", folder.resolve(COMMANDING + ".csv")));
    }

    @Test
    void runs_are_shown_with_whatever_they_are_called() throws Exception {
        Path home = Files.createDirectories(folder.resolve("home"));
        Shell trained =
                Child.run(home, folder, List.of(), "train", "--preset", "mlp", "--data", "toy:moons", "--epochs", "1");
        assertThat(trained.exitCode()).as(trained.err()).isZero();
        try (RunStore store = RunStore.open(home)) {
            long run = store.list(RunQuery.NEWEST).getFirst().id();
            store.rename(run, COMMANDING);
            store.annotate(run, COMMANDING, List.of(COMMANDING.replace(",", "")));
        }
        // Where digits are not 0 to 9 and capital i has a point.
        List<String> egypt = List.of("-Duser.language=ar", "-Duser.country=EG", "-Duser.extensions=u-nu-arab");
        for (String[] words : List.of(
                new String[] {"runs"}, new String[] {"runs", "show", "1"}, new String[] {"runs", "show", "1", "--json"
                })) {
            Shell shown = Child.run(home, folder, egypt, words);
            assertThat(shown.exitCode()).as(shown.err()).isZero();
            assertPlain(shown);
            if (List.of(words).contains("--json")) {
                assertThat(shown.json().getLast().path("title").asText()).isEqualTo(COMMANDING);
            }
            assertThat(shown.out()).doesNotContainPattern("[\\u0660-\\u0669]").contains("red");
        }
    }

    @Test
    void a_table_of_commas_or_of_one_endless_value_is_refused_while_it_is_read() throws IOException {
        byte[] part = ",".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
        Path commas = Files.write(folder.resolve("commas.csv"), part);
        for (int i = 0; i < 8; i++) {
            Files.write(commas, part, StandardOpenOption.APPEND);
        }
        assertRefused(Shell.run("train", "--preset", "mlp", "--data", commas), "more than 1048576 values");
        Path value = Files.writeString(folder.resolve("value.csv"), "x,y,class\n\"" + "1\n".repeat(1 << 23));
        assertRefused(Shell.run("train", "--preset", "mlp", "--data", value), "more than 8388608 characters");
    }

    @ParameterizedTest
    @EnabledOnOs(OS.LINUX)
    @ValueSource(strings = {"/dev/zero", "PIPE", "FOLDER"})
    void what_is_no_file_is_not_read(String name) throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Path file = Path.of(name.replace("PIPE", pipe.toString()).replace("FOLDER", folder.toString()));
        for (String ending : List.of(".json", ".safetensors", ".csv", ".onnx", ".kan", ".pth", ".zip")) {
            Path link = Files.createSymbolicLink(folder.resolve("link" + ending), file);
            Shell shell = switch (ending) {
                case ".json" -> Shell.run("train", "--config", link);
                case ".csv" -> Shell.run("train", "--preset", "mlp", "--data", link);
                case ".zip" -> Shell.run("import", link, "--preset", "mlp");
                default -> Shell.run("evaluate", link, "--preset", "mlp");
            };
            assertRefused(shell, "link" + ending);
        }
        assertRefused(Shell.run("noise", "--config", file), file.toString());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void folders_that_work_is_resumed_in_are_read_as_carefully_as_files() throws Exception {
        Map<String, String> works = Map.of(
                "compare --presets mlp --data toy:moons?rows=60 --epochs 1 --seeds 1 --rates 0.1",
                "scores.jsonl",
                "noise --function step --noise 0.5 --steps 9 --seeds 1 --models mlp --no-store",
                "fits.csv");
        for (Map.Entry<String, String> work : works.entrySet()) {
            Path out = folder.resolve(work.getKey().split(" ")[0]);
            Object[] words = (work.getKey() + " --out " + out).split(" ");
            Shell begun = Shell.run(words);
            assertThat(begun.exitCode()).as(begun.err()).isZero();
            Path lines = out.resolve(work.getValue());
            Files.delete(lines);
            assertThat(new ProcessBuilder("mkfifo", lines.toString()).start().waitFor())
                    .isZero();
            assertRefused(Shell.run(words), "no file but a pipe");
            Files.delete(lines);
            try (RandomAccessFile sparse = new RandomAccessFile(lines.toFile(), "rw")) {
                sparse.setLength(3L << 30);
            }
            assertRefused(Shell.run(words), "too large");
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void names_that_a_disk_does_not_take_are_refused_before_the_work_and_long_ones_are_written() {
        String[] train = {"train", "--preset", "mlp", "--data", "toy:moons", "--epochs", "1", "--no-store", "--out"};
        Path longest = folder.resolve("\u1f600".repeat(62) + "n".repeat(3) + ".kan");
        Shell shell =
                Shell.run(Stream.concat(Stream.of(train), Stream.of(longest)).toArray());
        assertThat(shell.exitCode()).as(shell.err()).isZero();
        assertThat(longest).isNotEmptyFile();
        shell = Shell.run(Stream.concat(Stream.of(train), Stream.of(folder.resolve("n".repeat(252) + ".kan")))
                .toArray());
        assertRefused(shell, "File name too long");
        assertThat(shell.out()).isEmpty();
    }

    @ParameterizedTest
    @EnabledOnOs(OS.LINUX)
    @ValueSource(strings = {"", "runs", "evaluate \"$(printf '\\303\\274.kan')\""})
    void a_path_that_the_language_setting_cannot_express_is_said_to_be_one(String words) throws Exception {
        assertThat(told("export LC_ALL=C KANWORKBENCH_HOME=\"$(printf '/\\303\\274')\"", words, 2))
                .singleElement()
                .asString()
                .startsWith("workbench: ")
                .contains(" has characters that", "set LC_ALL=C.UTF-8");
    }

    /** What a command prints, to both streams unless it sends one elsewhere, when a shell runs it. */
    private List<String> told(String before, String words, int exitCode) throws Exception {
        Path told = folder.resolve("told");
        Process process = new ProcessBuilder(
                        "sh",
                        "-c",
                        before + "; exec \"$@\" " + words,
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-modules=jdk.incubator.vector",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        "org.kanworkbench.Launcher")
                .redirectErrorStream(true)
                .redirectOutput(told.toFile())
                .start();
        assertThat(process.waitFor()).as(Files.readString(told)).isEqualTo(exitCode);
        return Files.readAllLines(told).stream()
                .filter(line -> !line.startsWith("WARNING: Using incubator"))
                .toList();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void few_handles_are_said_to_be_few() throws Exception {
        assertThat(told("ulimit -n 64", "train --preset mlp --data toy:moons --epochs 1", 1))
                .noneMatch(line -> line.contains("\tat "))
                .anyMatch(line -> line.contains("ulimit -n 256"));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void results_that_do_not_arrive_are_a_failure() throws Exception {
        assertThat(told(":", "presets > /dev/full", 1))
                .singleElement()
                .asString()
                .contains("No space left on device");
        assertThat(told(":", "presets >&-", 1)).singleElement().asString().contains("Bad file descriptor");
    }

    /** The reader is gone before the program writes anything. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void a_reader_that_wants_no_more_ends_a_command_in_silence() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(told("mkfifo " + pipe + "; (: < " + pipe + " &)", "presets > " + pipe, 0))
                .isEmpty();
    }

    @Test
    void curves_whose_export_is_broken_off_are_not_left() throws Exception {
        SavedModel saved = ModelReader.read(model, Optional.empty());
        Path curves = folder.resolve("curves");
        // Asked once for the file's name, and again for what is in it.
        Iterator<Instant> times = List.of(Instant.EPOCH).iterator();
        assertThatThrownBy(() -> TensorBoardExport.write(saved, curves, "m", times::next))
                .isInstanceOf(NoSuchElementException.class);
        assertThat(curves).isEmptyDirectory();
    }

    @Test
    void what_others_may_read_is_only_what_is_written_for_them() throws Exception {
        Path above = Files.createDirectories(folder.resolve("above"));
        assumeTrue(above.getFileSystem().supportedFileAttributeViews().contains("posix"));
        Files.setPosixFilePermissions(above, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path home = above.resolve("home");
        Shell trained =
                Child.run(home, folder, List.of(), "train", "--preset", "mlp", "--data", "toy:moons", "--epochs", "1");
        assertThat(trained.exitCode()).as(trained.err()).isZero();
        Path space = Files.writeString(folder.resolve("space.json"), "{\"order\": {\"int\": [1, 2]}}");
        for (String words : List.of(
                "search --preset kal-net --data toy:moons --epochs 1 --trials 1 --space " + space,
                "compare --presets mlp --data toy:moons?rows=60 --epochs 1 --seeds 1 --rates 0.1")) {
            Shell shell = Child.run(home, folder, List.of(), words.split(" "));
            assertThat(shell.exitCode()).as(shell.err()).isZero();
        }
        assertThat(home.resolve("searches")).isNotEmptyDirectory();
        assertThat(home.resolve("comparisons")).isNotEmptyDirectory();
        try (Stream<Path> all = Files.walk(home)) {
            for (Path path : all.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                        .as(path.toString())
                        .endsWith("------");
            }
        }
        assertThat(Files.getPosixFilePermissions(model)).contains(PosixFilePermission.OWNER_READ);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void that_others_can_read_what_is_there_already_is_said_once() throws Exception {
        Path home = Files.createDirectories(folder.resolve("home"));
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        String[] train = {"train", "--preset", "mlp", "--data", "toy:moons", "--epochs", "1"};
        assertThat(Child.run(home, folder, List.of(), train).err()).contains("chmod 700 " + home);
        assertThat(Child.run(home, folder, List.of(), train).err()).doesNotContain("chmod");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void without_a_temporary_folder_runs_are_kept_and_sweeps_plotted_all_the_same() throws Exception {
        Path home = folder.resolve("home");
        List<String> none = List.of("-Djava.io.tmpdir=" + folder.resolve("none"));
        Shell trained =
                Child.run(home, folder, none, "train", "--preset", "mlp", "--data", "toy:moons", "--epochs", "1");
        assertThat(trained.exitCode()).as(trained.err()).isZero();
        assertThat(trained.err()).contains("kept as run 1");
        assertThat(Child.run(home, folder, none, "runs", "check").exitCode()).isZero();
        String sweep = "noise --function step --noise 0.5 --steps 20 --seeds 2 --models mlp --out s";
        Shell swept = Child.run(home, folder, none, sweep.split(" "));
        assertThat(swept.exitCode()).as(swept.err()).isZero();
        assertThat(folder.resolve("s/plots/snr.png")).isNotEmptyFile();
        Shell exported = Child.run(
                home, folder, none, "export", "m.kan", "--format", "onnx", "--data", "toy:moons", "--out", "e.onnx");
        assertThat(exported.exitCode()).isEqualTo(2);
        assertThat(exported.err()).contains("ONNX Runtime cannot be loaded (no such file or folder)", "none");
        assertThat(folder.resolve("none")).doesNotExist();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    @DisabledIfEnvironmentVariable(named = "DISPLAY", matches = ".+", disabledReason = "the window would open")
    void a_window_without_a_display_is_refused_in_one_line() throws Exception {
        Shell shell = Child.run(
                Files.createDirectories(folder.resolve("home")),
                folder,
                List.of("-Djava.awt.headless=true", "-Dprism.order=sw"));

        assertThat(shell.exitCode()).isOne();
        assertThat(shell.err().lines().filter(line -> !line.startsWith("WARNING: Using incubator")))
                .singleElement()
                .asString()
                .contains("no window can be opened here", "set DISPLAY");
    }
}

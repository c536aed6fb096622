package org.kanworkbench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.files.DataFolder;
import org.kanworkbench.gpu.SomeDevice;
import org.kanworkbench.noise.target.StandardFunction;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.RunState;
import org.kanworkbench.runs.StoredFile;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.store.RunStore;

class NoiseCommandTest {

    @TempDir
    private Path folder;

    private Shell sweep(Object... more) {
        List<Object> words = new ArrayList<>(List.of("noise", "--function", "step", "--noise", "0,0.5", "--steps", 20));
        words.addAll(List.of(more));
        if (!words.contains("--seeds")) {
            words.addAll(List.of("--seeds", 2));
        }
        return Shell.run(words.toArray());
    }

    @Test
    void a_cluster_without_spark_is_one_line() {
        Shell shell = sweep("--no-store", "--cluster", "spark://host:7077");

        assertThat(shell.exitCode()).isEqualTo(1);
        assertThat(shell.err().lines()).hasSize(1);
        assertThat(shell.err()).contains("Spark", "./workbench --spark");
    }

    @Test
    void prints_a_line_a_model_and_level_then_the_verdict() {
        Shell shell = sweep("--models", "kal-net,mlp-relu,polynomial", "--json");

        assertThat(shell.exitCode()).as(shell.err()).isZero();
        List<JsonNode> lines = shell.json();
        assertThat(lines).hasSize(7);
        assertThat(Shell.fields(lines.getFirst()))
                .containsExactly(
                        "model",
                        "parameters",
                        "noise",
                        "mse_mean",
                        "mse_lo",
                        "mse_hi",
                        "snr_db_mean",
                        "seeds",
                        "fit_ms");
        assertThat(lines.get(2).get("model").asText()).isEqualTo("mlp-relu");
        assertThat(Math.abs(lines.get(2).get("parameters").asInt()
                        - lines.get(0).get("parameters").asInt()))
                .isLessThan(15);
        assertThat(lines.getLast().get("verdict").asText()).contains("2 seeds are complete");
    }

    @Test
    void leaves_a_folder_from_which_it_is_repeated_and_gone_on_with() throws IOException {
        Path out = folder.resolve("sweep");
        assertThat(sweep("--out", out).exitCode()).isZero();
        String fits = Files.readString(out.resolve("fits.csv"));
        Path again = folder.resolve("again");

        Shell repeated = Shell.done("noise --config", out.resolve("sweep.json"), "--out", again, "--threads 1");
        assertThat(again.resolve("fits.csv")).hasContent(fits);

        Shell other = sweep("--out", out, "--sizes", "50");
        other.assertRefused("another configuration");
    }

    /** What is wrong with the rest, a size here, is known only when times have been measured. */
    @Test
    void a_folder_is_refused_before_times_are_measured_and_not_left_behind() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        sweep("--sizes", "1", "--out", file.resolve("sweep")).assertRefused("cannot make the folder");
        Path other = folder.resolve("other");
        assertThat(sweep("--out", other, "--models", "polynomial").exitCode()).isZero();
        sweep("--sizes", "1", "--out", other).assertRefused("another configuration");

        Path out = folder.resolve("out");
        sweep("--sizes", "1", "--out", out).assertRefused("choose 4 to");
        assertThat(out).doesNotExist();
    }

    @Test
    void a_device_fits_what_the_vector_engine_does_and_goes_on_with_it() throws IOException {
        SomeDevice.orSkip();
        Path out = folder.resolve("sweep");
        Object[] words = {"--models", "kal-net,polynomial", "--engine", "opencl", "--json", "--out", out};
        Shell device = sweep(words);
        assertThat(device.exitCode()).as(device.err()).isZero();
        assertThat(device.err()).contains("8 fits, 64 at once by opencl; ");
        assertThat(kept(device, folder.resolve("copy")).description().engine()).isEqualTo("opencl");
        List<JsonNode> vector =
                sweep("--models", "kal-net,polynomial", "--json").json();
        for (int n = 0; n < 4; n++) {
            double wanted = vector.get(n).get("snr_db_mean").asDouble();
            assertThat(device.json().get(n).get("snr_db_mean").asDouble()).isCloseTo(wanted, within(0.1));
        }

        String fits = Files.readString(out.resolve("fits.csv"));
        Files.write(out.resolve("fits.csv"), fits.lines().limit(4).toList());
        assertThat(sweep(words).exitCode()).isZero();
        assertThat(out.resolve("fits.csv")).hasContent(fits);
        assertThat(sweep("--models", "kal-net,polynomial", "--out", out).err()).contains("another configuration");
    }

    private static StoredRun kept(Shell shell, Path copy) throws IOException {
        try (RunStore store = RunStore.open(DataFolder.current())) {
            StoredRun run = store.run(shell.run()).orElseThrow();
            for (StoredFile file : store.storedFiles(run.id())) {
                Path at = copy.resolve(file.path());
                Files.createDirectories(at.getParent());
                Files.copy(store.files(run.description().name()).file(file.path()), at);
            }
            return run;
        }
    }

    @Test
    void a_sweep_is_kept_in_the_run_store_under_one_number_however_often_it_goes_on() throws IOException {
        Path out = folder.resolve("sweep");
        Shell first = sweep("--out", out, "--seeds", "3");
        StoredRun run = kept(first, folder.resolve("copy"));

        assertThat(run.description().kind()).isEqualTo(RunKind.SWEEP);
        assertThat(run.state()).isEqualTo(RunState.FINISHED);
        assertThat(run.epochs()).isEqualTo(run.description().plannedEpochs()).isPositive();
        assertThat(first.out()).contains(run.message());
        for (String name : List.of("sweep.json", "fits.csv", "times.csv")) {
            assertThat(folder.resolve("copy/sweep").resolve(name)).hasSameTextualContentAs(out.resolve(name));
        }
        assertThat(sweep("--out", out, "--seeds", "3").run()).isEqualTo(run.id());
        assertThat(sweep("--seeds", "3").run())
                .as("done anew, and beside what is there")
                .isGreaterThan(run.id());
        assertThat(sweep("--seeds", "3", "--no-store").err()).doesNotContain("kept as run");
    }

    @Test
    void no_noise_is_infinitely_many_decibels() {
        Shell shell = Shell.run(
                "noise --function step --models polynomial,spline --seeds 2 --noise-unit snr-db --noise 10,Infinity --no-store"
                        .split(" "));

        assertThat(shell.exitCode()).as(shell.err()).isZero();
        assertThat(shell.out()).containsPattern("spline .* Infinity ");

        List<JsonNode> lines = Shell.done("noise --function step --models polynomial --seeds 2 --noise-unit snr-db"
                        + " --noise 10,Infinity --no-store --json")
                .json();
        assertThat(lines.getFirst().get("noise").asDouble()).isEqualTo(10);
        assertThat(lines.get(1).get("noise")).as("JSON has no infinity").isEqualTo(NullNode.getInstance());
    }

    @Test
    void the_report_of_a_single_seed_has_no_intervals() throws IOException {
        Path out = folder.resolve("sweep");
        sweep("--out", out, "--seeds", "1");

        assertThat(Files.readString(out.resolve("report.html")))
                .contains("needs more seeds")
                .doesNotContain("Infinity", "NaN");
    }

    @Test
    void targets_whose_names_are_alike_or_long_have_plots_of_their_own() throws IOException {
        Path out = folder.resolve("alike");
        Shell shell = Shell.run(
                "noise",
                "--function",
                "x^2",
                "--function",
                "x*2",
                "--function",
                "0*x+".repeat(80) + "x",
                "--models",
                "polynomial",
                "--noise",
                "0.1",
                "--seeds",
                "1",
                "--no-store",
                "--out",
                out);

        assertThat(shell.exitCode()).as(shell.err()).isZero();
        try (Stream<Path> plots = Files.list(out.resolve("plots"))) {
            assertThat(plots.map(plot -> plot.getFileName().toString()))
                    .contains("snr-x-2.svg", "snr-x-2-2.svg")
                    .filteredOn(name -> name.matches("snr.*[.]svg"))
                    .as("of all together and of each")
                    .hasSize(4);
        }
    }

    @Test
    void a_table_is_found_from_any_folder_and_a_sweep_that_has_it_as_typed_is_resumed() throws IOException {
        Path table = Files.writeString(
                folder.resolve("t.csv"),
                IntStream.range(0, 60)
                        .mapToObj(i -> i + "," + i % 7 + "\n")
                        .collect(Collectors.joining("", "t,v\n", "")));
        Path typed = Path.of("").toAbsolutePath().relativize(table);
        Path out = folder.resolve("relative");
        String command = "--models polynomial --sizes 30 --noise 0 --seeds 1 --no-store --out";
        Shell.done("noise --csv", typed, command, out);

        Path kept = out.resolve("sweep.json");
        String absolute = table.toString();
        assertThat(kept).content().contains(absolute).doesNotContain(typed.toString());
        Files.writeString(kept, Files.readString(kept).replace(absolute, typed.toString()));
        Shell.done("noise --csv", typed, command, out);
    }

    @Test
    void its_report_needs_nothing_else_and_has_every_plot_as_svg_and_png() throws IOException {
        Path out = folder.resolve("sweep");
        sweep("--out", out, "--sizes", "40,80", "--orders", "2,3");

        String page = Files.readString(out.resolve("report.html"));
        assertThat(page)
                .contains(
                        "<svg", "&quot;format&quot; : 1", "noise --config", "exponent", "Where a larger basis overfits")
                .doesNotContain("src=", "href=", "<script")
                .as("but parts of itself")
                .doesNotContainPattern("url\\((?!#)");
        assertThat(ImageIO.read(out.resolve("plots/snr.png").toFile()).getWidth())
                .isEqualTo(1280);
        assertThat(Files.readString(out.resolve("plots/snr.svg")))
                .startsWith("<svg")
                .contains("kal-net order 2");
    }

    @Test
    void repeats_nkan() {
        Shell shell = Shell.done("noise --nkan --json --out", folder);

        assertThat(shell.json()).hasSize(41);
        assertThat(shell.json().getLast().get("verdict").asText()).contains("no learned edge function");
        assertThat(folder.resolve("plots/loss.svg")).exists();
        assertThat(folder.resolve("plots/snr.png")).exists();
    }

    @Test
    void long_sweeps_want_a_yes() {
        Shell shell = Shell.run("noise", "--seeds", "1000");

        shell.assertRefused("168,000 fits", "--yes");
        assertThat(shell.out()).isEmpty();
    }

    @Test
    void a_column_of_a_table_is_fitted() throws IOException {
        StringBuilder csv = new StringBuilder("t,label,v\n");
        for (int i = 0; i < 60; i++) {
            csv.append(i).append(",a,").append(i % 7).append('\n');
        }
        Path table = Files.writeString(folder.resolve("t.csv"), csv);

        Shell shell =
                Shell.done("noise --csv", table, "--columns t,v --sizes 30 --noise 0 --seeds 1 --steps 10 --json");

        Shell text = Shell.run("noise", "--csv", table);
        assertThat(text.exitCode()).isEqualTo(2);
        assertThat(text.err()).contains("row 2 (label)", "not a number");
    }

    @Test
    void the_help_names_every_function() {
        String help = Shell.run("noise", "--help").out().replaceAll("\\s+", " ");
        assertThat(StandardFunction.ids()).allSatisfy(id -> assertThat(help).contains(id));
    }
}

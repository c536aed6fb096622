package org.kanworkbench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kanworkbench.files.model.ModelReader;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.basis.recurrence.Legendre;

class EdgesCommandTest {

    @TempDir
    private Path folder;

    private Path table;
    private Path model;
    private Path out;

    @BeforeEach
    void train() throws IOException {
        table = Shell.table(folder, 200);
        model = trained("kal-net");
        out = folder.resolve("edges.csv");
    }

    private Path trained(String preset) {
        Path file = folder.resolve(preset + ".kan");
        Shell.run("train", "--preset", preset, "--data", table, "--hidden", 3, "--epochs", 1, "--out", file);
        return file;
    }

    @Test
    void writes_one_line_a_point_of_every_edge_and_says_so() throws Exception {
        Shell shell = Shell.done("edges", model, "--layer 1 --points 5 --out", out, "--json");

        JsonNode told = shell.json().getFirst();
        assertThat(Shell.fields(told))
                .containsExactly("written", "layer", "edges", "lines", "domain_low", "domain_high");
        assertThat(told.get("edges").asInt()).isEqualTo(2 * 3);
        assertThat(told.get("lines").asInt()).isEqualTo(2 * 3 * 5);
        List<String> lines = Files.readAllLines(out);
        assertThat(lines).hasSize(1 + 2 * 3 * 5);
        assertThat(lines.getFirst()).isEqualTo("layer,output,input,x,value,base,P₁,P₂,P₃");
        assertThat(lines.get(1)).startsWith("1,0,0,");
        assertThat(lines.getLast()).startsWith("1,2,1,");
    }

    @Test
    void values_are_what_the_weights_define() throws Exception {
        Shell.run("edges", model, "--layer", 1, "--to", 3, "--from", 2, "--points", 3, "--out", out);

        Model weights = ModelReader.read(model, Optional.empty()).model();
        int edge = 2 * 2 + 1;
        float low = weights.tensor("layers.0.scaling.running_min").values()[0];
        float high = weights.tensor("layers.0.scaling.running_max").values()[0];
        List<String> lines = Files.readAllLines(out);
        assertThat(lines).hasSize(4);
        for (int p = 0; p < 3; p++) {
            double[] cells = Arrays.stream(lines.get(1 + p).split(","))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            double x = low + p * (high - low) / 2.0;
            double[] phi = new double[4];
            new Legendre(3).evaluate(p - 1, phi, new double[4]);
            double sum = 0;
            assertThat(cells).hasSize(9).startsWith(1, 2, 1);
            assertThat(cells[3]).isCloseTo(x, within(1e-5));
            for (int k = 0; k < 3; k++) {
                double part = weights.tensor("layers.0.basis_weight").values()[3 * edge + k] * phi[k + 1];
                assertThat(cells[6 + k]).isCloseTo(part, within(1e-5));
                sum += part;
            }
            double base = weights.tensor("layers.0.base_weight").values()[edge] * x / (1 + Math.exp(-x));
            assertThat(cells[5]).isCloseTo(base, within(1e-5));
            assertThat(cells[4]).isCloseTo(sum + base, within(1e-5));
        }
    }

    @Test
    void the_older_options_count_from_0_as_ever() throws Exception {
        Path older = folder.resolve("older.csv");

        Shell.run("edges", model, "--layer", 1, "--to", 3, "--from", 2, "--out", out);
        Shell.run("edges", model, "--layer", 1, "--output", 2, "--input", 1, "--out", older);

        assertThat(older).hasSameTextualContentAs(out);
    }

    @Test
    void importance_is_a_column_of_its_own_measured_on_the_data() throws Exception {
        Shell shell = Shell.done("edges", model, "--layer 1 --points 2 --importance --data", table, "--out", out);

        List<String> lines = Files.readAllLines(out);
        assertThat(lines.getFirst()).startsWith("layer,output,input,importance,x,value,");
        assertThat(Double.parseDouble(lines.get(1).split(",")[3])).isPositive();
    }

    @Test
    void a_layer_that_scales_by_its_batch_is_drawn_over_the_range_of_the_data() throws Exception {
        Path faithful = trained("kal-net-faithful");

        Shell refused = Shell.run("edges", faithful, "--layer", 1, "--out", out);
        Shell shell =
                Shell.run("edges", faithful, "--layer", 1, "--data", table, "--points", 2, "--out", out, "--json");

        refused.assertRefused("--data");
        assertThat(shell.exitCode()).as(shell.err()).isZero();
        // Columns of a table are scaled to about ±1; the least of a batch of 64 rows is near the end.
        assertThat(shell.json().getFirst().get("domain_low").asDouble())
                .isNotEqualTo(-1)
                .isLessThan(-0.5);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --layer 0               | --layer is 0: choose 1 to 2
            --layer 3               | --layer is 3: choose 1 to 2
            --layer 1 --to 0        | --to is 0: choose 1 to 3
            --layer 1 --from 3      | --from is 3: choose 1 to 2
            --layer 1 --output 3    | --output is 3: choose 0 to 2
            --layer 1 --to 3 --output 2 | leave --output out
            --layer 1 --input -1    | --input is -1: choose 0 to 1
            --layer 1 --points 1    | --points is 1: choose 2 to 10000
            --layer 1 --threads 0   | --threads is 0
            --layer x               | --layer
            --layer 1 --importance  | --data
            """)
    void silly_requests_are_refused_in_one_line_and_write_nothing(String options, String named) {
        Object[] words = ("edges " + model + " --out " + out + " " + options).split(" ");

        Shell shell = Shell.run(words);

        shell.assertRefused(named);
        assertThat(shell.out()).isEmpty();
        assertThat(out).doesNotExist();
    }

    @Test
    void an_older_file_stays_when_the_request_is_refused() throws IOException {
        Files.writeString(out, "old");

        Shell.run("edges", model, "--layer", 9, "--out", out);

        assertThat(out).hasContent("old");
        String rows = Files.readString(table);
        Shell.line("edges", model, "--layer 1 --importance --data", table, "--out", table)
                .assertRefused("it is what the command reads");
        assertThat(table).hasContent(rows);
    }
}
